import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Client } from '../../../../src/api/client.ts';
import { endpoints } from '../../../../src/api/endpoints.ts';
import { isApiError, SchemaError } from '../../../../src/api/errors.ts';
import { redact } from '../../../../src/api/redact.ts';
import type { ClientOptions } from '../../../../src/api/transport.ts';
import { startServer, type Answerer, type HttpServer } from '../../../support/httpServer.ts';
import { createBrokenAnswers } from '../brokenAnswers.ts';
import { awkwardKey, catchError, createTestClient } from '../testClient.ts';

/** All that is in an error, hidden properties and causes too. */
function readAll(error: Error): string {
  const raw = error instanceof SchemaError ? JSON.stringify([error.raw, error.text]) : '';
  return [error.message, error.stack, raw, inspect(error, { showHidden: true, depth: 9 })].join('\n');
}

/** The key, in any spelling of ours or of node's; without relying on what hides it. */
function assertNoKey(text: string, key: string): void {
  const needles = [
    ...[key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)],
    ...[new URLSearchParams({ key }).toString().slice(4), encodeURIComponent(key).toLowerCase()],
    // A part of it is too much already.
    ...key.split(/[^a-zA-Z0-9]+/).filter((part) => part.length > 5),
  ];
  for (const needle of needles) assert.ok(!text.toLowerCase().includes(needle.toLowerCase()), text);
  assert.equal(redact(text, key), text);
}

describe('no error holds the key', () => {
  const keys = { uuid: '75480f9a-4db8-4057-8b7e-4d59bfd73709', awkward: awkwardKey };
  let server: HttpServer;
  let answer: Answerer;
  before(async () => void (server = await startServer((...args) => answer(...args))));
  after(() => server.close());

  for (const [kind, key] of Object.entries(keys))
    for (const authStyle of ['appGroupId', 'apiKey'] as const) {
      const options = { authStyle, readKey: async () => key } satisfies Partial<ClientOptions>;
      const client = (more: Partial<ClientOptions> = {}): Client =>
        createTestClient(server.origin, { ...options, ...more });

      async function check(work: Promise<unknown>): Promise<void> {
        const error = await catchError(work);
        assert.ok(isApiError(error), readAll(error));
        assertNoKey(readAll(error), key);
      }

      for (const [name, broken] of Object.entries(createBrokenAnswers(key)))
        it(`after ${name} (${kind} key as ${authStyle})`, async () => {
          answer = broken;
          await check(client().call(endpoints.segmentList, {}));
          await check(client().call(endpoints.usersById, { external_ids: ['a'] }));
        });

      it(`after anything that fetch throws (${kind} key as ${authStyle})`, async () => {
        const fetch = (url: string, init: RequestInit): Promise<never> => {
          const authorization = new Headers(init.headers).get('Authorization');
          const cause = Object.assign(new Error(`at ${url}`), { input: url, authorization });
          return Promise.reject(new TypeError(`Failed for ${url} ${authorization} ${key}`, { cause }));
        };
        await check(client({ fetch }).call(endpoints.segmentList, {}));
      });

      it(`where the host is no address (${kind} key as ${authStyle})`, async () => {
        await check(createTestClient('http://', options).call(endpoints.segmentList, {}));
        await check(createTestClient('not an address', options).call(endpoints.segmentList, {}));
      });

      it(`where the answer takes too long (${kind} key as ${authStyle})`, async () => {
        answer = () => undefined;
        const hasty = client({ timeoutMs: () => 5 });
        await check(hasty.call(endpoints.usersById, { external_ids: ['a'] }));
      });

      it(`where the key itself was given for a parameter (${kind} key as ${authStyle})`, async () => {
        await check(client().call(endpoints.sessions, { length: 1, ending_at: key }));
        await check(client().call(endpoints.sessions, { length: 1, [key]: 1 }));
      });
    }

  it('where the key cannot be read, or cannot be sent', async () => {
    const key = `7548\n0f9a-4db8…`;
    const unread = async () => {
      throw new SyntaxError(`Unexpected token in ${key}`);
    };
    for (const readKey of [unread, async () => key]) {
      const client = createTestClient(server.origin, { authStyle: 'apiKey', readKey });
      const error = await catchError(client.call(endpoints.segmentList, {}));
      assert.equal(isApiError(error) && error.code, 'auth');
      assert.doesNotMatch(readAll(error), /7548|0f9a/);
    }
  });

  it('nor does an answer, whatever the service repeats', async () => {
    answer = ({ target, headers }, response) =>
      void response.end(JSON.stringify({ segments: [], errors: [target], echo: headers.authorization }));
    for (const authStyle of ['appGroupId', 'apiKey'] as const) {
      const client = createTestClient(server.origin, { authStyle, readKey: async () => awkwardKey });
      const { raw, warnings } = await client.call(endpoints.segmentList, {});
      assertNoKey(JSON.stringify([raw, warnings]), awkwardKey);
      const arrived = await client.probe(endpoints.segmentList, {});
      assertNoKey(inspect([arrived, [...arrived.headers]], { depth: 9 }), awkwardKey);
    }
  });

  it('is a check that finds a key that is there', () => {
    const error = new Error(`at ${encodeURIComponent(awkwardKey)}`);
    assert.throws(() => assertNoKey(readAll(error), awkwardKey));
  });
});
