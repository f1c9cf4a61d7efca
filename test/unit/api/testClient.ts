import { createClient, type Client } from '../../../src/api/client.ts';
import type { ClientOptions } from '../../../src/api/transport.ts';
import { createFakeClock } from './fakeClock.ts';

/** A key whose every spelling differs: raw, percent-encoded either way, as a form field, in JSON and in HTML. */
export const awkwardKey = `75480f9a/4db8+405"7 & <8b7e>'é%`;

/** A client with a clock on which nobody sleeps, and the widest jitter. */
export function createTestClient(host: string, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    host,
    authStyle: 'appGroupId',
    readKey: async () => '75480f9a-4db8-4057-8b7e-4d59bfd73709',
    fetch: (url, init) => globalThis.fetch(url, init),
    clock: createFakeClock(),
    random: () => 1,
    timeoutMs: () => 20_000,
    concurrency: 4,
    ...options,
  });
}

/** What `work` is rejected with. */
export async function catchError(work: Promise<unknown>): Promise<Error> {
  let result: unknown;
  try {
    result = await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error(`Something else than an error was thrown: ${String(error)}`);
  }
  throw new Error(`Nothing was thrown; the result is ${JSON.stringify(result)}`);
}

/** Waits, by turns of the event loop, until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
