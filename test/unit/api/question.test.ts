import assert from 'node:assert/strict';
import { createSectionList } from '../../../src/catalog/sectionList.ts';
import { sections } from '../../../src/catalog/sections.ts';
import { testEndpoints } from '../../../src/connections/checkKey.ts';
import { endpoints } from '../../../src/api/endpoints.ts';
import { TimeoutError } from '../../../src/api/errors.ts';
import { askQuestion, questionMs, slowMs } from '../../../src/api/question.ts';
import type { Tries } from '../../../src/api/tries.ts';
import { sendJson, startServer, type Answerer, type HttpServer } from '../../support/httpServer.ts';
import { createFakeClock } from './fakeClock.ts';
import { catchError, createTestClient, until } from './testClient.ts';

const never = new AbortController().signal;

/** Time that passes when the test says so. */
function createTime() {
  let now = 0;
  const waiting = new Set<{ at: number; done: () => void }>();
  return {
    now: () => now,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const own = { at: now + ms, done: resolve };
        waiting.add(own);
        signal.addEventListener('abort', () => {
          waiting.delete(own);
          reject(signal.reason as Error);
        });
      }),
    advance(ms: number): void {
      now += ms;
      for (const it of [...waiting].filter(({ at }) => at <= now)) {
        waiting.delete(it);
        it.done();
      }
    },
    waiting: () => waiting.size,
  };
}

describe('a question to a service that hangs', () => {
  let server: HttpServer;
  let answer: Answerer = () => undefined;
  beforeEach(async () => {
    answer = () => undefined;
    server = await startServer((...args) => answer(...args));
  });
  afterEach(() => server.close());

  const ask = (
    client: ReturnType<typeof createTestClient>,
    time: ReturnType<typeof createTime>,
    heard: Tries[],
  ) =>
    askQuestion(client, (it) => it.call(endpoints.segmentList, { page: 0 }, never), {
      ...time,
      onSlow: (tries) => heard.push(tries),
    });

  it('says nothing for 5 s, then which try it is and of how many, and ends after 60 s', async () => {
    const time = createTime();
    const heard: Tries[] = [];
    // The service's own time-out comes from a fetch that the test ends: no try waits for real.
    let timeOut: () => void = () => undefined;
    const client = createTestClient(server.origin, {
      timeoutMs: () => 30_000,
      fetch: (url, init) =>
        Promise.race([
          globalThis.fetch(url, init),
          new Promise<never>((_, reject) => {
            timeOut = () =>
              reject(Object.assign(new Error('timed out'), { code: 'UND_ERR_HEADERS_TIMEOUT' }));
          }),
        ]),
    });
    const error = catchError(ask(client, time, heard));
    await until(() => server.received.length === 1);
    time.advance(slowMs - 1);
    assert.deepEqual(heard, []);
    time.advance(1);
    await until(() => heard.length === 1);
    assert.deepEqual(heard, [{ number: 1, of: 2 }]);
    time.advance(25_000);
    timeOut();
    await until(() => server.received.length === 2);
    assert.deepEqual(heard.at(-1), { number: 2, of: 2 });
    time.advance(questionMs - 30_000);
    const ended = await error;
    assert.ok(ended instanceof TimeoutError);
    assert.equal(ended.message, 'The service did not answer within 60 seconds, in 2 tries.');
    assert.equal(time.waiting(), 0);
    assert.equal(server.received.length, 2);
  });

  it('ends all its calls together, those of other questions and of exports not', async () => {
    const time = createTime();
    const client = createTestClient(server.origin);
    const job = client.call(endpoints.segmentList, { page: 0 }, never);
    const question = catchError(
      askQuestion(
        client,
        (it) =>
          Promise.all([
            it.call(endpoints.segmentList, { page: 0 }, never),
            it.call(endpoints.campaignList, { page: 0 }, never),
          ]),
        time,
      ),
    );
    await until(() => server.received.length === 2);
    answer = (_, response) => sendJson(response, 200, { segments: [] });
    time.advance(questionMs);
    assert.ok((await question) instanceof TimeoutError);
    // The job shares the request of the question, and still has it.
    let isOver = false;
    void job.then(() => (isOver = true)).catch(() => (isOver = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isOver, false);
    await server.close();
    await job.catch(() => undefined);
  });

  it('tells who joins a call which try that is', async () => {
    const time = createTime();
    const client = createTestClient(server.origin);
    const cancel = new AbortController();
    const first = catchError(client.call(endpoints.segmentList, { page: 0 }, cancel.signal));
    await until(() => server.received.length === 1);
    const heard: Tries[] = [];
    const second = catchError(ask(client, time, heard));
    await until(() => time.waiting() === 2);
    time.advance(slowMs);
    await until(() => heard.length === 1);
    assert.equal(heard[0]?.number, 1);
    cancel.abort();
    await first;
    time.advance(questionMs);
    await second;
    assert.equal(server.received.length, 1);
  });

  it('does not wait for a service that asks for more time than is left', async () => {
    const clock = createFakeClock();
    const time = createTime();
    answer = (_, response) => sendJson(response, 429, {}, { 'Retry-After': '61' });
    const client = createTestClient(server.origin, { clock });
    const error = await catchError(ask(client, time, []));
    assert.equal((error as { code?: string }).code, 'rateLimited');
    assert.equal(server.received.length, 1);
  });

  it('waits longer where the settings allow more for one try', async () => {
    const time = createTime();
    const client = createTestClient(server.origin, { timeoutMs: () => 120_000 });
    const error = catchError(ask(client, time, []));
    await until(() => server.received.length === 1);
    time.advance(119_000);
    await new Promise((resolve) => setImmediate(resolve));
    time.advance(1_000);
    assert.match((await error).message, /within 120 seconds/);
  });

  it('is a row of a list that says so, and a failure to retry once it is cancelled', async () => {
    const time = createTime();
    const section = sections.find((it) => it.kind === 'segment');
    assert.ok(section);
    const list = createSectionList(section, createTestClient(server.origin), false, time.wait);
    const loading = list.loadPage();
    await until(() => server.received.length === 1);
    assert.deepEqual(list.state(), { status: 'loading', items: [] });
    time.advance(slowMs);
    await until(() => JSON.stringify(list.state()).includes('slow'));
    const state = list.state();
    assert.ok(state.status === 'loading' && state.slow?.number === 1);
    list.cancel();
    await loading;
    const after = list.state();
    assert.ok(after.status === 'failed' && after.error instanceof Error);
    assert.equal(after.error.message, 'Loading was cancelled.');
    answer = (_, response) => sendJson(response, 200, { segments: [{ id: 'a' }] });
    await list.loadPage();
    assert.equal(list.state().status, 'ready');
  });

  it('does not go through every endpoint of a test, one time-out after the other', async () => {
    const client = createTestClient(server.origin, {
      timeoutMs: () => 30_000,
      fetch: async () => {
        throw Object.assign(new Error('timed out'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
      },
    });
    const notes: string[] = [];
    for await (const { note, verdict } of testEndpoints(client, 'apiKey', never)) {
      assert.equal(verdict, 'unreachable');
      notes.push(note);
    }
    assert.equal(notes.filter((it) => !it.startsWith('not asked')).length, 2);
    assert.ok(notes.length > 15);
  });
});
