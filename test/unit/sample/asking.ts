import { createClient, type Client } from '../../../src/api/client.ts';
import type { AuthStyle } from '../../../src/api/endpoint.ts';
import type { Sample } from '../../../src/sample/server.ts';
import { delay } from '../../../src/util/delay.ts';

/** The client as the extension makes it, over the real `fetch`. */
export function createRealClient(
  host: string,
  authStyle: AuthStyle,
  { key = 'secret key/1', now = Date.now } = {},
): Client {
  return createClient({
    host,
    authStyle,
    readKey: async () => key,
    fetch: (url, init) => fetch(url, init),
    clock: { now, delay },
    random: Math.random,
    timeoutMs: () => 30_000,
    concurrency: 4,
  });
}

/** Asks the sample without a socket; the key goes in the query. */
export async function get(
  sample: Sample,
  path: string,
  params: Record<string, string | number> = {},
): Promise<Response> {
  const query = new URLSearchParams({ app_group_id: 'k', ...mapText(params) });
  return sample(new Request(`https://sample.invalid${path}?${query}`));
}

export async function post(sample: Sample, path: string, params: object = {}): Promise<Response> {
  const body = JSON.stringify({ app_group_id: 'k', ...params });
  const headers = { 'Content-Type': 'application/json' };
  return sample(new Request(`https://sample.invalid${path}`, { method: 'POST', headers, body }));
}

export async function getJson<T>(
  sample: Sample,
  path: string,
  params: Record<string, string | number> = {},
): Promise<T> {
  return (await get(sample, path, params)).json() as Promise<T>;
}

function mapText(params: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
}
