import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { confirmCallback } from '../../src/commands/prompts/confirmCallback.ts';
import type { Connection } from '../../src/connections/connection.ts';
import { commands } from '../../src/ids.ts';
import { createCommandBench, type CommandBench } from '../support/commandBench.ts';
import { spyOnEditor, type EditorSpy } from '../support/editorSpy.ts';
import { serveSampleFor, type SampleService } from '../support/sampleService.ts';

const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';
const yes = 'Export and Send Link';

/** Bodies of the requests that start something. */
type Started = Record<string, unknown>[];

describe('a callback endpoint that a task or a keybinding names', function () {
  this.timeout(60_000);
  let folder: string;
  let service: SampleService;
  let bench: CommandBench;
  let spy: EditorSpy;
  let segmentId: string;
  const started: Started = [];
  const connections: Connection[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'appboy-callback-'));
    service = await serveSampleFor({ key, rawExportMs: 0 });
    const list = await fetch(`${service.origin}/segments/list?app_group_id=${key}`);
    const { segments } = (await list.json()) as { segments: { id: string; name: string }[] };
    segmentId = segments.find((it) => it.name === 'All Users')?.id ?? '';
    assert.notEqual(segmentId, '');
    // What is asked for is noted, and refused, so that every export rests at once.
    service.interfere = async (request) => {
      if (request.method === 'GET') return undefined;
      started.push((await request.json()) as Record<string, unknown>);
      return Response.json({ message: 'No' }, { status: 400 });
    };
  });

  beforeEach(async () => {
    bench = createCommandBench(await mkdtemp(path.join(folder, 'exports-')), []);
    spy = spyOnEditor();
    started.length = 0;
    connections.length = 0;
    for (const name of ['Second', 'Shop']) {
      const draft = { name, host: service.origin, authStyle: 'appGroupId' } as const;
      connections.push(await bench.context.store.add(draft, key));
      await bench.context.session.use(connections.at(-1));
    }
  });

  afterEach(() => {
    spy.restore();
    bench.dispose();
  });

  after(async () => {
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  const exportTo = (callbackEndpoint: string | undefined, answer?: string): Promise<unknown> => {
    spy.asked.length = 0;
    spy.answers = answer === undefined ? [] : [answer];
    return bench.run(commands.exportSegment, { segmentId, callbackEndpoint });
  };
  const week = (from: number): string =>
    new Date(Date.now() - from * 86_400_000).toISOString().replace('Z', '+00:00');

  it('is confirmed once, by its host and the segment’s name, and kept for its connection', async () => {
    await exportTo('https://hooks.example.com/a?token=secret', yes);
    const [question] = spy.messages.filter((it) => it.isModal);
    assert.equal(question?.text, 'Send the link to the segment “All Users” to hooks.example.com?');
    assert.match(question.detail, /“Shop” has not used before/);
    assert.doesNotMatch(question.detail, /not encrypted/);
    assert.equal(started[0]?.['callback_endpoint'], 'https://hooks.example.com/a?token=secret');

    await exportTo('https://hooks.example.com/another/path');
    assert.deepEqual(spy.asked, []);
    assert.equal(started[1]?.['callback_endpoint'], 'https://hooks.example.com/another/path');
    assert.ok(![...bench.kept.values()].join().includes('secret'), 'the path is not kept');
  });

  it('sends nothing, and makes no row, where it was refused; and is asked about again', async () => {
    for (let time = 0; time < 2; time += 1) {
      await exportTo('https://hooks.example.com/');
      assert.equal(spy.asked.length, 1);
    }
    await bench.context.exports.refresh();
    assert.deepEqual([started, bench.context.exports.list().length], [[], 0]);
    assert.ok(![...bench.kept.values()].join().includes('hooks'));
  });

  it('asks again for another host, another port, what is not encrypted, and another connection', async () => {
    await exportTo('https://hooks.example.com/', yes);
    for (const other of [
      'https://evil.example.com/',
      'https://hooks.example.com.evil.test/',
      'https://hooks.example.com@evil.test/',
      'https://hooks.example.com:8443/',
      'http://hooks.example.com/',
    ]) {
      await exportTo(other);
      assert.equal(spy.asked.length, 1, other);
      const question = spy.messages.at(-1);
      assert.ok(question?.text.endsWith(` to ${new URL(other).host}?`), question?.text);
      assert.equal(question?.detail.includes('not encrypted'), other.startsWith('http:'));
    }
    await bench.context.session.use(connections[0]);
    await exportTo('https://hooks.example.com/');
    assert.equal(spy.asked.length, 1);
    assert.equal(started.length, 1);
  });

  it('is not asked about where there is none, and where the request is wrong anyhow', async () => {
    await exportTo(undefined);
    await exportTo('ftp://hooks.example.com/');
    await exportTo('nonsense');
    assert.equal(spy.messages.filter((it) => it.isModal).length, 0);
    assert.equal(started.length, 1);
  });

  it('is confirmed for raw events in the same way', async () => {
    const span = { startingAt: week(12), endingAt: week(6) };
    const argument = { ...span, callbackEndpoint: 'https://hooks.example.com/' };
    spy.answers = [undefined];
    assert.equal(await bench.run(commands.exportRawEvents, argument), undefined);
    assert.deepEqual(started, []);
    spy.answers = [yes];
    await bench.run(commands.exportRawEvents, argument);
    assert.match(spy.asked.at(-1) ?? '', /^Send the link to the raw events of .* to hooks\.example\.com\?$/);
    assert.equal(started[0]?.['callback_endpoint'], 'https://hooks.example.com/');
    spy.asked.length = 0;
    await bench.run(commands.exportRawEvents, argument);
    assert.deepEqual(spy.asked, []);
  });

  it('counts as used where the user typed it, and is forgotten with the connection', async () => {
    const { memory } = bench.context;
    const [, shop] = connections;
    assert.ok(shop);
    const typed = { callbackEndpoint: 'https://hooks.example.com/', question: () => 'x', isGiven: false };
    assert.equal(await confirmCallback(memory, shop, typed), true);
    await exportTo('https://hooks.example.com/');
    assert.deepEqual(spy.asked, []);
    spy.answers = ['Remove'];
    await bench.run(commands.removeConnection, { name: 'Shop' });
    assert.ok(![...bench.kept.keys(), ...bench.kept.values()].join().includes('callback'));
  });
});
