// What the page of a detail panel costs: its size, the time until its chart is drawn, and a click in its legend.
//   node bench/panel.ts [--pages=7]
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { createClient, type Client } from '../src/api/client.ts';
import { endpoints } from '../src/api/endpoints.ts';
import { createAppIds } from '../src/panels/appIds.ts';
import { createDetailAnswers } from '../src/panels/detailAnswers.ts';
import type { ItemRef } from '../src/protocol/item.ts';
import { createSample } from '../src/sample/server.ts';
import { launchBrowser } from '../scripts/editor/launchBrowser.ts';
import { ensureBuilt } from '../scripts/vsix.ts';
import { createFigures } from './support/figures.ts';
import { median } from './export/runProcess.ts';
import { measureBundle, openDetailPage } from './panel/openPage.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '7' } } });
const lines = 8;
const points = 365;

await ensureBuilt();
const figures = createFigures();
await benchPanel(Number(values.pages));
figures.finish();

/** Measures over the sample app group, in a page like the editor's. */
export async function benchPanel(pages: number): Promise<void> {
  figures.add('panel: minified page', (await measureBundle()) / 1024, 'KB', { atMost: 350 });
  const asked: string[] = [];
  const client = createSampleClient(asked);
  const { value } = await client.call(endpoints.eventList, {});
  const items = value.slice(0, lines).map((name): ItemRef => ({ kind: 'event', id: name, name }));
  const browser = await launchBrowser();
  try {
    asked.length = 0;
    const first = await openDetailPage(browser, answerFor(client, items.slice(0, 1)));
    await first.locator('.legend-entry').first().waitFor();
    await first.close();
    figures.add('panel: requests of opening an event', asked.length, 'requests', { atMost: 1 });
    const [drawn, toggled]: [number[], number[]] = [[], []];
    for (let page = 0; page < pages; page++) {
      const opened = await openDetailPage(browser, answerFor(client, items), { state: { length: points } });
      drawn.push(await opened.evaluate(readDrawn));
      toggled.push(...(await measureToggles(opened)));
      await opened.close();
    }
    const what = `${lines} lines of ${points} points`;
    figures.add(`panel: from data to drawn, ${what}`, median(drawn), 'ms', { atMost: 100 });
    figures.add(`panel: toggling one of ${what}`, median(toggled), 'ms', { atMost: 16 });
  } finally {
    await browser.close();
  }
}

/** Waits for the chart and gives the time from the arrival of its data until a frame has been painted with it. */
function readDrawn(): Promise<number> {
  return (window as unknown as { drawn: Promise<number> }).drawn;
}

/** The time that a click on each legend entry takes until the canvas holds the new drawing. */
function measureToggles(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    return [...document.querySelectorAll<HTMLElement>('.legend-entry')].flatMap((entry) =>
      [0, 1].map(() => {
        const began = performance.now();
        entry.click();
        // Reading a pixel waits for all drawing before it.
        canvas?.getContext('2d')?.getImageData(0, 0, 1, 1);
        return performance.now() - began;
      }),
    );
  });
}

function createSampleClient(asked: string[]): Client {
  const sample = createSample({});
  return createClient({
    host: 'https://sample.invalid',
    authStyle: 'apiKey',
    readKey: async () => 'none',
    fetch: async (url, init) => {
      asked.push(url);
      return sample(new Request(url, init));
    },
    clock: { now: Date.now, delay: async () => undefined },
    random: Math.random,
    timeoutMs: () => 30_000,
    concurrency: 4,
  });
}

function answerFor(client: Client, items: ItemRef[]) {
  return createDetailAnswers({
    items,
    connection: { id: 'sample', name: 'Sample' },
    client: () => client,
    appIds: createAppIds({ get: () => undefined, update: async () => undefined }, 'sample'),
    defaultLength: () => 30,
    now: Date.now,
    fetchImage: async () => '',
    destinations: {
      copyText: async () => undefined,
      saveFile: async () => undefined,
      openDocument: async () => undefined,
    },
    openJson: async () => undefined,
    openBeside: () => undefined,
    onTitle: () => undefined,
  });
}
