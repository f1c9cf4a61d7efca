import * as l10n from '@vscode/l10n';
import type { BoundedEndpoint, ParamsOf } from '../api/endpoint.ts';
import { endpoints } from '../api/endpoints.ts';
import type { Breakdown, Filter, Measure, Unit } from '../protocol/chart.ts';
import { campaignLines } from './campaignLines.ts';
import type { ItemKind, ItemRef, MetricId } from './item.ts';
import { rate, type PointOf, type Ratio, type Reading } from './reading.ts';

/** A point in time and what it says about each line. */
export interface SeriesPoint {
  /** As the service wrote it. */
  time: string;
  readings: Reading[];
}

/** What is charted: where it comes from, and which controls the page shows for it. */
export interface Series {
  of: ItemKind;
  endpoint: BoundedEndpoint;
  /** The parameters that name the item. */
  params: (id: string) => object;
  units: readonly Unit[];
  filters: readonly Filter[];
  breakdowns: readonly Breakdown[];
  /** True where the service keeps the series only for segments with analytics tracking on. */
  needsTracking: boolean;
  read: (answer: unknown, breakdown: Breakdown) => SeriesPoint[];
}

interface SeriesRow<Row extends BoundedEndpoint, Key extends string> extends Omit<
  Series,
  'endpoint' | 'params' | 'read' | Optional
> {
  endpoint: Row;
  params?: (id: string) => Partial<ParamsOf<Row>>;
  breakdowns?: readonly Breakdown[];
  needsTracking?: boolean;
  /** What plain numbers are; `count` unless said. */
  measure?: Measure;
  /** Lines by key, or readings where a row needs to say more. */
  lines: (
    it: PointOf<Row>,
    breakdown: Breakdown,
  ) => Record<NoInfer<Key>, number | undefined | Ratio> | Reading[];
  /** What the lines are called. Their keys stay the same in every language. */
  names: Record<Key, string>;
  /** The lines that are drawn at first; all unless said. */
  shown?: readonly NoInfer<Key>[];
}
type Optional = 'breakdowns' | 'needsTracking';

/** A row; from here on the type of its points is the row's own affair. */
function series<Row extends BoundedEndpoint, Key extends string>(row: SeriesRow<Row, Key>): Series {
  const { lines, names, shown, measure = 'count', params = () => ({}) } = row;
  const { breakdowns = ['total'], needsTracking = false } = row;
  const readLines = (point: PointOf<Row>, breakdown: Breakdown): Reading[] => {
    const read = lines(point, breakdown);
    if (Array.isArray(read)) return read;
    return (Object.keys(names) as Key[]).map((key) => {
      const value = read[key];
      return {
        key,
        name: names[key],
        measure: typeof value === 'object' ? 'rate' : measure,
        value,
        shown: shown?.includes(key) ?? true,
        control: false,
      };
    });
  };
  const read = (answer: unknown, breakdown: Breakdown): SeriesPoint[] =>
    (answer as (PointOf<Row> & { time: string })[]).map((point) => ({
      time: point.time,
      readings: readLines(point, breakdown),
    }));
  return { ...row, params, breakdowns, needsTracking, read };
}

