/*
 * Chance that always falls the same way: everything in the sample is a function of whole numbers (which item, which
 * hour, which user), so that nothing has to be stored and any part can be made on its own.
 */

const two32 = 2 ** 32;

/** Mixes up to three whole numbers into one from 0 to 2³²−1, spread evenly. */
export function mix(a: number, b = 0, c = 0): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13) ^ b, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16) ^ c, 0x27d4eb2f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Like `mix`, as a fraction from 0 up to 1. */
export function mixUnit(a: number, b = 0, c = 0): number {
  return mix(a, b, c) / two32;
}

/** A number that stands for a text, for mixing. */
export function seedOf(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A whole number near `value` whose average over many seeds is `value`: small rates survive rounding. */
export function roundFairly(value: number, seed: number): number {
  return Math.floor(value + seed / two32);
}

/** An item of `list`, which must not be empty, chosen by any whole number from 0 up. */
export function itemAt<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T;
}

/** An identifier that looks like the service's (a version 4 UUID). */
export function uuidOf(kind: number, index: number, part = 0): string {
  const hex = [0, 1, 2, 3]
    .map((n) =>
      mix(kind, index, part * 4 + n)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  const variant = '89ab'[parseInt(hex.slice(16, 17), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** A run of draws that depends on the seed alone. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number from 0 up to `bound`. */
  int(bound: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export function createRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / two32;
  }
  return {
    next,
    int: (bound) => Math.floor(next() * bound),
    chance: (probability) => next() < probability,
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
  };
}
