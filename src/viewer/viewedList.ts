import { setImmediate } from 'node:timers/promises';
import type { LineList } from '../ndjson/file/lineList.ts';
import type { RowRange, StepDirection } from '../protocol/viewer.ts';
import type { HeldFile } from './heldFile.ts';

/** A list of lines that a page shows, and the file they are of. */
export interface ViewedList {
  readonly held: HeldFile;
  readonly lines: LineList;
  /** Whether it has all the lines it will ever have; a task that still runs, or was stopped, has found some. */
  isWhole(): boolean;
}

/** All lines of a file, as many as are known at the time of asking. */
export function listAllLines(countLines: () => number): LineList {
  return {
    get length() {
      return countLines();
    },
    at: (rowIndex) => (rowIndex >= 0 && rowIndex < countLines() ? rowIndex : Number.NaN),
    lowerBound: (line) => Math.min(Math.max(0, line), countLines()),
    slice: (from, count) =>
      Array.from({ length: Math.max(0, Math.min(count, countLines() - from)) }, (_, i) => from + i),
  };
}

/** Lines at chosen rows of a list. */
export interface SelectedLines {
  readonly length: number;
  /** The line at an index among those selected; NaN past the end. */
  at(rowIndex: number): number;
}

/** The lines of a selection, never as an array of them; all lines of now, without one. */
export function selectLines(lines: LineList, ranges: readonly RowRange[] | undefined): SelectedLines {
  const last = lines.length - 1;
  const within = (ranges ?? [{ from: 0, to: last }])
    .map(({ from, to }) => ({ from, to: Math.min(to, last) }))
    .filter(({ from, to }) => from <= to);
  const firsts: number[] = [];
  let length = 0;
  for (const { from, to } of within) {
    firsts.push(length);
    length += to - from + 1;
  }
  return {
    length,
    at(rowIndex) {
      if (!(rowIndex >= 0 && rowIndex < length)) return Number.NaN;
      let low = 0;
      for (let high = firsts.length; high - low > 1;) {
        const middle = (low + high) >>> 1;
        if ((firsts[middle] ?? 0) <= rowIndex) low = middle;
        else high = middle;
      }
      return lines.at((within[low]?.from ?? 0) + rowIndex - (firsts[low] ?? 0));
    },
  };
}

export interface SteppedHit {
  readonly rowIndex: number;
  readonly line: number;
  /** Its index among the lines found. */
  readonly hit: number;
}

/** So many leaps take about a millisecond; then others get their turn on the thread. */
const leapsATurn = 1000;

/**
 * The next (or previous) row of `shown` from `rowIndex` on whose line is in `found` too. Leaps from list to list: each
 * leap looks for the other list's line, so that long parts with nothing in common cost nothing.
 */
export async function stepHit(
  { shown, found }: { readonly shown: LineList; readonly found: LineList },
  rowIndex: number,
  direction: StepDirection,
  signal: AbortSignal,
): Promise<SteppedHit | undefined> {
  const isNext = direction === 'next';
  let at = isNext ? rowIndex + 1 : Math.min(rowIndex, shown.length) - 1;
  for (let leaps = 1; ; leaps++) {
    const line = shown.at(at);
    if (Number.isNaN(line)) return undefined;
    const hit = isNext ? found.lowerBound(line) : found.lowerBound(line + 1) - 1;
    const foundLine = found.at(hit);
    if (Number.isNaN(foundLine)) return undefined;
    if (foundLine === line) return { rowIndex: at, line, hit };
    at = isNext ? shown.lowerBound(foundLine) : shown.lowerBound(foundLine + 1) - 1;
    if (leaps % leapsATurn === 0) {
      await setImmediate();
      signal.throwIfAborted();
    }
  }
}
