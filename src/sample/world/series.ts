import { gapOfDay, gapOfHour } from './activity.ts';
import { dayMs, hourMs } from './dates.ts';

/** What a series endpoint was asked for: `length` units, the last of which holds `endMs`. */
export interface Window {
  unit: 'day' | 'hour';
  length: number;
  endMs: number;
  /** The UTC offset that `ending_at` was written with, such as `-05:00`. */
  offset: string;
  /** Nothing is known of what comes after. */
  nowMs: number;
}

/** A point in time and what was counted then; `null` is a gap that the service knows of. */
export interface Point<T> {
  time: string;
  value: T | null;
}

/**
 * A daily series: days of UTC, as bare dates. `valueOf` gets the day, counted from 1970-01-01. Days in the future have
 * no point.
 */
export function makeDays<T>(window: Window, seed: number, valueOf: (day: number) => T): Point<T>[] {
  return listUnits(window, dayMs).flatMap((day) => {
    const gap = gapOfDay(seed, day);
    return gap === 'absent' ? [] : [{ time: formatDay(day), value: gap === 'null' ? null : valueOf(day) }];
  });
}

/** How the hours of a series are written: with the offset of `ending_at`, or with none (the app group's own clock, UTC). */
export type HourSpelling = 'offset' | 'bare';

/**
 * A series by day or hour of something that adds up: a day is the sum of its hours, as far as they have come. `valueOf`
 * gets the hour, counted from 1970-01-01T00:00Z.
 */
export function makeSums<T>(
  window: Window,
  seed: number,
  spelling: HourSpelling,
  valueOf: (hour: number) => T,
  add: (values: T[]) => T,
): Point<T>[] {
  const lastHour = Math.floor(window.nowMs / hourMs);
  if (window.unit === 'day')
    return makeDays(window, seed, (day) => {
      const hours = Array.from({ length: 24 }, (_, n) => day * 24 + n);
      return add(hours.filter((it) => it <= lastHour && gapOfHour(seed, it) === 'none').map(valueOf));
    });
  return listUnits(window, hourMs).flatMap((hour) => {
    const gap = gapOfHour(seed, hour);
    if (gap === 'absent') return [];
    return [{ time: formatHour(hour, window, spelling), value: gap === 'null' ? null : valueOf(hour) }];
  });
}

/** The commonest kind of `makeSums`: one number. */
export function makeCounts(
  window: Window,
  seed: number,
  spelling: HourSpelling,
  valueOf: (hour: number) => number,
): Point<number>[] {
  return makeSums(window, seed, spelling, valueOf, (values) => values.reduce((sum, it) => sum + it, 0));
}

/** Which units, counted from 1970, a window is made of, oldest first. */
export function listUnits(window: Window, unitMs: number): number[] {
  const last = Math.floor(window.endMs / unitMs);
  const known = Math.floor(window.nowMs / unitMs);
  return Array.from({ length: window.length }, (_, n) => last - window.length + 1 + n).filter(
    (it) => it <= known,
  );
}

/** `2016-05-31` */
export function formatDay(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function formatHour(hour: number, { offset }: Window, spelling: HourSpelling): string {
  const ms = hour * hourMs;
  if (spelling === 'bare') return new Date(ms).toISOString().slice(0, 19);
  const [, sign, h, m] = /^([+-])(\d\d):(\d\d)$/.exec(offset) ?? ['', '+', '0', '0'];
  const shiftMs = (Number(h) * 60 + Number(m)) * 60_000 * (sign === '-' ? -1 : 1);
  return `${new Date(ms + shiftMs).toISOString().slice(0, 19)}${offset}`;
}
