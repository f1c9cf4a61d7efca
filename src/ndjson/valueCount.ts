import type { Kernel } from './kernel/kernel.ts';
import { isBlank } from './lineValue.ts';
import { createPathReader } from './pathReader.ts';

/** A value that lines were counted by. Lists and objects themselves are not told apart. */
export type CountedValue = string | number | boolean | null;

/**
 * How many lines have which value at a path. A line counts once for each different value it has there, so shares may
 * add up to more than 1. All lines counted: `lineCount` = those with values + `missingCount` + `invalidCount` + `blankCount`.
 */
export interface ValueCounts {
  readonly lineCount: number;
  /** Lines that have nothing at the path, or an empty list only. */
  readonly missingCount: number;
  /** Lines that are no JSON, blank ones not counted. */
  readonly invalidCount: number;
  readonly blankCount: number;
  /** Lines that have an object there. */
  readonly objectCount: number;
  readonly values: readonly (readonly [CountedValue, number])[];
}

/** Counts one line after another. */
export interface ValueCounter {
  countLine(start: number, end: number): void;
  /** What was counted since the last call. */
  take(): ValueCounts;
}

/** Counts by a path in a kernel used by nothing else that reads paths. */
export function createValueCounter(kernel: Kernel, path: string): ValueCounter {
  const reader = createPathReader(kernel, [path]);
  let tally = createTally();

  return {
    countLine(start, end) {
      tally.lineCount++;
      if (!reader.read(start, end)) {
        if (isBlank(kernel, start, end)) tally.blankCount++;
        else tally.invalidCount++;
        return;
      }
      const bytes = reader.onlyBytes();
      const first = bytes && kernel.file[bytes[0]];
      // One value that is no list or object, as nearly always: its bytes are counted, and understood once for all lines.
      if (bytes && first !== 0x5b && first !== 0x7b) {
        const raw = kernel.file.toString('latin1', bytes[0], bytes[1]);
        tally.raw.set(raw, (tally.raw.get(raw) ?? 0) + 1);
      } else countValues(tally, reader.valuesOf(0));
    },
    take() {
      const taken = finishTally(tally);
      tally = createTally();
      return taken;
    },
  };
}

interface Tally {
  lineCount: number;
  missingCount: number;
  invalidCount: number;
  blankCount: number;
  objectCount: number;
  /** By the bytes of the value, one character a byte. */
  readonly raw: Map<string, number>;
  readonly values: Map<CountedValue, number>;
}

function createTally(): Tally {
  const counts = { lineCount: 0, missingCount: 0, invalidCount: 0, blankCount: 0, objectCount: 0 };
  return { ...counts, raw: new Map(), values: new Map() };
}

function countValues(tally: Tally, values: readonly unknown[]): void {
  const different = new Set<unknown>();
  for (const value of values) addScalars(value, different);
  if (different.size === 0) tally.missingCount++;
  let hasObject = false;
  for (const value of different) {
    if (isCounted(value)) tally.values.set(value, (tally.values.get(value) ?? 0) + 1);
    else hasObject = true;
  }
  if (hasObject) tally.objectCount++;
}

function addScalars(value: unknown, into: Set<unknown>): void {
  if (!Array.isArray(value)) into.add(value);
  else for (const element of value) addScalars(element, into);
}

function isCounted(value: unknown): value is CountedValue {
  return typeof value !== 'object' || value === null;
}

function finishTally({ raw, values, ...counts }: Tally): ValueCounts {
  for (const [bytes, count] of raw) {
    const value = JSON.parse(Buffer.from(bytes, 'latin1').toString('utf8')) as CountedValue;
    values.set(value, (values.get(value) ?? 0) + count);
  }
  return { ...counts, values: [...values] };
}

/** Puts the counts of several stretches together. */
export interface CountMerger {
  add(part: ValueCounts): void;
  /** The `limit` most common values so far, the most common first; equally common ones in no certain order. */
  top(limit: number): MergedCounts;
}

export interface MergedCounts extends ValueCounts {
  /** How many different values were counted by themselves. */
  readonly distinctCount: number;
  /** Counts of values that came when `distinctLimit` different ones were known already. */
  readonly otherCount: number;
}

/** So many different values are counted exactly: it bounds memory, and the time a merge takes of the caller's thread. */
export const distinctLimit = 200_000;

export function createCountMerger(limit = distinctLimit): CountMerger {
  const sums = {
    lineCount: 0,
    missingCount: 0,
    invalidCount: 0,
    blankCount: 0,
    objectCount: 0,
    otherCount: 0,
  };
  const counts = new Map<CountedValue, number>();
  return {
    add(part) {
      sums.lineCount += part.lineCount;
      sums.missingCount += part.missingCount;
      sums.invalidCount += part.invalidCount;
      sums.blankCount += part.blankCount;
      sums.objectCount += part.objectCount;
      for (const [value, count] of part.values) {
        const known = counts.get(value);
        if (known === undefined && counts.size >= limit) sums.otherCount += count;
        else counts.set(value, (known ?? 0) + count);
      }
    },
    top: (wanted) => ({ ...sums, distinctCount: counts.size, values: pickTop(counts, wanted) }),
  };
}

/** Finds the count that the last of the wanted values has first: sorting all values would take too long at once. */
function pickTop(counts: ReadonlyMap<CountedValue, number>, wanted: number): [CountedValue, number][] {
  const valuesWith = new Map<number, number>();
  for (const count of counts.values()) valuesWith.set(count, (valuesWith.get(count) ?? 0) + 1);
  let least = 1;
  let room = wanted;
  for (const [count, valueCount] of [...valuesWith].sort(([a], [b]) => b - a)) {
    least = count;
    room -= valueCount;
    if (room <= 0) break;
  }
  const top: [CountedValue, number][] = [];
  for (const [value, count] of counts) if (count >= least) top.push([value, count]);
  return top.sort(([, a], [, b]) => b - a).slice(0, wanted);
}
