import * as l10n from '@vscode/l10n';
import type { Client } from '../api/client.ts';
import { isAborted, isApiError } from '../api/errors.ts';
import { askQuestion, type QuestionOptions } from '../api/question.ts';
import { findTracking, listProducts, listTrackedSegments } from '../catalog/choices.ts';
import type { ItemRef } from '../catalog/item.ts';
import { loadChart } from '../catalog/loadChart.ts';
import { loadDetail, type LoadedDetail } from '../catalog/loadDetail.ts';
import { createChartControls, hasDetails } from '../catalog/panelShape.ts';
import { createWindowStore } from '../catalog/windowStore.ts';
import { noArgument, type PageHandlers } from '../host/answerer.ts';
import type { Chart, ChartQuery } from '../protocol/chart.ts';
import type { Awaited, Choice, DetailPage } from '../protocol/detail.ts';
import { UserError } from '../protocol/userError.ts';
import type { AppIds } from './appIds.ts';
import { detailArguments } from './detailArguments.ts';
import { exportChart, type ChartDestinations } from './exportChart.ts';
import { createSlowLoading, type SlowLoading } from './slowLoading.ts';

/** What one panel is about and what it may do. Knows nothing of the editor. */
export interface DetailContext {
  items: readonly ItemRef[];
  connection: { id: string; name: string };
  /** The client of the panel's own connection; undefined while another one is in use, or none. */
  client: () => Client | undefined;
  appIds: AppIds;
  defaultLength: () => number;
  now: () => number;
  /** Time, for tests. */
  wait?: QuestionOptions['wait'];
  fetchImage: (url: string, signal: AbortSignal) => Promise<string>;
  destinations: ChartDestinations;
  openJson: (title: string, text: string, item: ItemRef) => Promise<void>;
  openBeside: () => void;
  /** A better name for the panel than the one it was opened with. */
  onTitle: (title: string) => void;
}

/** How a panel answers its page. */
export function createDetailAnswers(context: DetailContext): PageHandlers<DetailPage> {
  const slow = createSlowLoading();
  const load = createItemLoader(context, slow);
  return { ...answerLoading(context, load, slow), ...answerDoing(context, load) };
}

type LoadingQuestion =
  'start' | 'loadDetail' | 'loadChart' | 'awaitSlow' | 'listSegments' | 'listProducts' | 'loadImage';

