import type { Client } from '../api/client.ts';
import { isAborted } from '../api/errors.ts';
import { findTracking, listProducts, listTrackedSegments } from '../catalog/choices.ts';
import type { ItemRef } from '../catalog/item.ts';
import { loadChart } from '../catalog/loadChart.ts';
import { loadDetail, type LoadedDetail } from '../catalog/loadDetail.ts';
import { chartControls, hasDetails, nounOf } from '../catalog/panelShape.ts';
import { createWindowStore } from '../catalog/windowStore.ts';
import { noArgument, type Answers } from '../host/answerer.ts';
import type { Chart, ChartQuery } from '../protocol/chart.ts';
import type { DetailPage } from '../protocol/detail.ts';
import type { AppIds } from './appIds.ts';
import { detailArguments } from './detailArguments.ts';
import { exportChart, type ChartOutlets } from './exportChart.ts';

/** What one panel is about and what it may do. Knows nothing of the editor. */
export interface DetailContext {
  items: readonly ItemRef[];
  connection: { id: string; name: string };
  /** The client of the panel's own connection; undefined while another one is in use, or none. */
  client: () => Client | undefined;
  appIds: AppIds;
  defaultLength: () => number;
  now: () => number;
  fetchImage: (url: string, signal: AbortSignal) => Promise<string>;
  outlets: ChartOutlets;
  openJson: (title: string, text: string, item: ItemRef) => Promise<void>;
  openBeside: () => void;
  /** A better name for the panel than the one it was opened with. */
  onTitle: (title: string) => void;
}

/** How a panel answers its page. */
export function createDetailAnswers(context: DetailContext): Answers<DetailPage> {
  const load = createItemLoader(context);
  return { ...answerLoading(context, load), ...answerDoing(context, load) };
}

type Loading = 'start' | 'loadDetail' | 'loadChart' | 'listSegments' | 'listProducts' | 'loadImage';

function answerLoading(context: DetailContext, load: ItemLoader): Pick<Answers<DetailPage>, Loading> {
  return {
    start: {
      argument: noArgument,
      run: () => ({
        items: load.items(),
        connection: context.connection,
        connected: context.client() !== undefined,
        noun: nounOf(context.items),
        hasDetails: hasDetails(context.items),
        controls: chartControls(context.items, context.defaultLength()),
        appIds: context.appIds.list(),
      }),
    },
    loadDetail: {
      argument: detailArguments.item,
      run: async ({ item }, signal) => (await load.detail(item, signal)).detail,
    },
    loadChart: {
      argument: detailArguments.chart,
      run: ({ query, retry, refresh }, signal) => {
        const again = refresh ? 'everything' : retry === undefined ? 'failures' : { stretch: retry };
        return load.chart(query, again, signal);
      },
    },
    listSegments: { argument: noArgument, run: (_, signal) => listTrackedSegments(load.client(), signal) },
    listProducts: { argument: noArgument, run: (_, signal) => listProducts(load.client(), signal) },
    loadImage: {
      argument: detailArguments.image,
      run: async ({ item, image }, signal) => {
        // The page names an image of the details by number; it cannot have any other address fetched.
        const url = (await load.detail(item, signal)).imageUrls[image];
        if (url === undefined) throw new Error('There is no such image.');
        return context.fetchImage(url, signal);
      },
    },
  };
}

function answerDoing(context: DetailContext, load: ItemLoader): Omit<Answers<DetailPage>, Loading> {
  const { appIds } = context;
  return {
    rememberAppId: { argument: detailArguments.appId, run: ({ appId }) => appIds.remember(appId) },
    forgetAppId: { argument: detailArguments.appId, run: ({ appId }) => appIds.forget(appId) },
    exportChart: {
      argument: detailArguments.order,
      run: async (order, signal) => {
        const chart = await load.chart(order.query, 'nothing', signal);
        return exportChart(load.title(), chart, order, context.outlets);
      },
    },
    openRaw: {
      argument: detailArguments.item,
      run: async ({ item }, signal) => {
        const { detail, text } = await load.detail(item, signal);
        await context.openJson(detail.title, text, load.item(item));
        return undefined;
      },
    },
    openBeside: {
      argument: noArgument,
      run: () => {
        context.openBeside();
        return undefined;
      },
    },
  };
}

/** What is asked for once more although it is known: what failed, one stretch of that, or everything. */
type Again = 'nothing' | 'failures' | 'everything' | { stretch: string };

interface ItemLoader {
  client(): Client;
  /** The items, with what has been learnt of them since. */
  items(): ItemRef[];
  /** Throws where the panel has no such item. */
  item(index: number): ItemRef;
  title(): string;
  detail(item: number, signal: AbortSignal): Promise<LoadedDetail>;
  chart(query: ChartQuery, again: Again, signal: AbortSignal): Promise<Chart>;
}

function createItemLoader(context: DetailContext): ItemLoader {
  const items = context.items.map((it) => ({ ...it }));
  const details = new Map<number, LoadedDetail>();
  const store = createWindowStore(context.now);

  function client(): Client {
    const own = context.client();
    if (!own)
      throw new Error(
        `This panel shows data of “${context.connection.name}”. Switch back to that connection to load more.`,
      );
    return own;
  }

  function itemAt(index: number): ItemRef {
    const item = items[index];
    if (!item) throw new Error('This panel has no such item.');
    return item;
  }

  return {
    client,
    items: () => items,
    title: () => items.map((it) => it.name ?? it.id).join(', '),
    item: itemAt,
    async detail(index, signal) {
      const item = itemAt(index);
      const known = details.get(index);
      if (known) return known;
      const [loaded] = await Promise.all([
        loadDetail(client(), item, signal),
        learnTracking(client(), item, signal),
      ]);
      if (!loaded) throw new Error('The API has no details for this kind of item.');
      if (item.name === undefined) {
        item.name = loaded.detail.title;
        context.onTitle(items.map((it) => it.name ?? it.id).join(', '));
      }
      details.set(index, loaded);
      return loaded;
    },
    async chart(query, again, signal) {
      if (again === 'everything') {
        store.clear();
        details.clear();
      } else if (again !== 'nothing') store.forgetFailures(again === 'failures' ? undefined : again.stretch);
      const own = client();
      await Promise.all(items.map((it) => learnTracking(own, it, signal)));
      return loadChart(own, { items, query }, store, signal);
    },
  };
}

/** A segment that was opened by its id alone does not say whether it is tracked; the list does. */
async function learnTracking(client: Client, item: ItemRef, signal: AbortSignal): Promise<void> {
  if (item.kind !== 'segment' || item.tracked !== undefined) return;
  try {
    item.tracked = await findTracking(client, item.id, signal);
  } catch (error) {
    // Without the list the series itself still tells something.
    if (isAborted(error)) throw error;
  }
}
