import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, type CommandId } from '../../src/ids.ts';
import { spyOnEditor, type Answer, type EditorSpy } from '../support/editorSpy.ts';
import { findFaults } from '../support/messageFaults.ts';
import { readFiles, listKeyEncodings } from '../support/profileFiles.ts';
import { serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';

/** Everything that people type, select or have in a profile; “jane” is in all of it but the key. */
const planted = {
  key: 'k3y-75480f9a/plus+odd&%',
  externalId: 'jane.doe@example.com',
  segmentId: 'segment-of-jane',
  segmentName: 'Jane’s VIPs',
  eventName: 'Jane Signed',
  appId: 'app-of-jane',
  callback: 'https://hooks.jane-doe.example/path?token=jane',
  connection: 'Shop of Jane',
  fileName: 'users of jane doe.ndjson',
};

/** Ways in which the service answers; undefined: as it should. */
const said = `No: ${Object.values(planted).join(' ')} \n    at jane (/home/jane/jane.js:1:2)`;
const refuse = (status: number): Response =>
  Response.json({ message: said, errors: [said] }, { status, headers: { 'Retry-After': '0' } });
const modes: Record<string, () => Response | undefined> = {
  good: () => undefined,
  ...Object.fromEntries([400, 401, 403, 404, 429, 500].map((it) => [String(it), () => refuse(it)])),
  'no JSON': () => new Response(said),
  'JSON of another shape': () => Response.json({ segments: said, users: said, data: said, message: said }),
  'a web page': () => new Response(`<html>${said}`, { headers: { 'Content-Type': 'text/html' } }),
  'a redirect': () =>
    new Response(null, { status: 302, headers: { Location: `https://jane.test/${planted.key}` } }),
};

interface Run {
  argument?: unknown;
  answers?: Answer[];
}

interface Circumstances {
  origin: string;
  file: string;
  /** An export’s id. */
  id: string;
  /** A segment that the service has. */
  segmentId: string;
}

const week = (from: number): string =>
  new Date(Date.now() - from * 86_400_000).toISOString().replace('Z', '+00:00');

/** TABLE, in the order in which they are run: the compiler asks for every command. */
const runs: Record<CommandId, (at: Circumstances) => Run[]> = {
  [commands.connect]: ({ origin }) => [
    { answers: ['with an app group identifier', origin, `${planted.connection} too`, planted.key] },
  ],
  [commands.exploreSampleData]: () => [{}],
  [commands.switchConnection]: () => [
    { argument: { name: 'Jane’s unknown one' } },
    { argument: { name: planted.connection } },
  ],
  [commands.replaceKey]: () => [{ argument: { name: planted.connection }, answers: [planted.key] }],
  [commands.removeConnection]: () => [
    { argument: { name: `${planted.connection} too` }, answers: ['Remove'] },
  ],
  [commands.testConnection]: () => [{}],
  [commands.refresh]: () => [{}],
  [commands.loadMore]: () => [{ answers: ['Segments'] }],
  [commands.cancelLoading]: () => [{ answers: ['Segments'] }],
  [commands.loadAll]: () => [{ answers: ['Custom Events'] }],
  [commands.openItem]: () => [
    { argument: { kind: 'segment', id: planted.segmentId, name: planted.segmentName } },
    { argument: { kind: planted.externalId, id: planted.segmentId } },
  ],
  [commands.openToSide]: () => [{ argument: { kind: 'event', id: planted.eventName } }],
  [commands.openAsJson]: () => [
    { argument: { kind: 'segment', id: planted.segmentId, name: planted.segmentName } },
  ],
  [commands.copyId]: () => [{ argument: { kind: 'event', id: planted.eventName } }],
  [commands.copyName]: () => [
    { argument: { kind: 'event', id: planted.eventName, name: planted.eventName } },
  ],
  [commands.copyAsCurl]: () => [{ argument: { kind: 'event', id: planted.eventName } }],
  [commands.inspectUser]: () => [
    { argument: { externalId: planted.externalId } },
    { argument: { externalId: 'user-000001' } },
    { answers: [planted.externalId] },
    { argument: { externalId: { jane: planted.externalId } } },
  ],
  [commands.exportUsers]: () => [
    { argument: { externalIds: [planted.externalId, 'user-000001', 'user-000002'] } },
    { argument: { externalIds: [planted.externalId], fields: [planted.externalId] } },
  ],
  [commands.exportSegment]: ({ segmentId }) => [
    {
      argument: { segmentId: planted.segmentId, callbackEndpoint: planted.callback },
      answers: ['Export and Send Link'],
    },
    { argument: { segmentId, fields: ['external_id', 'email'] } },
    { argument: { segmentId: planted.segmentId, callbackEndpoint: `ftp://${planted.externalId}` } },
  ],
  [commands.exportRawEvents]: () => [
    {
      argument: {
        ...{ startingAt: week(12), endingAt: week(3), callbackEndpoint: planted.callback },
        ...{ appIds: [planted.appId], eventNames: [planted.eventName] },
      },
      answers: ['Export and Send Link'],
    },
    { argument: { startingAt: planted.externalId, endingAt: week(3) } },
  ],
  [commands.importExport]: ({ file }) => [
    { argument: { path: file } },
    { argument: { path: `${file}.missing` } },
    { argument: { path: planted.externalId } },
  ],
  [commands.rereadImport]: ({ id }) => [
    { argument: { id, encoding: 'windows-1252' } },
    { argument: { id, encoding: planted.externalId } },
    { argument: { id: `../${planted.externalId}`, encoding: 'utf-8' } },
  ],
  ...forExports(commands.openExport),
  ...forExports(commands.copyUnknownIds),
  ...forExports(commands.revealExport),
  ...forExports(commands.copyExportPath),
  ...forExports(commands.copyExportKeys),
  ...forExports(commands.followExport),
  ...forExports(commands.startNextWeek),
  ...forExports(commands.retryExport),
  ...forExports(commands.cancelExport),
  ...forExports(commands.deleteExport, ['Delete']),
  [commands.compareExports]: ({ file }) => [
    { argument: { before: file, after: `${file}.missing` } },
    { argument: { before: planted.externalId, after: planted.externalId } },
  ],
};

/** For the commands that take an export: one that is there, and none. */
function forExports<C extends CommandId>(command: C, answers: Answer[] = []) {
  const run = ({ id }: Circumstances): Run[] => [
    { argument: { id }, answers: [...answers] },
    { argument: { id: `2026-01-01-${planted.appId}-00000000` } },
    { argument: { id: `../${planted.externalId}` } },
  ];
  return { [command]: run } as Record<C, typeof run>;
}

describe('with planted values in all that is typed, selected and answered', function () {
  this.timeout(600_000);
  let folder: string;
  let service: SampleService;
  let spy: EditorSpy;
  let at: Omit<Circumstances, 'id'>;
  const shown: { command: string; text: string; isModal: boolean }[] = [];
  const profile = process.env['APPBOY_HOST_RUN'] ?? '';
  const { random } = Math;

  before(async () => {
    // What is tried again waits for a share of seconds that chance decides: with small numbers, for hardly any.
    Math.random = () => random() / 1000;
    folder = await mkdtemp(path.join(tmpdir(), 'appboy-jane-'));
    await mkdir(path.join(folder, 'Jane Doe'));
    const file = path.join(folder, 'Jane Doe', planted.fileName);
    await writeFile(file, `{"external_id":"${planted.externalId}"}\n{"external_id":"2"}\n`);
    service = await serveSampleFor({ key: planted.key, users: 100, exportReadyMs: 0, rawExportMs: 0 });
    spy = spyOnEditor();
    const origin = service.origin.replace('127.0.0.1', 'localhost');
    const segmentId = await findSegment(service.origin);
    spy.answers = ['with an app group identifier', origin, planted.connection, planted.key];
    await vscode.commands.executeCommand(commands.connect);
    assert.deepEqual(spy.messages, []);

    at = { origin, file, segmentId };
  });

  after(async () => {
    Math.random = random;
    spy.restore();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // The tests after this one are to find no connection of a service that is gone.
    await vscode.commands.executeCommand(commands.exploreSampleData);
    await service.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [mode, answer] of Object.entries(modes))
    it(`every command comes to its end while the service answers: ${mode}`, async () => {
      service.interfere = (request) => answer() ?? answerPlanted(request);
      for (const [command, list] of Object.entries(runs)) {
        const id = await newestExport(profile);
        for (const { argument, answers = [] } of list({ ...at, id })) {
          spy.answers = [...answers];
          spy.messages.length = 0;
          await settle(vscode.commands.executeCommand(command, argument), command);
          for (const { text, detail, isModal } of spy.messages)
            shown.push({
              command: `${command} (${mode})`,
              text: isModal ? `${text} ${detail}` : text,
              isModal,
            });
        }
      }
    });

  /** An export by external ID waits for a rate limit, and long for a service that fails: it is cancelled where it does. */
  async function settle(run: Thenable<unknown>, command: string): Promise<void> {
    if (command !== commands.exportUsers) return void (await run);
    let isOver = false;
    const over = Promise.resolve(run).finally(() => void (isOver = true));
    await until('the end of the export', async () => {
      const id = await findFetching(profile);
      if (id !== undefined && service.interfere?.(new Request(service.origin)) !== undefined)
        await vscode.commands.executeCommand(commands.cancelExport, { id });
      return isOver;
    });
    await over;
  }

  /** The log of the extension, once the last of what was run is in it. */
  const readLog = (): Promise<string> =>
    until('the log', async () => {
      const files = await readFiles(profile);
      const log = files.find((it) => it.name.endsWith('Appboy Export Explorer.log'))?.text ?? '';
      const last = log.split(`${commands.compareExports}: `).length - 1;
      return last >= 2 * Object.keys(modes).length ? Buffer.from(log, 'latin1').toString() : undefined;
    });

  it('the log says what was asked and what failed, and holds none of them', async () => {
    const log = await readLog();
    for (const expected of [
      'POST /users/export/ids → 400 in ',
      'POST /users/export/ids → 200 in ',
      'GET /segments/details → 500 in ',
      'GET the archive of an export → 200 in ',
      'An export (segment) came to rest: done',
      'An export (import) came to rest: failed (',
      `${commands.inspectUser}: Error (badRequest)\n    at extension.cjs:`,
      `${commands.removeConnection}: UserError\n    at onDemand.cjs:`,
    ])
      assert.ok(log.includes(expected), `${expected} is in the log:\n${log.slice(0, 5000)}`);
    for (const line of log.split('\n')) {
      assert.doesNotMatch(line, /jane|doe|localhost|127\.0\.0\.1|user-0|vips/i);
      for (const secret of [...listKeyEncodings(planted.key), folder, profile, 'All Users'])
        assert.ok(!line.includes(secret), line);
    }
  });

  it('no other log and no file but the exports holds them', async () => {
    for (const { name, text } of await readFiles(profile)) {
      if (isOfExport(name)) continue;
      for (const value of [
        planted.externalId,
        planted.appId,
        planted.callback,
        planted.segmentName,
        planted.eventName,
      ])
        assert.ok(!text.includes(asBytes(value)) && !name.includes(value), `${name} holds ${value}`);
    }
  });

  it('no file at all holds the key, and no name of a file says who is in it', async () => {
    for (const { name, text } of await readFiles(profile)) {
      for (const spelling of listKeyEncodings(planted.key))
        assert.ok(!text.includes(spelling), `${name} holds the key`);
      assert.doesNotMatch(name, /example\.com|app-of-jane|hooks|user-00000|k3y|of-jane-doe|of jane doe/);
    }
  });

  it('messages hold no key, end as sentences do, and say nothing twice', () => {
    assert.ok(shown.length > 100, `${shown.length} messages`);
    for (const { command, text, isModal } of shown) {
      for (const spelling of listKeyEncodings(planted.key))
        assert.ok(!text.includes(spelling), `${command} shows the key: ${text}`);
      if (!isModal) assert.equal(findFaults(text).join(), '', `${command}: ${text}`);
    }
  });
});

/** As `readFiles` reads it. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1');

const isOfExport = (name: string): boolean => /[/\\]exports[/\\]\d{4}-/.test(name);

/** A user with planted values, and a segment of a planted name, where they are asked for; else what the sample answers. */
function answerPlanted({ url }: Request): Response | undefined {
  if (!url.includes(`/segments/details?`) || !url.includes(planted.segmentId)) return undefined;
  return Response.json({ message: 'success', name: planted.segmentName, created_at: '2016-01-01T00:00:00Z' });
}

async function findSegment(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/segments/list?app_group_id=${encodeURIComponent(planted.key)}`);
  const { segments } = (await answer.json()) as { segments: { id: string; name: string }[] };
  return segments.find((it) => it.name === 'All Users')?.id ?? '';
}

/** The id of an export by external ID that is under way. */
async function findFetching(profile: string): Promise<string | undefined> {
  const jobs = (await readFiles(profile)).filter((it) => it.name.endsWith('job.json'));
  const found = jobs.find((it) => /"stage": \{\s*"stage": "fetching"/.test(it.text));
  return found && path.basename(path.dirname(found.name));
}

/** An export that is there, by its folder’s name: of an opened file, where there is one. */
async function newestExport(profile: string): Promise<string> {
  const entries = await readdir(profile, { recursive: true, withFileTypes: true });
  const folders = entries.filter((it) => it.isDirectory() && /[/\\]exports$/.test(it.parentPath));
  const names = folders.map((it) => it.name).sort();
  return names.findLast((it) => it.includes('-opened-file-')) ?? names.at(-1) ?? 'none';
}
