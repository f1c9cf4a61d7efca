import { addHash, createRegisters, estimateDistinct, mergeRegisters, type Registers } from './hyperLogLog.ts';
import type { Hash } from '../json/keyHash.ts';

/** So many different values are counted exactly. */
export const exactLimit = 16_384;
const fewestSlots = 32;
/** Two numbers a slot: the halves of a hash. */
const width = 2;

/**
 * Different values, by well-mixed hashes of 64 bits: each one while they are few, an estimate beyond. Plain data that
 * crosses between threads: 16 to 32 bytes a value at first, 2 KB beyond.
 */
export interface DistinctHashes {
  /** Slots that are 0 or a hash (a hash of 0 is kept as 1), at most half of them taken; undefined beyond the limit. */
  few: Int32Array<ArrayBuffer> | undefined;
  fewCount: number;
  registers: Registers | undefined;
}

export function createDistinctHashes(): DistinctHashes {
  return { few: new Int32Array(fewestSlots * width), fewCount: 0, registers: undefined };
}

/** `limit`: how many are kept at most before it is an estimate. */
export function addDistinct(distinct: DistinctHashes, { low, high }: Hash, limit = exactLimit): void {
  const { few } = distinct;
  if (!few) {
    if (distinct.registers) addHash(distinct.registers, low);
    return;
  }
  const at = findSlot(few, low, high);
  if (at === undefined) return;
  if (distinct.fewCount >= limit) addHash(estimateOnly(distinct), low);
  else {
    few[at] = low | 0 || 1;
    few[at + 1] = high;
    distinct.fewCount++;
    if (distinct.fewCount * 2 > few.length / width) distinct.few = enlarge(few);
  }
}

/** Makes `into` know what `from` knows. */
export function mergeDistinct(into: DistinctHashes, from: DistinctHashes, limit = exactLimit): void {
  const { few } = from;
  if (few) {
    for (let at = 0; at < few.length; at += width)
      if (few[at] !== 0) addDistinct(into, { low: few[at] ?? 0, high: few[at + 1] ?? 0 }, limit);
  } else if (from.registers) mergeRegisters(estimateOnly(into), from.registers);
}

/** How many different values there are among `valueCount`, exactly or about (2.3 %). */
export function countDistinct(
  { few, fewCount, registers }: DistinctHashes,
  valueCount: number,
): { readonly count: number; readonly isExact: boolean } {
  if (few || !registers) return { count: fewCount, isExact: true };
  // The estimate may fall below what is known, and rise above what there can be.
  const count = Math.min(valueCount, Math.max(fewCount + 1, estimateDistinct(registers)));
  return { count, isExact: false };
}

/** Where a hash is to be put; undefined where it is already. */
function findSlot(few: Int32Array, low: number, high: number): number | undefined {
  const kept = low | 0 || 1;
  const keptHigh = high | 0;
  const mask = few.length - width;
  let at = (kept * width) & mask;
  for (let found = few[at]; found !== 0; found = few[at]) {
    if (found === kept && few[at + 1] === keptHigh) return undefined;
    at = (at + width) & mask;
  }
  return at;
}

function enlarge(few: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(few.length * 2);
  for (let from = 0; from < few.length; from += width) {
    const [low = 0, high = 0] = [few[from], few[from + 1]];
    const at = low === 0 ? undefined : findSlot(larger, low, high);
    if (at === undefined) continue;
    larger[at] = low;
    larger[at + 1] = high;
  }
  return larger;
}

function estimateOnly(distinct: DistinctHashes): Registers {
  const registers = (distinct.registers ??= createRegisters());
  const few = distinct.few ?? [];
  for (let at = 0; at < few.length; at += width) if (few[at] !== 0) addHash(registers, few[at] ?? 0);
  distinct.few = undefined;
  return registers;
}
