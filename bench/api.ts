// What the API client costs over a bare loop of `fetch` and `JSON.parse`, on the same pages in the same run.
//   node bench/api.ts
import { fork } from 'node:child_process';
import path from 'node:path';
import { createClient } from '../src/api/client.ts';
import type { PagedEndpoint } from '../src/api/endpoint.ts';
import { endpoints } from '../src/api/endpoints.ts';
import { delay } from '../src/util/delay.ts';
import { createFigures } from './export/figures.ts';

type Figures = Pick<ReturnType<typeof createFigures>, 'add'>;

const wanted = 10_000;
const pairs = 25;
/** At least 0.8 times the rate is at most 1.25 times the time. */
const bar = 1 / 0.8;
const lists: readonly PagedEndpoint[] = [endpoints.segmentList, endpoints.campaignList, endpoints.cardList];
const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';

/** Adds "10,000 items paged through the real HTTP sample, against a bare loop" to the figures. */
export async function benchApi(figures: Figures): Promise<void> {
  const server = fork(path.join(import.meta.dirname, 'api/sampleProcess.ts'), { stdio: 'inherit' });
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      server.once('message', (message) => resolve(message as string));
      server.once('exit', () => reject(new Error('The sample did not start.')));
    });
    const client = (): Promise<number> => pageWithClient(origin);
    const bare = (): Promise<number> => pageBare(origin);
    // Both without a clock first: the sample makes up its world at the first request, and both loops get compiled.
    for (let round = 0; round < 3; round += 1) {
      await client();
      await bare();
    }
    const ratios: number[] = [];
    const times: number[] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const [own, peer] =
        pair % 2 === 0 ? await timeBoth(client, bare) : (await timeBoth(bare, client)).reverse();
      if (own === undefined || peer === undefined) throw new Error('A run has no time.');
      ratios.push(own / peer);
      times.push(own);
    }
    figures.add('10,000 items paged over HTTP', findMedian(times), 'ms');
    figures.add('10,000 items paged over HTTP, time against a bare loop', findMedian(ratios), '×', {
      atMost: bar,
    });
  } finally {
    server.removeAllListeners('exit');
    server.disconnect();
  }
}

async function timeBoth(first: () => Promise<number>, second: () => Promise<number>): Promise<number[]> {
  return [await timeRun(first), await timeRun(second)];
}

async function timeRun(run: () => Promise<number>): Promise<number> {
  const startMs = performance.now();
  const items = await run();
  if (items < wanted) throw new Error(`Only ${items} items came.`);
  return performance.now() - startMs;
}

/** The lists again and again through the client, a new one for each, until there are items enough. */
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

function findMedian(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) {
  const figures = createFigures();
  await benchApi(figures);
  figures.finish();
}
