import { createClient, type Client } from '../../src/api/client.ts';
import type { AuthStyle } from '../../src/api/endpoint.ts';
import type { Fetch } from '../../src/api/send.ts';

/** A real client over the given `fetch`, with a clock on which no back-off takes time. */
export function createFetchClient(
  fetch: Fetch,
  authStyle: AuthStyle = 'apiKey',
  host = 'https://api.test',
): Client {
  let now = 1_700_000_000_000;
  return createClient({
    host,
    authStyle,
    readKey: async () => 'the-test-key',
    fetch,
    clock: {
      now: () => now,
      delay: async (ms, signal) => {
        signal.throwIfAborted();
        now += ms;
      },
    },
    random: () => 0.5,
    timeoutMs: () => 30_000,
    concurrency: 4,
  });
}

/** An answer as the service writes it. */
export function answerJson(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}
