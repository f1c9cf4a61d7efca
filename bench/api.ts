// What the API client costs over a bare loop of `fetch` and `JSON.parse`, on the same pages in the same run.
//   node bench/api.ts
import { fork } from 'node:child_process';
import path from 'node:path';
import { createClient } from '../src/api/client.ts';
import type { PagedEndpoint } from '../src/api/endpoint.ts';
import { endpoints } from '../src/api/endpoints.ts';
import { delay } from '../src/util/delay.ts';
import { createFigures, pairedRatio, type Figures } from './support/figures.ts';

const wanted = 10_000;
const rounds = 31;
const lists: readonly PagedEndpoint[] = [
  endpoints.segmentList,
  endpoints.campaignList,
  endpoints.cardList,
  endpoints.eventList,
  endpoints.productList,
];
const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';

/** Adds "10,000 items paged through the real HTTP sample, against a bare loop" to the figures. */
export async function benchApi(figures: Figures): Promise<void> {
  const server = fork(path.join(import.meta.dirname, 'api/sampleProcess.ts'), { stdio: 'inherit' });
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      server.once('message', (message) => resolve(message as string));
      server.once('exit', () => reject(new Error('The sample did not start.')));
    });
    const client = (): Promise<number> => measureRate(() => pageWithClient(origin));
    const bare = (): Promise<number> => measureRate(() => pageBare(origin));
    // Without looking at the clock first: the sample makes up its world, and both loops get compiled.
    for (let round = 0; round < 4; round += 1) {
      await client();
      await bare();
    }
    const { ratio, candidate } = await pairedRatio(client, bare, rounds);
    figures.add('paging 10,000 items over HTTP', candidate, 'items/s');
    figures.add('paging 10,000 items over HTTP, of a bare loop’s rate', ratio, '×', { atLeast: 0.8 });
  } finally {
    server.removeAllListeners('exit');
    server.disconnect();
  }
}

/** Items a second. */
async function measureRate(run: () => Promise<number>): Promise<number> {
  const startMs = performance.now();
  const items = await run();
  if (items < wanted) throw new Error(`Only ${items} items came.`);
  return (items / (performance.now() - startMs)) * 1000;
}

/** The lists again and again through the client, each time from the start, until there are items enough. */
async function pageWithClient(origin: string): Promise<number> {
  const client = createClient({
    host: origin,
    authStyle: 'apiKey',
    readKey: async () => key,
    fetch: (url, init) => globalThis.fetch(url, init),
    clock: { now: Date.now, delay },
    random: Math.random,
    timeoutMs: () => 30_000,
    concurrency: 4,
  });
  let items = 0;
  while (items < wanted)
    for (const list of lists) for await (const page of client.pages(list, {})) items += page.items.length;
  return items;
}

/** The same requests, with nothing checked, kept or retried. */
async function pageBare(origin: string): Promise<number> {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${key}` };
  let items = 0;
  while (items < wanted)
    for (const list of lists)
      for (let page = 0, count = -1; count !== 0; page += 1, items += count) {
        const response = await globalThis.fetch(`${origin}${list.path}?page=${page}`, { headers });
        const body = JSON.parse(await response.text()) as Record<string, unknown[]>;
        count = Object.values(body).find((it) => Array.isArray(it))?.length ?? 0;
      }
  return items;
}

if (import.meta.main) {
  const figures = createFigures();
  await benchApi(figures);
  figures.finish();
}
