import { setImmediate } from 'node:timers/promises';
import { forEachYielding } from './forEachYielding.ts';
import type { CountedValue, ValueCounts } from './valueCount.ts';

/** Puts the counts of several ranges together. */
export interface CountMerger {
  /** Others have their turn on the thread meanwhile; one part is to be added before the next. */
  add(part: ValueCounts): Promise<void>;
  /** The `limit` most common values so far, the most common first; equally common ones in no certain order. */
  top(limit: number): MergedCounts;
}

export interface MergedCounts extends ValueCounts {
  /** How many different values there are; at least so many where `otherCount` is not 0. */
  readonly distinctCount: number;
  /** Counts of rare values that were let go, for there were too many to keep them all. */
  readonly otherCount: number;
  /** By how many lines the count of a value may be too low: it may have been let go before. 0 where all are exact. */
  readonly mayLack: number;
}

/**
 * When there are more different values, the rarest of them are let go until half as many are left: a value that is common
 * in the whole file stays, wherever it comes first. The limit bounds memory, and the time a sweep takes.
 */
export const distinctLimit = 200_000;
/** So many values are added before the limit is looked at. */
const batchLength = 32_768;

export function createCountMerger(limit = distinctLimit): CountMerger {
  const sums = {
    lineCount: 0,
    missingCount: 0,
    invalidCount: 0,
    blankCount: 0,
    objectCount: 0,
    otherCount: 0,
    mayLack: 0,
  };
  const counts = new Map<CountedValue, number>();
  const decimals = new Map<string, CountedValue>();
  let mostDistinct = 0;
  return {
    async add(part) {
      sums.lineCount += part.lineCount;
      sums.missingCount += part.missingCount;
      sums.invalidCount += part.invalidCount;
      sums.blankCount += part.blankCount;
      sums.objectCount += part.objectCount;
      for (let from = 0; from < part.values.length; from += batchLength) {
        if (from > 0) await setImmediate();
        await addBatch({ counts, decimals }, part.values, from);
        mostDistinct = Math.max(mostDistinct, counts.size);
        if (counts.size <= limit) continue;
        const gone = await dropRarest({ counts, decimals }, Math.ceil(limit / 2));
        sums.otherCount += gone.lineCount;
        sums.mayLack += gone.most;
      }
    },
    top: (wanted) => ({ ...sums, distinctCount: mostDistinct, values: pickTop(counts, wanted) }),
  };
}

interface Kept {
  readonly counts: Map<CountedValue, number>;
  /** The one object that stands for all numbers of a text. */
  readonly decimals: Map<string, CountedValue>;
}

function addBatch({ counts, decimals }: Kept, values: ValueCounts['values'], from: number): Promise<void> {
  return forEachYielding(Math.min(batchLength, values.length - from), (i) => {
    const added = values[from + i];
    if (!added) return;
    const value = findSame(added[0], decimals);
    counts.set(value, (counts.get(value) ?? 0) + added[1]);
  });
}

function findSame(value: CountedValue, decimals: Kept['decimals']): CountedValue {
  if (!isDecimal(value)) return value;
  const known = decimals.get(value.decimal);
  if (!known) decimals.set(value.decimal, value);
  return known ?? value;
}

function isDecimal(value: CountedValue): value is CountedValue & { readonly decimal: string } {
  return typeof value === 'object' && value !== null;
}

/** Leaves the most common values; answers of those that are gone how many lines had them, and the most that one had. */
async function dropRarest(
  { counts, decimals }: Kept,
  keptLength: number,
): Promise<{ lineCount: number; most: number }> {
  const size = counts.size;
  const valuesWith = new Map<number, number>();
  const sizes = counts.values();
  await forEachYielding(size, () => {
    const count = sizes.next().value ?? 0;
    valuesWith.set(count, (valuesWith.get(count) ?? 0) + 1);
  });
  let most = 0;
  /** How many of those that have `most` go too. */
  let left = size - keptLength;
  for (const [count, valueCount] of [...valuesWith].sort(([a], [b]) => a - b)) {
    most = count;
    if (valueCount >= left) break;
    left -= valueCount;
  }
  let lineCount = 0;
  const entries = counts.entries();
  await forEachYielding(size, () => {
    const [value, count] = entries.next().value ?? [null, Infinity];
    if (count > most || (count === most && left-- <= 0)) return;
    lineCount += count;
    counts.delete(value);
    if (isDecimal(value)) decimals.delete(value.decimal);
  });
  return { lineCount, most };
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
