import { setImmediate } from 'node:timers/promises';
import { forEachYielding } from './forEachYielding.ts';
import type { CountedValue, ValueCounts } from './valueCount.ts';

/** Puts the counts of several ranges together. */
export interface CountMerger {
  /** Yields to the event loop meanwhile; add one part after the other. */
  add(part: ValueCounts): Promise<void>;
  /** The `limit` most common values so far, the most common first; equally common ones in no certain order. */
  top(limit: number): MergedCounts;
}

export interface MergedCounts extends ValueCounts {
  /** How many different values there are; at least so many where `otherCount` is not 0. */
  readonly distinctCount: number;
  /** Counts of rare values that were dropped because there were too many to keep them all. */
  readonly otherCount: number;
  /** By how many lines the count of a value may be too low: it may have been dropped before. 0 where all are exact. */
  readonly mayLack: number;
}

/**
 * When there are more different values, the rarest of them are dropped until half as many are left: a value that is common
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
  const sum = new ValueSum();
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
        await sum.add(part.values, from, Math.min(batchLength, part.values.length - from));
        mostDistinct = Math.max(mostDistinct, sum.size);
        if (sum.size <= limit) continue;
        const dropped = await sum.dropRarest(Math.ceil(limit / 2));
        sums.otherCount += dropped.lineCount;
        sums.mayLack += dropped.most;
      }
    },
    top: (wanted) => ({ ...sums, distinctCount: mostDistinct, values: pickTop(sum.counts, wanted) }),
  };
}

/** How many lines have each value. Every method yields to the event loop while it works. */
class ValueSum {
  readonly #counts = new Map<CountedValue, number>();
  /** The one object that stands for all numbers of a text. */
  readonly #decimals = new Map<string, CountedValue>();

  get size(): number {
    return this.#counts.size;
  }

  get counts(): ReadonlyMap<CountedValue, number> {
    return this.#counts;
  }

  /** Adds `length` of the values, from one on. */
  add(values: ValueCounts['values'], from: number, length: number): Promise<void> {
    return forEachYielding(length, (i) => {
      const added = values[from + i];
      if (!added) return;
      const value = this.#findSame(added[0]);
      this.#counts.set(value, (this.#counts.get(value) ?? 0) + added[1]);
    });
  }

  /** Leaves the most common values; returns how many lines had those that were dropped, and the most that one had. */
  async dropRarest(keptLength: number): Promise<{ readonly lineCount: number; readonly most: number }> {
    const { size } = this;
    const valuesWith = new Map<number, number>();
    const sizes = this.#counts.values();
    await forEachYielding(size, () => {
      const count = sizes.next().value ?? 0;
      valuesWith.set(count, (valuesWith.get(count) ?? 0) + 1);
    });
    let most = 0;
    /** How many of those that have `most` are dropped too. */
    let rest = size - keptLength;
    for (const [count, valueCount] of [...valuesWith].sort(([a], [b]) => a - b)) {
      most = count;
      if (valueCount >= rest) break;
      rest -= valueCount;
    }
    let lineCount = 0;
    const entries = this.#counts.entries();
    await forEachYielding(size, () => {
      const [value, count] = entries.next().value ?? [null, Infinity];
      if (count > most || (count === most && rest-- <= 0)) return;
      lineCount += count;
      this.#counts.delete(value);
      if (isDecimal(value)) this.#decimals.delete(value.decimal);
    });
    return { lineCount, most };
  }

  #findSame(value: CountedValue): CountedValue {
    if (!isDecimal(value)) return value;
    const known = this.#decimals.get(value.decimal);
    if (!known) this.#decimals.set(value.decimal, value);
    return known ?? value;
  }
}

function isDecimal(value: CountedValue): value is CountedValue & { readonly decimal: string } {
  return typeof value === 'object' && value !== null;
}

/** Finds the count that the last of the wanted values has first: sorting all values would block the thread too long. */
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