/** TABLE of everything that is charted. The keys of metrics are their ids. A new series is one row. */
export const seriesTable = {
  // KPI Export
  monthlyActives: series({
    of: 'metric',
    endpoint: endpoints.monthlyActives,
    units: ['day'],
    filters: ['app'],
    measure: 'level',
    names: { users: l10n.t('Monthly active users') },
    lines: (it) => ({ users: it.mau }),
  }),
  dailyActives: series({
    of: 'metric',
    endpoint: endpoints.dailyActives,
    units: ['day'],
    filters: ['app'],
    measure: 'level',
    names: { users: l10n.t('Daily active users') },
    lines: (it) => ({ users: it.dau }),
  }),
  newUsers: series({
    of: 'metric',
    endpoint: endpoints.newUsers,
    units: ['day'],
    filters: ['app'],
    names: { users: l10n.t('New users') },
    lines: (it) => ({ users: it.newUsers }),
  }),
  uninstalls: series({
    of: 'metric',
    endpoint: endpoints.uninstalls,
    units: ['day'],
    filters: ['app'],
    names: { uninstalls: l10n.t('Uninstalls') },
    lines: (it) => ({ uninstalls: it.uninstalls }),
  }),

  // Sessions Analytics Export
  sessions: series({
    of: 'metric',
    endpoint: endpoints.sessions,
    units: ['day', 'hour'],
    filters: ['app', 'segment'],
    names: { sessions: l10n.t('Sessions') },
    lines: (it) => ({ sessions: it.sessions }),
  }),

  // Revenue Analytics Export
  revenue: series({
    of: 'metric',
    endpoint: endpoints.revenueSeries,
    units: ['day', 'hour'],
    filters: ['app', 'product'],
    measure: 'money',
    names: { revenue: l10n.t('Revenue') },
    lines: (it) => ({ revenue: it.revenue }),
  }),
  purchases: series({
    of: 'metric',
    endpoint: endpoints.quantitySeries,
    units: ['day', 'hour'],
    filters: ['app', 'product'],
    names: { purchases: l10n.t('Purchases') },
    lines: (it) => ({ purchases: it.purchaseQuantity }),
  }),
  productRevenue: series({
    of: 'product',
    endpoint: endpoints.revenueSeries,
    params: (product) => ({ product }),
    units: ['day', 'hour'],
    filters: ['app'],
    measure: 'money',
    names: { revenue: l10n.t('Revenue') },
    lines: (it) => ({ revenue: it.revenue }),
  }),
  productQuantity: series({
    of: 'product',
    endpoint: endpoints.quantitySeries,
    params: (product) => ({ product }),
    units: ['day', 'hour'],
    filters: ['app'],
    names: { quantity: l10n.t('Quantity') },
    lines: (it) => ({ quantity: it.purchaseQuantity }),
  }),

  // Segment Export
  segmentSize: series({
    of: 'segment',
    endpoint: endpoints.segmentSeries,
    params: (segment_id) => ({ segment_id }),
    units: ['day'],
    filters: [],
    measure: 'level',
    needsTracking: true,
    names: { size: l10n.t('Size') },
    lines: (it) => ({ size: it.size }),
  }),

  // Campaign Export
  campaignStats: series({
    of: 'campaign',
    endpoint: endpoints.campaignSeries,
    params: (campaign_id) => ({ campaign_id }),
    units: ['day'],
    filters: [],
    breakdowns: ['total', 'channel', 'variation'],
    names: {},
    lines: campaignLines,
  }),

  // News Feed Export
  cardStats: series({
    of: 'card',
    endpoint: endpoints.cardSeries,
    params: (card_id) => ({ card_id }),
    units: ['day', 'hour'],
    filters: [],
    names: {
      impressions: l10n.t('Impressions'),
      clicks: l10n.t('Clicks'),
      uniqueImpressions: l10n.t('Unique impressions'),
      uniqueClicks: l10n.t('Unique clicks'),
      clickRate: l10n.t('Click rate'),
    },
    lines: (it) => ({
      impressions: it.impressions,
      clicks: it.clicks,
      uniqueImpressions: it.uniqueImpressions,
      uniqueClicks: it.uniqueClicks,
      clickRate: rate(it.clicks, it.impressions),
    }),
    shown: ['impressions', 'clicks', 'uniqueImpressions', 'uniqueClicks'],
  }),

  // Custom Events Analytics Export
  eventCount: series({
    of: 'event',
    endpoint: endpoints.eventSeries,
    params: (event) => ({ event }),
    units: ['day', 'hour'],
    filters: ['app', 'segment'],
    names: { count: l10n.t('Count') },
    lines: (it) => ({ count: it.count }),
  }),
} as const satisfies Record<string, Series> & Record<MetricId, Series>;

export type SeriesName = keyof typeof seriesTable;

/** The series of an item: for a metric the one it is named after, otherwise all of its kind. */
export function seriesOf({ kind, id }: ItemRef): [SeriesName, Series][] {
  const rows = Object.entries(seriesTable) as [SeriesName, Series][];
  return rows.filter(([name, row]) => row.of === kind && (kind !== 'metric' || name === id));
}
