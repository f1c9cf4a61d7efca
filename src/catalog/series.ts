import type { BoundedEndpoint, ParamsOf } from '../api/endpoint.ts';
import { endpoints } from '../api/endpoints.ts';
import type { Breakdown, Filter, Measure, Unit } from '../protocol/chart.ts';
import { campaignLines } from './campaignLines.ts';
import type { ItemKind, ItemRef } from './item.ts';
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

interface SeriesRow<Row extends BoundedEndpoint> extends Omit<
  Series,
  'endpoint' | 'params' | 'read' | Optional
> {
  endpoint: Row;
  params?: (id: string) => Partial<ParamsOf<Row>>;
  breakdowns?: readonly Breakdown[];
  needsTracking?: boolean;
  /** What plain numbers are; `count` unless said. */
  measure?: Measure;
  /** Lines by name, or readings where a row needs to say more. */
  lines: (it: PointOf<Row>, breakdown: Breakdown) => Record<string, number | undefined | Ratio> | Reading[];
  /** The lines that are drawn at first; all unless said. */
  shown?: readonly string[];
}
type Optional = 'breakdowns' | 'needsTracking';

/** A row; from here on the type of its points is the row's own affair. */
function series<Row extends BoundedEndpoint>(row: SeriesRow<Row>): Series {
  const { lines, shown, measure = 'count', params = () => ({}) } = row;
  const { breakdowns = ['total'], needsTracking = false } = row;
  const readLines = (point: PointOf<Row>, breakdown: Breakdown): Reading[] => {
    const read = lines(point, breakdown);
    if (Array.isArray(read)) return read;
    return Object.entries(read).map(([name, value]) => ({
      key: name,
      name,
      measure: typeof value === 'object' ? 'rate' : measure,
      value,
      shown: shown?.includes(name) ?? true,
      control: false,
    }));
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
    lines: (it) => ({ 'Monthly active users': it.mau }),
  }),
  dailyActives: series({
    of: 'metric',
    endpoint: endpoints.dailyActives,
    units: ['day'],
    filters: ['app'],
    measure: 'level',
    lines: (it) => ({ 'Daily active users': it.dau }),
  }),
  newUsers: series({
    of: 'metric',
    endpoint: endpoints.newUsers,
    units: ['day'],
    filters: ['app'],
    lines: (it) => ({ 'New users': it.newUsers }),
  }),
  uninstalls: series({
    of: 'metric',
    endpoint: endpoints.uninstalls,
    units: ['day'],
    filters: ['app'],
    lines: (it) => ({ Uninstalls: it.uninstalls }),
  }),

  // Sessions Analytics Export
  sessions: series({
    of: 'metric',
    endpoint: endpoints.sessions,
    units: ['day', 'hour'],
    filters: ['app', 'segment'],
    lines: (it) => ({ Sessions: it.sessions }),
  }),

  // Revenue Analytics Export
  revenue: series({
    of: 'metric',
    endpoint: endpoints.revenueSeries,
    units: ['day', 'hour'],
    filters: ['app', 'product'],
    measure: 'money',
    lines: (it) => ({ Revenue: it.revenue }),
  }),
  purchases: series({
    of: 'metric',
    endpoint: endpoints.quantitySeries,
    units: ['day', 'hour'],
    filters: ['app', 'product'],
    lines: (it) => ({ Purchases: it.purchaseQuantity }),
  }),
  productRevenue: series({
    of: 'product',
    endpoint: endpoints.revenueSeries,
    params: (product) => ({ product }),
    units: ['day', 'hour'],
    filters: ['app'],
    measure: 'money',
    lines: (it) => ({ Revenue: it.revenue }),
  }),
  productQuantity: series({
    of: 'product',
    endpoint: endpoints.quantitySeries,
    params: (product) => ({ product }),
    units: ['day', 'hour'],
    filters: ['app'],
    lines: (it) => ({ Quantity: it.purchaseQuantity }),
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
    lines: (it) => ({ Size: it.size }),
  }),

  // Campaign Export
  campaignStats: series({
    of: 'campaign',
    endpoint: endpoints.campaignSeries,
    params: (campaign_id) => ({ campaign_id }),
    units: ['day'],
    filters: [],
    breakdowns: ['total', 'channel', 'variation'],
    lines: campaignLines,
  }),

  // News Feed Export
  cardStats: series({
    of: 'card',
    endpoint: endpoints.cardSeries,
    params: (card_id) => ({ card_id }),
    units: ['day', 'hour'],
    filters: [],
    lines: (it) => ({
      Impressions: it.impressions,
      Clicks: it.clicks,
      'Unique impressions': it.uniqueImpressions,
      'Unique clicks': it.uniqueClicks,
      'Click rate': rate(it.clicks, it.impressions),
    }),
    shown: ['Impressions', 'Clicks', 'Unique impressions', 'Unique clicks'],
  }),

  // Custom Events Analytics Export
  eventCount: series({
    of: 'event',
    endpoint: endpoints.eventSeries,
    params: (event) => ({ event }),
    units: ['day', 'hour'],
    filters: ['app', 'segment'],
    lines: (it) => ({ Count: it.count }),
  }),
} as const satisfies Record<string, Series>;

export type SeriesName = keyof typeof seriesTable;

/** The series of an item: for a metric the one it is named after, otherwise all of its kind. */
export function seriesOf({ kind, id }: ItemRef): [SeriesName, Series][] {
  const rows = Object.entries(seriesTable) as [SeriesName, Series][];
  return rows.filter(([name, row]) => row.of === kind && (kind !== 'metric' || name === id));
}
