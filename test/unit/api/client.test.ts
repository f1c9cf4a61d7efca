import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { endpoints } from '../../../src/api/endpoints.ts';
import { AbortedError, isApiError, SchemaError } from '../../../src/api/errors.ts';
import type { RateLimit } from '../../../src/api/rateLimit.ts';
import { sendJson, startServer, type Answerer, type HttpServer } from '../../support/httpServer.ts';
import { createFakeClock, createStoppedClock } from './fakeClock.ts';
import { catchError, createTestClient, until } from './testClient.ts';

const segments = (...ids: string[]) => ({ message: 'success', segments: ids.map((id) => ({ id })) });

describe('createClient', () => {
  let server: HttpServer;
  let answer: Answerer;
  beforeEach(async () => void (server = await startServer((...args) => answer(...args))));
  afterEach(() => server.close());

  const answerWith = (status: number, body: unknown): void =>
    void (answer = (_, response) => sendJson(response, status, body));

  describe('call', () => {
    it('sends the key as the auth style says, and not otherwise', async () => {
      answerWith(200, segments('1'));
      const readKey = async () => 'k/1';
      await createTestClient(server.origin, { readKey }).call(endpoints.segmentList, { page: 0 });
      await createTestClient(server.origin, { readKey, authStyle: 'apiKey' }).call(endpoints.segmentList, {});
      const [first, second] = server.received;
      assert.equal(first?.target, '/segments/list?app_group_id=k%2F1&page=0');
      assert.equal(first?.headers.authorization, undefined);
      assert.equal(second?.target, '/segments/list');
      assert.equal(second?.headers.authorization, 'Bearer k/1');
    });

    it('posts JSON', async () => {
      answerWith(201, { users: [{ external_id: 'a' }], message: 'success' });
      const client = createTestClient(server.origin, { readKey: async () => 'k' });
      const { value } = await client.call(endpoints.usersById, { external_ids: ['a'] });
      assert.deepEqual(value.users, [{ external_id: 'a' }]);
      const [received] = server.received;
      assert.equal(received?.headers['content-type'], 'application/json');
      assert.deepEqual(JSON.parse(received?.body ?? ''), { app_group_id: 'k', external_ids: ['a'] });
    });

    for (const status of [200, 201, 202])
      it(`takes HTTP ${status}, the raw answer and its warnings with it`, async () => {
        const body = { ...segments('1'), errors: ['one was odd'], more: { a: [null] } };
        answerWith(status, body);
        const { value, raw, warnings } = await createTestClient(server.origin).call(
          endpoints.segmentList,
          {},
        );
        assert.deepEqual(
          value.map((it) => it.id),
          ['1'],
        );
        assert.deepEqual(raw, body);
        assert.deepEqual(warnings, ['one was odd']);
      });

    it('keeps what fits no schema, and says where it does not and what the service says', async () => {
      const client = createTestClient(server.origin);
      const odd = { data: [{ time: '1' }, { time: { deep: true } }], message: 'Odd <b>day</b>' };
      answerWith(200, odd);
      const error = await catchError(client.call(endpoints.newUsers, { length: 1 }));
      assert.ok(error instanceof SchemaError);
      assert.match(
        error.message,
        /^The answer of \/kpi\/new_users\/data_series has a shape .* at data\.1\.time\. It says: “Odd/,
      );
      assert.deepEqual(error.raw, odd);
    });

    it('tells an empty answer, a web page and JSON cut short', async () => {
      const client = createTestClient(server.origin);
      const answers: [RegExp, Answerer][] = [
        [/is empty/, (_, response) => void response.writeHead(204).end()],
        [/^A web page came/, (_, response) => void response.end('<!doctype html>')],
        [/may have been cut short/, (_, response) => void response.end('{"segments":[{"id":')],
        [
          /may have been cut short/,
          (_, response) => {
            const half = gzipSync(JSON.stringify(segments('1'))).subarray(0, -12);
            response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(half);
          },
        ],
      ];
      for (const [sentence, answerer] of answers) {
        answer = answerer;
        const error = await catchError(client.call(endpoints.segmentList, {}));
        assert.ok(error instanceof SchemaError);
        assert.match(error.message, sentence);
        assert.equal(typeof error.raw, 'string');
      }
    });

    it('sends nothing where the parameters are wrong', async () => {
      const client = createTestClient(server.origin);
      const error = await catchError(client.call(endpoints.dailyActives, { length: 101 }));
      assert.equal(error.message, '`length` must be a whole number from 1 to 100, but 101 was given.');
      assert.equal(server.received.length, 0);
    });

    it('asks for raw exports only with an app group identifier, and by its own clock', async () => {
      answerWith(200, { success: true, message: 'success' });
      const span = { starting_at: '2016-05-30T00:00:00Z', ending_at: '2016-05-31T00:00:00Z' };
      const refused = createTestClient(server.origin, { authStyle: 'apiKey' });
      const error = await catchError(refused.call(endpoints.exportRawEvents, span));
      assert.match(error.message, /^\/raw_data\/export takes an app group identifier/);
      const later = createFakeClock(Date.UTC(2017, 0, 1));
      const late = createTestClient(server.origin, { clock: later });
      assert.match((await catchError(late.call(endpoints.exportRawEvents, span))).message, /last 3 months/);
      assert.equal(server.received.length, 0);
      const { value } = await createTestClient(server.origin).call(endpoints.exportRawEvents, span);
      assert.equal(value.success, true);
    });

    it('tells what it heard of the rate limit', async () => {
      const headers = {
        'X-RateLimit-Limit': '250000',
        'X-RateLimit-Remaining': '249999',
        'X-RateLimit-Reset': '1464699600',
      };
      answer = (_, response) => sendJson(response, 200, segments(), headers);
      const client = createTestClient(server.origin);
      const heard: RateLimit[] = [];
      client.onDidObserveRateLimit((it) => heard.push(it));
      await client.call(endpoints.segmentList, {});
      const resetAt = 1_464_699_600_000;
      assert.deepEqual(heard, [{ pool: 'general', limit: 250_000, remaining: 249_999, resetAt }]);
    });
  });

  describe('sharing', () => {
    it('sends identical GETs under way once, and others each', async () => {
      const pending: (() => void)[] = [];
      answer = (_, response) => void pending.push(() => sendJson(response, 200, segments('1')));
      const client = createTestClient(server.origin);
      const all = [0, 0, 1, 0].map((page) => client.call(endpoints.segmentList, { page }));
      await until(() => pending.length === 2);
      for (const finish of pending) finish();
      const values = await Promise.all(all);
      assert.equal(server.received.length, 2);
      for (const { value } of values) assert.equal(value[0]?.id, '1');
    });

    it('never shares a POST', async () => {
      answerWith(201, { users: [] });
      const client = createTestClient(server.origin);
      const ask = () => client.call(endpoints.usersById, { external_ids: ['a'] });
      await Promise.all([ask(), ask()]);
      assert.equal(server.received.length, 2);
    });

    it('lets one caller leave without the others noticing, and stops when all have left', async () => {
      let closed = 0;
      const pending: (() => void)[] = [];
      answer = (_, response) => {
        response.on('close', () => (closed += 1));
        pending.push(() => sendJson(response, 200, segments('1')));
      };
      const client = createTestClient(server.origin);
      const controllers = [1, 2].map(() => new AbortController());
      const [leaving, staying] = controllers.map(({ signal }) =>
        client.call(endpoints.segmentList, {}, signal),
      );
      assert.ok(leaving && staying);
      await until(() => pending.length === 1);
      const left = catchError(leaving);
      controllers[0]?.abort();
      assert.ok((await left) instanceof AbortedError);
      assert.equal(closed, 0);
      const stopped = catchError(staying);
      controllers[1]?.abort();
      assert.ok((await stopped) instanceof AbortedError);
      await until(() => closed === 1);
    });
  });

  describe('cancelled', () => {
    const reasons: [string, unknown][] = [
      ['no reason', undefined],
      ['an error', new Error('mine')],
      ['a text', 'mine'],
    ];
    for (const [name, reason] of reasons)
      it(`throws an AbortedError and nothing else, with ${name}`, async () => {
        answer = () => undefined;
        const client = createTestClient(server.origin);
        const asks = [
          (signal: AbortSignal) => client.call(endpoints.segmentList, {}, signal),
          (signal: AbortSignal) => client.call(endpoints.usersById, { external_ids: ['a'] }, signal),
          (signal: AbortSignal) => client.probe(endpoints.segmentList, {}, signal),
          (signal: AbortSignal) => client.pager(endpoints.segmentList, {}).next(signal),
        ];
        for (const ask of asks) {
          const before = server.received.length;
          const controller = new AbortController();
          const asking = catchError(ask(controller.signal));
          await until(() => server.received.length > before);
          controller.abort(reason);
          assert.ok((await asking) instanceof AbortedError);
          assert.ok((await catchError(ask(controller.signal))) instanceof AbortedError);
          assert.equal(server.received.length, before + 1);
        }
      });

    it('throws an AbortedError in the back-off too', async () => {
      answerWith(503, {});
      const clock = createStoppedClock();
      const client = createTestClient(server.origin, { clock });
      const controller = new AbortController();
      const asking = catchError(client.call(endpoints.segmentList, {}, controller.signal));
      await until(() => clock.waiting() === 1);
      controller.abort();
      assert.ok((await asking) instanceof AbortedError);
    });
  });

  describe('pages', () => {
    /** A list of `count` segments, 100 a page, that forgets no page. */
    const answerList = (count: number): void =>
      void (answer = ({ query }, response) => {
        const from = Number(query.get('page')) * 100;
        const ids = Array.from({ length: Math.max(0, Math.min(100, count - from)) }, (_, i) => `${from + i}`);
        sendJson(response, 200, segments(...ids));
      });

    it('walks to the first empty page', async () => {
      answerList(230);
      const seen = [];
      for await (const { page, items, loaded } of createTestClient(server.origin).pages(
        endpoints.segmentList,
        {},
      ))
        seen.push([page, items.length, loaded]);
      assert.deepEqual(seen, [
        [0, 100, 100],
        [1, 100, 200],
        [2, 30, 230],
      ]);
      assert.equal(server.received.length, 4);
    });

    it('keeps the other parameters', async () => {
      answerWith(200, { cards: [] });
      const pages = createTestClient(server.origin).pages(endpoints.cardList, { include_archived: true });
      for await (const page of pages) assert.fail(`page ${page.page}`);
      assert.equal(server.received[0]?.query.get('include_archived'), 'true');
    });

    it('can be left at any moment, and asks no further', async () => {
      answerList(1_000);
      for await (const { page } of createTestClient(server.origin).pages(endpoints.segmentList, {}))
        if (page === 1) break;
      assert.equal(server.received.length, 2);
    });

    it('fails, and does not end, where an answer is no list', async () => {
      answer = ({ query }, response) =>
        query.get('page') === '0'
          ? sendJson(response, 200, segments('1'))
          : sendJson(response, 202, { message: 'queued' });
      const pager = createTestClient(server.origin).pager(endpoints.segmentList, {});
      assert.equal((await pager.next())?.items.length, 1);
      const error = await catchError(pager.next());
      assert.ok(error instanceof SchemaError);
      assert.match(error.message, /It says: “queued”/);
      answerWith(200, segments());
      assert.equal(await pager.next(), undefined);
    });
  });

  describe('probe', () => {
    it('sends parameters unchecked and once, and brings any status', async () => {
      answerWith(503, { message: 'down' });
      const arrived = await createTestClient(server.origin).probe(endpoints.segmentDetails, { odd: 1 });
      assert.equal(arrived.status, 503);
      assert.equal(arrived.body, '{"message":"down"}');
      assert.equal(server.received.length, 1);
      assert.equal(server.received[0]?.query.get('odd'), '1');
    });

    it('brings no header that may repeat the key', async () => {
      const headers = { Location: '/?app_group_id=k', 'Retry-After': '5' };
      answer = (_, response) => sendJson(response, 302, {}, headers);
      const arrived = await createTestClient(server.origin).probe(endpoints.segmentList, {});
      assert.deepEqual([...arrived.headers.keys()], ['content-type', 'retry-after']);
    });

    it('throws an error of ours where nothing arrives', async () => {
      answer = (_, { socket }) => void socket?.destroy();
      const error = await catchError(createTestClient(server.origin).probe(endpoints.segmentList, {}));
      assert.equal(isApiError(error) && error.code, 'network');
    });
  });
});
