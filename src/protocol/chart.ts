/** What a chart is asked for and what it consists of. Times are as the service wrote them, numbers are raw. */

export const units = ['day', 'hour'] as const;
export type Unit = (typeof units)[number];
export type Filter = 'app' | 'segment' | 'product';
/** How finely the statistics of a campaign are told apart. */
export const breakdowns = ['total', 'channel', 'variation'] as const;
export type Breakdown = (typeof breakdowns)[number];

/** The longest range a chart can have, in units. */
export const maxLength = 1_100;

export interface ChartQuery {
  /** How many units the range has, 1 to `maxLength`. */
  length: number;
  unit: Unit;
  /** An instant with offset; without it the range ends at the time of loading. */
  endingAt?: string | undefined;
  app?: string | undefined;
  segment?: string | undefined;
  product?: string | undefined;
  breakdown: Breakdown;
  /** Whether the period before is to be loaded even where it costs further requests. */
  previous: boolean;
}

/** `count` adds up over time, `level` (a size, a number of distinct users) does not; `rate` is a share of 1. */
export type Measure = 'count' | 'level' | 'money' | 'rate';

/** Absent values are null, and gaps in the line. */
export type Values = (number | null)[];

/** One line over a period: null where there is nothing to say. For a rate, `total` is the rate over the whole period. */
export interface Summary {
  total: number | null;
  mean: number | null;
  latest: number | null;
}

export interface ChartLine {
  /** Stable across ranges and reloads, so that what was hidden stays hidden. */
  key: string;
  name: string;
  measure: Measure;
  values: Values;
  summary: Summary;
  /** The same line over the period before, point for point; where it is known. */
  previous?: { values: Values; summary: Summary } | undefined;
  /** Shown unless the user says otherwise. */
  shown: boolean;
  /** A control group's line, which is drawn apart. */
  control: boolean;
}

/** A stretch that could not be loaded. `from` and `to` are indexes into the times of its period, both included. */
export interface MissingStretch {
  /** Names it in a retry. */
  id: string;
  period: 'current' | 'previous';
  from: number;
  to: number;
  /** What is missing there, where a chart has more than one series. */
  of?: string | undefined;
  message: string;
  /** There is an answer, which could not be understood: it can be looked at. */
  isUnread?: boolean | undefined;
}

export interface Chart {
  unit: Unit;
  times: string[];
  /** The times of the period before, as long as `times`; empty where it is not known. */
  previousTimes: string[];
  lines: ChartLine[];
  missing: MissingStretch[];
  /** Sentences worth reading beside the chart: warnings of the service, segments without tracking. */
  notes: string[];
  /** When the newest part was asked for, epoch milliseconds. */
  loadedAt: number;
}