function answerLoading(
  context: DetailContext,
  load: ItemLoader,
  slow: SlowLoading,
): Pick<PageHandlers<DetailPage>, LoadingQuestion> {
  return {
    start: {
      argument: noArgument,
      run: () => ({
        items: load.items(),
        connection: context.connection,
        connected: context.client() !== undefined,
        hasDetails: hasDetails(context.items),
        controls: createChartControls(context.items, context.defaultLength()),
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
        const reload = refresh ? 'everything' : retry === undefined ? 'failures' : { stretch: retry };
        return load.chart(query, reload, signal);
      },
    },
    awaitSlow: {
      argument: detailArguments.awaited,
      run: (awaited, signal) => slow.next(nameOf(awaited), awaited.knows, signal),
    },
    listSegments: answerChoices(load, listTrackedSegments),
    listProducts: answerChoices(load, listProducts),
    loadImage: {
      argument: detailArguments.image,
      run: async ({ item, image }, signal) => {
        // The page names an image of the details by number; it cannot have any other address fetched.
        const url = (await load.detail(item, signal)).imageUrls[image];
        if (url === undefined) throw new UserError(l10n.t('There is no such image.'));
        return context.fetchImage(url, signal);
      },
    },
  };
}

function answerChoices(
  load: ItemLoader,
  list: (client: Client, signal: AbortSignal) => Promise<Choice[]>,
): PageHandlers<DetailPage>['listSegments'] {
  return { argument: noArgument, run: (_, signal) => askQuestion(load.client(), (it) => list(it, signal)) };
}

function answerDoing(
  context: DetailContext,
  load: ItemLoader,
): Omit<PageHandlers<DetailPage>, LoadingQuestion> {
  const { appIds } = context;
  return {
    rememberAppId: { argument: detailArguments.appId, run: ({ appId }) => appIds.remember(appId) },
    forgetAppId: { argument: detailArguments.appId, run: ({ appId }) => appIds.forget(appId) },
    exportChart: {
      argument: detailArguments.order,
      run: async (order, signal) => {
        const chart = await load.chart(order.query, 'nothing', signal);
        return exportChart(load.title(), chart, order, context.destinations);
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
    openUnread: {
      argument: detailArguments.stretch,
      run: async ({ stretch }) => {
        const title = l10n.t({
          message: '{0}, answer',
          args: [load.title()],
          comment: ['The title of a document: the answer of the service for {0}'],
        });
        await context.openJson(title, load.unread(stretch), load.item(0));
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

/** What is loaded again although it is known: what failed, one stretch of that, or everything. */
type Reload = 'nothing' | 'failures' | 'everything' | { stretch: string };

interface ItemLoader {
  client(): Client;
  /** The items, with what has been loaded of them since. */
  items(): ItemRef[];
  /** Throws where the panel has no such item. */
  item(index: number): ItemRef;
  title(): string;
  detail(item: number, signal: AbortSignal): Promise<LoadedDetail>;
  chart(query: ChartQuery, reload: Reload, signal: AbortSignal): Promise<Chart>;
  /** The text of an answer that could not be understood: the one of a stretch, or the one for which there is no chart. */
  unread(stretch: string | undefined): string;
}

function nameOf(awaited: Awaited): string {
  return awaited.what === 'chart' ? 'chart' : `detail ${awaited.item}`;
}

function createItemLoader(context: DetailContext, slow: SlowLoading): ItemLoader {
  const items = context.items.map((it) => ({ ...it }));
  const details = new Map<number, LoadedDetail>();
  const ask = createAsk(context, slow, client);

  function client(): Client {
    const own = context.client();
    if (!own)
      throw new UserError(
        l10n.t(
          'This panel shows data of “{0}”. Switch back to that connection to load more.',
          context.connection.name,
        ),
      );
    return own;
  }

  function itemAt(index: number): ItemRef {
    const item = items[index];
    if (!item) throw new UserError(l10n.t('This panel has no such item.'));
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
      const [loaded] = await ask({ what: 'detail', item: index }, (own) =>
        Promise.all([loadDetail(own, item, signal), learnTracking(own, item, signal)]),
      );
      if (!loaded) throw new UserError(l10n.t('The API has no details for this kind of item.'));
      if (item.name === undefined) {
        item.name = loaded.detail.title;
        context.onTitle(items.map((it) => it.name ?? it.id).join(', '));
      }
      details.set(index, loaded);
      return loaded;
    },
    ...createChartLoading({ items, now: context.now, ask, forgetDetails: () => details.clear() }),
  };
}

type Ask = <T>(awaited: Awaited, work: (client: Client) => Promise<T>) => Promise<T>;

/** One question of the page at a time, with all that it asks the service. */
function createAsk(context: DetailContext, slow: SlowLoading, client: () => Client): Ask {
  return async (awaited, work) => {
    const { onSlow, settle } = slow.begin(nameOf(awaited));
    try {
      return await askQuestion(client(), work, { onSlow, wait: context.wait });
    } finally {
      settle();
    }
  };
}

interface ChartContext {
  items: ItemRef[];
  now: () => number;
  ask: Ask;
  forgetDetails: () => void;
}

function createChartLoading({
  items,
  now,
  ask,
  forgetDetails,
}: ChartContext): Pick<ItemLoader, 'chart' | 'unread'> {
  const store = createWindowStore(now);
  let failure: unknown;
  return {
    async chart(query, reload, signal) {
      if (reload === 'everything') {
        store.clear();
        forgetDetails();
      } else if (reload !== 'nothing')
        store.forgetFailures(reload === 'failures' ? undefined : reload.stretch);
      failure = undefined;
      try {
        return await ask({ what: 'chart' }, async (own) => {
          await Promise.all(items.map((it) => learnTracking(own, it, signal)));
          return loadChart(own, { items, query }, store, signal);
        });
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    unread(stretch) {
      const error = stretch === undefined ? failure : store.failureOf(stretch);
      if (!isApiError(error) || error.code !== 'schema')
        throw new UserError(l10n.t('That answer is no longer kept. Retry loads it again.'));
      return error.text;
    },
  };
}

/** A segment that was opened by its id alone does not say whether it is tracked; the list does. */
async function learnTracking(client: Client, item: ItemRef, signal: AbortSignal): Promise<void> {
  if (item.kind !== 'segment' || item.tracked !== undefined) return;
  try {
    item.tracked = await findTracking(client, item.id, signal);
  } catch (error) {
    // The series can be shown without the list.
    if (isAborted(error)) throw error;
  }
}
