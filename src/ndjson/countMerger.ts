import type { CountedValue, ValueCounts } from './valueCount.ts';

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
  /** The one object that stands for all numbers of a text. */
  const decimals = new Map<string, CountedValue>();

  function findSame(value: CountedValue): CountedValue {
    if (typeof value !== 'object' || value === null) return value;
    return decimals.get(value.decimal) ?? value;
  }

  return {
    add(part) {
      sums.lineCount += part.lineCount;
      sums.missingCount += part.missingCount;
      sums.invalidCount += part.invalidCount;
      sums.blankCount += part.blankCount;
      sums.objectCount += part.objectCount;
      for (const [it, count] of part.values) {
        const value = findSame(it);
        const known = counts.get(value);
        if (known === undefined && counts.size >= limit) {
          sums.otherCount += count;
          continue;
        }
        counts.set(value, (known ?? 0) + count);
        if (typeof value === 'object' && value !== null) decimals.set(value.decimal, value);
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
