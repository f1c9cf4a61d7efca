import { referenceDay } from './dates.ts';
import { mix, mixUnit, roundFairly } from './random.ts';

/** How busy each weekday is, from Sunday, and each hour of a day; both average 1. */
const weekdays: readonly number[] = [1.32, 0.88, 0.84, 0.86, 0.92, 1.04, 1.14];
const hours: readonly number[] = [
  ...[0.55, 0.4, 0.3, 0.25, 0.25, 0.35, 0.55, 0.85, 1.1, 1.15, 1.1, 1.15],
  ...[1.3, 1.25, 1.1, 1.05, 1.1, 1.25, 1.45, 1.6, 1.65, 1.5, 1.1, 0.7],
];

/** The long run: growth, and a yearly wave. `day` counts from 1970-01-01. */
function trendAt(seed: number, day: number): number {
  const growth = Math.exp(Math.min(900, Math.max(-6_000, day - referenceDay)) / 1_800);
  const phase = mixUnit(seed, 1) * 2 * Math.PI;
  return growth * (1 + 0.22 * Math.sin((day / 365.25) * 2 * Math.PI + phase));
}

/** How busy a day is, about 1 on average: trend, weekly rhythm, some noise, and a rare peak. */
export function dayActivity(seed: number, day: number): number {
  const weekday = weekdays[(((day + 4) % 7) + 7) % 7] ?? 1; // 1970-01-01 was a Thursday
  const noise = 0.9 + 0.2 * mixUnit(seed, day, 2);
  const peak = mixUnit(seed, day, 3) > 0.985 ? 2.1 : 1;
  return trendAt(seed, day) * weekday * noise * peak;
}

/** How busy an hour is, as a part of an average day (the 24 of them are the day's activity, about). */
export function hourActivity(seed: number, hour: number): number {
  const day = Math.floor(hour / 24);
  const noise = 0.8 + 0.4 * mixUnit(seed, hour, 4);
  return (dayActivity(seed, day) * (hours[hour - day * 24] ?? 1) * noise) / 24;
}

/** How often something happens in an hour that happens `perDay` times on an average day. */
export function countHour(seed: number, perDay: number, hour: number): number {
  return roundFairly(perDay * hourActivity(seed, hour), mix(seed, hour, 5));
}

/** How often something happens on a day. */
export function countDay(seed: number, perDay: number, day: number): number {
  return roundFairly(perDay * dayActivity(seed, day), mix(seed, day, 6));
}

/** A part of `count`, at most all of it. */
export function countPart(count: number, share: number, seed: number): number {
  return Math.min(count, roundFairly(count * share, seed));
}

/** What is missing: some days and hours have a null, some have no point at all. */
export type Gap = 'none' | 'null' | 'absent';

export function gapOfDay(seed: number, day: number): Gap {
  return gapOf(mix(seed, day, 7) % 41);
}

/** An hour is missing when its day is, and now and then on its own. */
export function gapOfHour(seed: number, hour: number): Gap {
  const ofDay = gapOfDay(seed, Math.floor(hour / 24));
  return ofDay === 'none' ? gapOf(mix(seed, hour, 8) % 83) : ofDay;
}

function gapOf(n: number): Gap {
  return n === 0 ? 'absent' : n === 1 ? 'null' : 'none';
}
