import type { Unit } from '../protocol/chart.ts';

/**
 * Neighbouring windows share so many points. Two instants that are a whole number of days apart may lie one calendar
 * day more or less apart in the service's time zone, which is unknown, when its clocks change in between; and the
 * points at the ends of a window may cover only part of their day. The overlap is longer than both effects together.
 */
const overlap = 3;

/** One request of a longer range. `offset` counts points from the end of the whole range. */
export interface SeriesWindow {
  offset: number;
  length: number;
  /** An instant; undefined for the service's own "now". */
  endingAt: string | undefined;
}

export interface WindowPlan {
  /** Points of the whole range. */
  length: number;
  unit: Unit;
  endingAt?: string | undefined;
  /** Points that the service gives at a time, as the row of the endpoint says. */
  longest: number;
}

const unitMs = { day: 24 * 60 * 60 * 1000, hour: 60 * 60 * 1000 };

/**
 * The requests for `length` points that end at `endingAt` (an ISO 8601 instant with offset; without it, now), newest
 * first.
 */
export function planWindows({ length, unit, endingAt, longest }: WindowPlan, nowMs: number): SeriesWindow[] {
  const endMs = endingAt === undefined ? nowMs : Date.parse(endingAt);
  const windows: SeriesWindow[] = [{ offset: 0, length: Math.min(length, longest), endingAt }];
  if (length <= longest) return windows;
  // One point more than wanted: a change of the clocks may move the last window by one.
  for (let offset = longest - overlap; offset + overlap <= length; offset += longest - overlap)
    windows.push({
      offset,
      length: Math.min(length + 1 - offset, longest),
      endingAt: new Date(endMs - offset * unitMs[unit]).toISOString().replace(/\.\d+Z$/, 'Z'),
    });
  return windows;
}
