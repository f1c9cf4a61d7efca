import { countDay, countHour, countPart, dayActivity } from './activity.ts';
import type { SampleCard } from './cardWorld.ts';
import { mix, mixUnit, seedOf } from './random.ts';
import type { SampleSegment } from './segmentWorld.ts';
import { makeCounts, makeDays, makeSums, type HourSpelling, type Point, type Window } from './series.ts';
import { sampleApps, type SampleApp } from './world.ts';

/** What a series may be limited to. */
export interface SeriesFilters {
  app?: SampleApp | undefined;
  segment?: SampleSegment | undefined;
}

const seeds = {
  active: 51,
  fresh: 52,
  uninstalls: 53,
  sessions: 54,
  event: 55,
  revenue: 56,
  segment: 57,
  card: 58,
};

/** Per app, so that the whole is the sum of its apps; a segment has its part of each, and none where it is not tracked. */
function addApps(
  filters: SeriesFilters,
  countOf: (app: SampleApp, seed: number) => number,
  seed: number,
): number {
  const counts = (filters.app ? [filters.app] : sampleApps).map((app) =>
    countOf(app, mix(seed, seedOf(app.id))),
  );
  const whole = counts.reduce((sum, it) => sum + it, 0);
  const { segment } = filters;
  if (!segment) return whole;
  return segment.tracked ? countPart(whole, segment.share, mix(seed, segment.index)) : 0;
}

/** Users seen on each day (`/kpi/dau`). */
export function dailyActives(window: Window, users: number, app?: SampleApp): Point<number>[] {
  return makeDays(window, seeds.active, (day) =>
    addApps({ app }, (it, seed) => countDay(seed, users * 0.14 * it.share, day), seeds.active),
  );
}

/** Users seen in the 30 days before and on each day (`/kpi/mau`): smoother than, and never below, the daily ones. */
export function monthlyActives(window: Window, users: number, app?: SampleApp): Point<number>[] {
  return makeDays(window, seeds.active, (day) =>
    addApps(
      { app },
      (it, seed) => {
        const days = Array.from({ length: 30 }, (_, n) => dayActivity(seed, day - n));
        const mean = days.reduce((sum, activity) => sum + activity, 0) / 30;
        return Math.round(users * it.share * (0.35 * mean + 0.14 * Math.max(...days)));
      },
      seeds.active,
    ),
  );
}

export function newUsers(window: Window, users: number, app?: SampleApp): Point<number>[] {
  return makeDays(window, seeds.fresh, (day) =>
    addApps({ app }, (it, seed) => countDay(seed, users * 0.006 * it.share, day), seeds.fresh),
  );
}

export function uninstalls(window: Window, users: number, app?: SampleApp): Point<number>[] {
  return makeDays(window, seeds.uninstalls, (day) =>
    addApps({ app }, (it, seed) => countDay(seed, users * 0.002 * it.share, day), seeds.uninstalls),
  );
}

/** Counts by day or hour of what happens `perDay` times on an average day. */
function countSeries(
  window: Window,
  seed: number,
  spelling: HourSpelling,
  perDay: number,
  filters: SeriesFilters,
) {
  return makeCounts(window, seed, spelling, (hour) =>
    addApps(filters, (it, own) => countHour(own, perDay * it.share, hour), mix(seed)),
  );
}

export function sessions(window: Window, users: number, filters: SeriesFilters): Point<number>[] {
  return countSeries(window, seeds.sessions, 'bare', users * 0.33, filters);
}

/** A custom event: some happen all the time, some a few times a week. */
export function eventCounts(
  window: Window,
  users: number,
  event: string,
  filters: SeriesFilters,
): Point<number>[] {
  const seed = mix(seeds.event, seedOf(event));
  return countSeries(window, seed, 'offset', users * 0.3 * mixUnit(seed, 1) ** 4, filters);
}

/** A product's part of all sales: a few sell most. The parts of all products add up to a little less than 1. */
function productShare(index: number): number {
  return 0.125 / (1 + (mix(seeds.revenue, index) % 530)) + 0.0002;
}

export function quantities(window: Window, users: number, product: number | undefined, app?: SampleApp) {
  return makeCounts(window, seeds.revenue, 'bare', (hour) => countSales(hour, users, product, app));
}

/** US dollars, to the cent. Every product has its price; all sales together go at an average one. */
export function revenues(window: Window, users: number, product: number | undefined, app?: SampleApp) {
  const priceCents = product === undefined ? 1_499 : 99 + (mix(seeds.revenue, product, 1) % 4_900);
  const cents = makeCounts(
    window,
    seeds.revenue,
    'bare',
    (hour) => countSales(hour, users, product, app) * priceCents,
  );
  return cents.map(({ time, value }) => ({ time, value: value === null ? null : value / 100 }));
}

function countSales(hour: number, users: number, product: number | undefined, app?: SampleApp): number {
  return addApps(
    { app },
    (it, seed) => {
      const all = countHour(seed, users * 0.02 * it.share, hour);
      return product === undefined ? all : countPart(all, productShare(product), mix(seed, hour, product));
    },
    seeds.revenue,
  );
}

/** How many users are in a segment on each day; zeros where it is not tracked, as the service answers. */
export function segmentSizes(window: Window, users: number, segment: SampleSegment): Point<number>[] {
  const seed = mix(seeds.segment, segment.index);
  if (!segment.tracked) return makeDays(window, seed, () => 0).map(({ time }) => ({ time, value: 0 }));
  return makeDays(window, seed, (day) => {
    const week = [0, 1, 2, 3, 4, 5, 6].map((n) => dayActivity(seed, day - n));
    const level = week.reduce((sum, it) => sum + it, 0) / 7;
    const size = users * segment.share * (0.72 + 0.2 * level + 0.05 * (dayActivity(seed, day) / level));
    return Math.max(0, Math.min(users, Math.round(size)));
  });
}

interface CardSums {
  impressions: number;
  clicks: number;
  unique_impressions: number;
  unique_clicks: number;
}

/** A card's day or hour. A day's unique counts are below the sum of its hours': people come back. */
export function cardSeries(window: Window, users: number, card: SampleCard): Point<CardSums>[] {
  const seed = mix(seeds.card, card.index);
  const perDay = users * (0.002 + 0.06 * mixUnit(seed, 1) ** 3);
  return makeSums(window, seed, 'offset', (hour) => countCard(seed, perDay, hour), addCard);
}

function countCard(seed: number, perDay: number, hour: number): CardSums {
  const impressions = countHour(seed, perDay, hour);
  const clicks = countPart(impressions, 0.02 + 0.1 * mixUnit(seed, 2), mix(seed, hour, 11));
  return {
    impressions,
    clicks,
    unique_impressions: Math.min(impressions, Math.ceil(impressions * 0.9)),
    unique_clicks: Math.min(clicks, Math.ceil(clicks * 0.95)),
  };
}

function addCard(hours: CardSums[]): CardSums {
  const sum = (name: keyof CardSums): number => hours.reduce((total, it) => total + it[name], 0);
  const uniqueImpressions = Math.ceil(sum('unique_impressions') * 0.8);
  return {
    impressions: sum('impressions'),
    clicks: sum('clicks'),
    unique_impressions: uniqueImpressions,
    unique_clicks: Math.min(uniqueImpressions, Math.ceil(sum('unique_clicks') * 0.85)),
  };
}
