import type { Endpoint } from '../api/endpoint.ts';
import type { Measure } from '../protocol/chart.ts';

/** One point of the series that a row answers with. */
export type PointOf<Row extends Endpoint> = Row['answer']['_output'] extends (infer Point)[] ? Point : never;

/** A share: its parts are kept, since the rate of a month is not the mean of its days. */
export interface Ratio {
  of: number | undefined;
  among: number | undefined;
}

/** What one point of a series says about one line. */
export interface Reading {
  /** Identifies a line of a series, over time and across reloads. */
  key: string;
  name: string;
  measure: Measure;
  value: number | undefined | Ratio;
  /** Drawn unless the user says otherwise. */
  shown: boolean;
  /** Of a control group, which gets no message. */
  control: boolean;
}

export function rate(of: number | undefined, among: number | undefined): Ratio {
  return { of, among };
}

/** The share as a number from 0 up; null where a part is unknown or there is nothing to take a share of. */
export function shareOf({ of, among }: Ratio): number | null {
  return of === undefined || among === undefined || among === 0 ? null : of / among;
}

/** The sum; undefined only where every part is. */
export function addUp(parts: Iterable<number | undefined>): number | undefined {
  let sum: number | undefined;
  for (const part of parts) if (part !== undefined) sum = (sum ?? 0) + part;
  return sum;
}

/** A statistic of an open-ended record; numbers may come as strings, and anything else is no statistic. */
export function parseStatistic(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return undefined;
  return Number(value);
}

/** `unique_opens` as people read it: "Unique opens". */
export function humanizeName(wireName: string): string {
  const words = wireName.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
