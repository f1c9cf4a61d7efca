import assert from 'node:assert/strict';
import * as z from 'zod';
import { post } from '../../../src/api/endpoint.ts';
import { endpoints } from '../../../src/api/endpoints.ts';
import { AuthError, RateLimitedError } from '../../../src/api/errors.ts';
import { createTransport, type ClientOptions } from '../../../src/api/transport.ts';
import { sendJson, startServer, type Answerer, type HttpServer } from '../../support/httpServer.ts';
import { createFakeClock, createStoppedClock } from './fakeClock.ts';
import { catchError, until } from './testClient.ts';

const never = new AbortController().signal;

/** A row of which nothing is said: no endpoint of today. */
const plainPost = post('/some/post', z.object({}), z.unknown());

describe('createTransport', () => {
  let server: HttpServer;
  let answer: Answerer;
  beforeEach(async () => void (server = await startServer((...args) => answer(...args))));
  afterEach(() => server.close());

  const create = (options: Partial<ClientOptions> = {}) =>
    createTransport({
      host: server.origin,
      authStyle: 'apiKey',
      readKey: async () => 'key-1',
      fetch: (url, init) => globalThis.fetch(url, init),
      clock: createFakeClock(),
      random: () => 1,
      timeoutMs: () => 20_000,
      concurrency: 4,
      ...options,
    });

  const list = (transport: ReturnType<typeof create>, page: number, signal = never) =>
    transport.fetchBody(endpoints.segmentList, { page }, signal);

  it('has at most four requests under way', async () => {
    let running = 0;
    let most = 0;
    const pending: (() => void)[] = [];
    answer = (_, response) => {
      running += 1;
      most = Math.max(most, running);
      pending.push(() => {
        running -= 1;
        sendJson(response, 200, {});
      });
    };
    const transport = create();
    const all = Array.from({ length: 12 }, (_, page) => list(transport, page));
    while (server.received.length < 12 || pending.length > 0) {
      await until(() => pending.length === Math.min(4, 12 - server.received.length + pending.length));
      pending.shift()?.();
    }
    await Promise.all(all);
    assert.equal(most, 4);
  });

  it('reads the key and the time allowed for each try', async () => {
    let reads = 0;
    answer = (_, response) => sendJson(response, server.received.length < 3 ? 500 : 200, {});
    const transport = create({ readKey: async () => `key-${(reads += 1)}` });
    await list(transport, 0);
    assert.deepEqual(
      server.received.map((it) => it.headers.authorization),
      ['Bearer key-1', 'Bearer key-2', 'Bearer key-3'],
    );
  });

  type Tries = [status: number, get: number, idsTries: number, post: number, exportTries: number];
  const statuses: Tries[] = [
    ...[200, 201, 202].map((status): Tries => [status, 1, 1, 1, 1]),
    ...[302, 400, 401, 403, 404, 413].map((status): Tries => [status, 1, 1, 1, 1]),
    ...[500, 502, 503, 504].map((status): Tries => [status, 5, 5, 1, 1]),
    [429, 5, 5, 5, 1],
  ];
  for (const [status, ...expected] of statuses)
    it(`tries ${expected.join(', ')} times on HTTP ${status}: a GET, users by ID, a POST, an export`, async () => {
      answer = (_, response) => sendJson(response, status, {});
      const transport = create();
      const tries = [];
      for (const [row, params] of [
        [endpoints.segmentList, {}],
        [endpoints.usersById, { external_ids: ['a'] }],
        [plainPost, {}],
        [endpoints.exportSegment, { segment_id: 's' }],
      ] as const) {
        const before = server.received.length;
        await transport.fetchBody(row, params, never).catch(() => undefined);
        tries.push(server.received.length - before);
      }
      assert.deepEqual(tries, expected);
    });

  it('repeats a POST that may have arrived never, and a GET always', async () => {
    const kinds: Answerer[] = [
      (_, { socket }) => void socket?.resetAndDestroy(),
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 50 });
        response.write('{', () => response.socket?.end());
      },
    ];
    for (const kind of kinds) {
      answer = kind;
      const transport = create();
      const before = server.received.length;
      await catchError(transport.fetchBody(plainPost, {}, never));
      assert.equal(server.received.length - before, 1);
      await catchError(list(transport, 0));
      assert.equal(server.received.length - before, 6);
    }
    answer = () => undefined;
    const hasty = create({ timeoutMs: () => 15 });
    const before = server.received.length;
    await catchError(hasty.fetchBody(endpoints.exportSegment, { segment_id: 's' }, never));
    await until(() => server.received.length > before);
    assert.equal(server.received.length - before, 1);
    const error = await catchError(list(hasty, 0));
    assert.match(error.message, /did not answer/);
  });

  it('leaves repeating and waiting to a caller that asks for it', async () => {
    answer = (_, response) => sendJson(response, 503, {});
    const clock = createFakeClock();
    const transport = create({ clock });
    const patience = { policy: { maxTries: 1, maxWaitMs: 0 } };
    await catchError(transport.fetchBody(endpoints.segmentList, {}, never, patience));
    assert.equal(server.received.length, 1);
    const resetAt = clock.now() / 1000 + 30;
    answer = (_, response) => {
      const left = {
        'X-RateLimit-Limit': '5',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': `${resetAt}`,
      };
      sendJson(response, 200, {}, left);
    };
    await transport.fetchBody(endpoints.segmentList, {}, never, patience);
    const error = await catchError(transport.fetchBody(endpoints.segmentList, {}, never, patience));
    assert.ok(error instanceof RateLimitedError && error.retryAt === resetAt * 1000);
    assert.deepEqual([server.received.length, clock.waits], [2, []]);
  });

  it('repeats a POST whose connection was refused', async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    let tries = 0;
    answer = (_, response) => sendJson(response, 201, { users: [] });
    const transport = create({
      fetch: (url, init) => {
        tries += 1;
        return globalThis.fetch(tries < 3 ? gone.origin : url, init);
      },
    });
    await transport.fetchBody(endpoints.exportRawEvents, {}, never);
    assert.equal(tries, 3);
    assert.equal(server.received.length, 1);
  });

  it('keeps later requests from a pool that is used up, also those that stand in the queue', async () => {
    const clock = createFakeClock();
    const headers = {
      'X-RateLimit-Limit': '50',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(clock.now() / 1000 + 30),
    };
    answer = (_, response) => sendJson(response, 200, {}, clock.waits.length === 0 ? headers : {});
    const transport = create({ clock, concurrency: 1 });
    await Promise.all([list(transport, 0), list(transport, 1), list(transport, 2)]);
    assert.equal(clock.waits[0], 30_000);
    assert.equal(server.received.length, 3);
  });

  it('does not ask for a 429 that it can foresee', async () => {
    const clock = createFakeClock();
    const headers = {
      'X-RateLimit-Limit': '50',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': String(clock.now() / 1000 + 3_000),
    };
    answer = (_, response) => sendJson(response, 200, {}, headers);
    const transport = create({ clock });
    await list(transport, 0);
    const error = await catchError(list(transport, 1));
    assert.ok(error instanceof RateLimitedError);
    assert.equal(error.retryAt, clock.now() + 3_000_000);
    assert.equal(server.received.length, 1);
  });

  describe('cancelled', () => {
    it('in the queue', async () => {
      answer = () => undefined;
      const transport = create({ concurrency: 1 });
      const running = new AbortController();
      const queued = new AbortController();
      const first = catchError(list(transport, 0, running.signal));
      await until(() => server.received.length === 1);
      const second = catchError(list(transport, 1, queued.signal));
      queued.abort(new Error('enough'));
      assert.equal((await second).message, 'enough');
      running.abort();
      await first;
      assert.equal(server.received.length, 1);
    });

    it('while it waits for the rate limit', async () => {
      const clock = createStoppedClock();
      const headers = {
        'X-RateLimit-Limit': '50',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': String(clock.now() / 1000 + 30),
      };
      answer = (_, response) => sendJson(response, 200, {}, headers);
      const transport = create({ clock });
      await list(transport, 0);
      const controller = new AbortController();
      const waiting = catchError(list(transport, 1, controller.signal));
      await until(() => clock.waiting() === 1);
      controller.abort(new Error('enough'));
      assert.equal((await waiting).message, 'enough');
      assert.equal(server.received.length, 1);
    });

    it('during the back-off', async () => {
      const clock = createStoppedClock();
      answer = (_, response) => sendJson(response, 500, {});
      const controller = new AbortController();
      const waiting = catchError(list(create({ clock }), 0, controller.signal));
      await until(() => clock.waiting() === 1);
      controller.abort(new Error('enough'));
      assert.equal((await waiting).message, 'enough');
      assert.equal(server.received.length, 1);
    });

    it('while the key is read, and frees its place', async () => {
      answer = (_, response) => sendJson(response, 200, {});
      let reads = 0;
      const readKey = () => {
        reads += 1;
        return reads === 1 ? new Promise<string>(() => undefined) : Promise.resolve('key');
      };
      const transport = create({ readKey, concurrency: 1 });
      const controller = new AbortController();
      const stuck = catchError(list(transport, 0, controller.signal));
      await until(() => reads === 1);
      controller.abort(new Error('enough'));
      assert.equal((await stuck).message, 'enough');
      await list(transport, 1);
      assert.equal(server.received.length, 1);
    });
  });

  it('passes on what the store of keys says, and nothing that is no error of ours', async () => {
    const none = new AuthError('No key is stored.');
    assert.equal(await catchError(list(create({ readKey: () => Promise.reject(none) }), 0)), none);
    const broken = create({ readKey: () => Promise.reject(new Error('keyring locked')) });
    const error = await catchError(list(broken, 0));
    assert.ok(error instanceof AuthError);
    assert.equal(error.message, 'The key could not be read from the secret storage.');
  });

  for (const key of ['a\nb', 'a\u0000', 'abc…', '👩'])
    it(`does not try to send ${JSON.stringify(key)} in a header`, async () => {
      const error = await catchError(list(create({ readKey: async () => key }), 0));
      assert.ok(error instanceof AuthError);
      assert.match(error.message, /holds a character that no key has/);
    });
});
