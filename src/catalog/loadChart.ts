import * as l10n from '@vscode/l10n';
import type { Client } from '../api/client.ts';
import type { Chart, ChartQuery, Unit } from '../protocol/chart.ts';
import { assembleChart, type LoadedSeries } from './assembleChart.ts';
import type { ItemRef } from './item.ts';
import { seriesOf, type Series, type SeriesName, type SeriesPoint } from './series.ts';
import { planWindows, type SeriesWindow } from './seriesWindows.ts';
import { stitchWindows, type WindowResult } from './stitch.ts';
import type { WindowStore } from './windowStore.ts';

export interface ChartRequest {
  /** 1 to 8 items of one kind; for segments, `tracked` says whether there is anything to load. */
  items: readonly ItemRef[];
  query: ChartQuery;
}

/**
 * Loads the chart of some items: every series of each, in windows as long as its endpoint allows, which are
 * loaded side by side and stitched. Windows that `store` knows are not asked for again. A window that fails is a missing stretch of the
 * chart; throws an ApiError only where no window was loaded, or when cancelled.
 */
export async function loadChart(
  client: Client,
  { items, query }: ChartRequest,
  store: WindowStore,
  signal: AbortSignal,
): Promise<Chart> {
  const untracked = items.filter(
    (it) => it.tracked === false && seriesOf(it).some(([, row]) => row.needsTracking),
  );
  const wanted = items
    .filter((it) => !untracked.includes(it))
    .flatMap((item) => seriesOf(item).map(([name, row]) => ({ item, name, row })));
  // The period before comes for free where both fit into one window of each series.
  const both = query.length * 2;
  const isFree = wanted.every(({ row }) => both <= row.endpoint.longest);
  const length = query.previous || isFree ? both : query.length;
  const outcomes = await Promise.all(
    wanted.map((it) => loadSeries(client, { ...it, query, length, store }, signal)),
  );
  throwIfNothingCame(outcomes.flatMap((it) => it.results));
  const loaded = stitchAll(outcomes, query.unit);
  const chart = assembleChart({ items, loaded, query, loadedAt: store.nowMs() });
  const warnings = new Set(outcomes.flatMap((it) => it.warnings));
  return { ...chart, notes: [...untracked.map(explainUntracked), ...warnings] };
}

interface SeriesOutcome {
  item: ItemRef;
  name: SeriesName;
  results: WindowResult<SeriesPoint>[];
  warnings: string[];
}

function stitchAll(outcomes: SeriesOutcome[], unit: Unit): LoadedSeries[] {
  const ends = outcomes.flatMap(({ results }) => stitchWindows(results, unit).end ?? []);
  const latest = ends.sort((a, b) => b.at - a.at)[0];
  return outcomes.map(({ item, name, results }) => ({ item, name, ...stitchWindows(results, unit, latest) }));
}

interface SeriesOrder {
  item: ItemRef;
  name: SeriesName;
  row: Series;
  query: ChartQuery;
  /** How many points are to be loaded. */
  length: number;
  store: WindowStore;
}

async function loadSeries(
  client: Client,
  { item, name, row, query, length, store }: SeriesOrder,
  signal: AbortSignal,
): Promise<SeriesOutcome> {
  const { unit, endingAt } = query;
  const { longest } = row.endpoint;
  const windows = planWindows({ length, unit, endingAt, longest }, store.nowMs());
  const warnings: string[] = [];
  const results = await Promise.all(
    windows.map(async (window): Promise<WindowResult<SeriesPoint>> => {
      const params = {
        ...row.params(item.id),
        ...filterParams(row, query),
        ...windowParams(row, query, window),
      };
      const id = JSON.stringify([name, params]);
      const outcome = await store.load(id, () => client.call(row.endpoint, params, signal));
      if ('error' in outcome) return { window, id, error: outcome.error };
      warnings.push(...outcome.warnings);
      return { window, id, points: row.read(outcome.answer, query.breakdown) };
    }),
  );
  return { item, name, results, warnings };
}

function filterParams(row: Series, query: ChartQuery): object {
  const offers = (filter: (typeof row.filters)[number]): boolean => row.filters.includes(filter);
  return {
    ...(query.app && offers('app') ? { app_id: query.app } : {}),
    ...(query.segment && offers('segment') ? { segment_id: query.segment } : {}),
    ...(query.product && offers('product') ? { product: query.product } : {}),
  };
}

function windowParams(row: Series, query: ChartQuery, { length, endingAt }: SeriesWindow): object {
  return {
    length,
    // `day` is the service's default, and rows without hours do not take the parameter at all.
    ...(query.unit === 'hour' && row.units.includes('hour') ? { unit: 'hour' } : {}),
    ...(endingAt === undefined ? {} : { ending_at: endingAt }),
  };
}

/** A single failed gap is noted in the chart; where all failed there is no chart to note it in. */
function throwIfNothingCame(results: WindowResult<SeriesPoint>[]): void {
  const failed = results.find((it) => 'error' in it);
  if (failed && results.every((it) => 'error' in it || it.points.length === 0)) throw failed.error;
}

function explainUntracked(item: ItemRef): string {
  return item.name === undefined
    ? l10n.t(
        'Analytics tracking is off for this segment, so the service keeps no sizes for it. It can be turned on in the dashboard.',
      )
    : l10n.t(
        'Analytics tracking is off for “{0}”, so the service keeps no sizes for it. It can be turned on in the dashboard.',
        item.name,
      );
}
