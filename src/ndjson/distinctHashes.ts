import { addHash, createRegisters, estimateDistinct, mergeRegisters, type Registers } from './hyperLogLog.ts';

/** So many different values are counted exactly. */
export const exactLimit = 256;
/** Twice as many as are kept at most, so that a place is found after few steps. */
const placeCount = exactLimit * 2;

/**
 * Different values, by well-mixed 32-bit hashes: each one while they are few, an estimate beyond. Plain data, 2 KB either
 * way, that crosses between threads.
 */
export interface DistinctHashes {
  /** Places that are 0 or a hash (a hash of 0 is kept as 1); undefined beyond the limit. */
  few: Int32Array<ArrayBuffer> | undefined;
  fewCount: number;
  registers: Registers | undefined;
}

export function createDistinctHashes(): DistinctHashes {
  return { few: new Int32Array(placeCount), fewCount: 0, registers: undefined };
}

export function addDistinct(distinct: DistinctHashes, hash: number): void {
  const { few } = distinct;
  if (!few) {
    if (distinct.registers) addHash(distinct.registers, hash);
    return;
  }
  const kept = hash | 0 || 1;
  let at = kept & (placeCount - 1);
  for (let found = few[at]; found !== 0; found = few[at]) {
    if (found === kept) return;
    at = (at + 1) & (placeCount - 1);
  }
  if (distinct.fewCount === exactLimit) addHash(estimateOnly(distinct), kept);
  else {
    few[at] = kept;
    distinct.fewCount++;
  }
}

/** Makes `into` know what `from` knows. */
export function mergeDistinct(into: DistinctHashes, from: DistinctHashes): void {
  if (from.few) {
    for (const hash of from.few) if (hash !== 0) addDistinct(into, hash);
  } else if (from.registers) mergeRegisters(estimateOnly(into), from.registers);
}

/** How many different values there are, exactly or about (2.3 %). Two of one hash are one: 1 in 100,000 sets of 256. */
export function countDistinct({ few, fewCount, registers }: DistinctHashes): {
  readonly count: number;
  readonly isExact: boolean;
} {
  if (few || !registers) return { count: fewCount, isExact: true };
  // The estimate may fall below what is known.
  return { count: Math.max(exactLimit + 1, estimateDistinct(registers)), isExact: false };
}

function estimateOnly(distinct: DistinctHashes): Registers {
  const registers = (distinct.registers ??= createRegisters());
  for (const hash of distinct.few ?? []) if (hash !== 0) addHash(registers, hash);
  distinct.few = undefined;
  return registers;
}
