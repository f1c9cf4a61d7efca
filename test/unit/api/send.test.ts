import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { NetworkError, TimeoutError, type ApiError } from '../../../src/api/errors.ts';
import { send, type Fetch } from '../../../src/api/send.ts';
import { startServer, type Answerer, type HttpServer } from '../../support/httpServer.ts';
import { createBrokenAnswers } from './brokenAnswers.ts';
import { catchError, until } from './testClient.ts';

const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';
const globalFetch: Fetch = (url, init) => globalThis.fetch(url, init);

describe('send', () => {
  let server: HttpServer;
  let answer: Answerer;
  before(async () => void (server = await startServer((...args) => answer(...args))));
  after(() => server.close());

  const sendOnce = ({
    fetch = globalFetch,
    timeoutMs = 20_000,
    signal = new AbortController().signal,
  } = {}) =>
    send(
      { method: 'GET', url: `${server.origin}/segments/list?app_group_id=${key}`, headers: { Accept: 'x' } },
      { fetch, timeoutMs, key, signal },
    );

  it('brings status, headers and the body without the key', async () => {
    answer = (_, response) =>
      void response
        .writeHead(201, { 'Content-Type': 'application/json', 'Retry-After': '5' })
        .end(`{"key":"${key}"}`);
    const { status, headers, body } = await sendOnce();
    assert.deepEqual([status, body], [201, '{"key":"[key]"}']);
    assert.equal(headers.get('Retry-After'), '5');
  });

  it('reads gzip, a mark at the beginning, and nothing at all', async () => {
    answer = (_, response) =>
      void response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('{"é":"👩"}'));
    assert.equal((await sendOnce()).body, '{"é":"👩"}');
    answer = (_, response) => void response.end('\ufeff{"a":1}');
    assert.equal((await sendOnce()).body, '{"a":1}');
    answer = (_, response) => void response.writeHead(204).end();
    assert.deepEqual([(await sendOnce()).status, (await sendOnce()).body], [204, '']);
  });

  it('does not follow a redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_, response) => void response.writeHead(status, { Location: '/elsewhere' }).end();
      const before = server.received.length;
      const arrived = await sendOnce();
      assert.equal(arrived.status, status);
      assert.deepEqual(
        server.received.slice(before).map((it) => it.path),
        ['/segments/list'],
      );
    }
  });

  it('knows a redirect that fetch hides, or has followed', async () => {
    const hidden = Object.defineProperty(new Response(''), 'type', { value: 'opaqueredirect' });
    assert.equal((await sendOnce({ fetch: async () => hidden })).status, 302);
    const followed = Object.defineProperty(new Response('{}'), 'redirected', { value: true });
    assert.equal((await sendOnce({ fetch: async () => followed })).status, 302);
  });

  const sentences: [name: string, code: ApiError['code'], sentence: RegExp][] = [
    ['a reset before the answer', 'network', /^127\.0\.0\.1:\d+ broke the connection off\.$/],
    ['a connection closed before the answer', 'network', /broke the connection off\.$/],
    ['no HTTP', 'network', /could not be reached \(Response does not match the HTTP\/1\.1 protocol.*\)\.$/],
    ['a body shorter than announced', 'network', /^The answer of 127\.0\.0\.1:\d+ was cut short\.$/],
    ['chunks without an end', 'network', /was cut short\.$/],
    ['a gzip body that is none', 'network', /was cut short\.$/],
  ];
  for (const [name, code, sentence] of sentences)
    it(`tells ${name}`, async () => {
      answer = createBrokenAnswers(key)[name] ?? assert.fail(name);
      const error = await catchError(sendOnce());
      assert.match(error.message, sentence);
      assert.equal((error as ApiError).code, code);
      assert.equal(error instanceof NetworkError && error.unsent, false, 'the service may have got it');
      assert.equal(error instanceof NetworkError && error.passing, true);
    });

  it('tells a refused connection, which nothing was sent over', async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    const request = { method: 'GET', url: `${gone.origin}/`, headers: {} } as const;
    const { signal } = new AbortController();
    const error = await catchError(send(request, { fetch: globalFetch, timeoutMs: 20_000, key, signal }));
    assert.match(error.message, /^127\.0\.0\.1:\d+ refused the connection\.$/);
    assert.equal(error instanceof NetworkError && error.unsent, true);
  });

  it('tells an address that is none, and does not ask again', async () => {
    const request = { method: 'GET', url: `http://?app_group_id=${key}`, headers: {} } as const;
    const { signal } = new AbortController();
    const error = await catchError(send(request, { fetch: globalFetch, timeoutMs: 20_000, key, signal }));
    assert.equal(error.message, 'The address of this connection is not valid.');
    assert.equal(error instanceof NetworkError && error.passing, false);
  });

  it('tells a host that does not exist', async () => {
    const cause = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const error = await catchError(
      sendOnce({ fetch: () => Promise.reject(new TypeError('fetch failed', { cause })) }),
    );
    assert.match(error.message, /was not found: check the network and the address\.$/);
    assert.equal(error instanceof NetworkError && error.unsent, true);
  });

  const slow: Record<string, Answerer> = {
    'no answer': () => undefined,
    'headers alone': (_, response) => response.writeHead(200).flushHeaders(),
    'a body that does not end': (_, response) => void response.writeHead(200).write('{"seg'),
  };
  for (const [name, answerer] of Object.entries(slow)) {
    it(`gives up after its time on ${name}`, async () => {
      answer = answerer;
      const error = await catchError(sendOnce({ timeoutMs: 20 }));
      assert.ok(error instanceof TimeoutError);
      assert.match(error.message, /^127\.0\.0\.1:\d+ did not answer within 0\.02 seconds\.$/);
    });

    it(`can be cancelled on ${name}`, async () => {
      answer = answerer;
      const controller = new AbortController();
      const before = server.received.length;
      const sending = catchError(sendOnce({ signal: controller.signal }));
      await until(() => server.received.length > before);
      controller.abort(new Error('a reason of the caller'));
      assert.equal(((await sending) as ApiError).code, 'aborted');
    });
  }

  it('can be cancelled where fetch does not listen', async () => {
    const controller = new AbortController();
    const deaf: Fetch = () => new Promise(() => undefined);
    const sending = catchError(sendOnce({ fetch: deaf, signal: controller.signal }));
    controller.abort();
    assert.equal(((await sending) as ApiError).code, 'aborted');
  });

  it('does not send what is cancelled already', async () => {
    const before = server.received.length;
    const error = await catchError(sendOnce({ signal: AbortSignal.abort() }));
    assert.equal((error as ApiError).code, 'aborted');
    assert.equal(server.received.length, before);
  });

  it('takes any time allowed, also one that is no whole number of milliseconds', async () => {
    answer = (_, response) => void response.end('{}');
    assert.equal((await sendOnce({ timeoutMs: 20_000.5 })).body, '{}');
  });
});
