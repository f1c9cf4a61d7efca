import { setImmediate } from 'node:timers/promises';
import { hashText } from '../json/keyHash.ts';

/**
 * Which lines may have a key. Keys are kept as 64-bit hashes only, so an answer is a candidate until its line was read:
 * `findKey` of an open file does both.
 */
export interface KeyIndex {
  /** The top-level field the keys are of. */
  readonly field: string;
  readonly keyCount: number;
  readonly memoryBytes: number;
  /** Lines whose key has the same hash, in ascending order. */
  findLines(key: string): number[];
  pack(): PackedKeyIndex;
}

export interface PackedKeyIndex {
  readonly field: string;
  readonly keyCount: number;
  /** Open addressing, two numbers a slot: a half of the hash, and the line + 1 (0: free). Length / 2 slots. */
  readonly slots: Uint32Array<ArrayBuffer>;
}

/** Adds the keys of one range of the file after another, then builds the index. */
export interface KeyIndexBuilder {
  /** `triples` as a key scan gives them; `firstLine` is the number of the range's first line. */
  add(triples: Uint32Array<ArrayBuffer>, firstLine: number): void;
  /** Yields to the event loop while it works. */
  build(): Promise<KeyIndex>;
}

/** Of three slots two are taken: 12 bytes a key at 4 + 4 bytes a slot. */
const slotsPerKey = 1.5;

export function createKeyIndexBuilder(field: string): KeyIndexBuilder {
  const parts: { readonly triples: Uint32Array; readonly firstLine: number }[] = [];
  let keyCount = 0;
  return {
    add(triples, firstLine) {
      parts.push({ triples, firstLine });
      keyCount += triples.length / 3;
    },
    async build() {
      const slots = new Uint32Array(slotCountFor(keyCount) * 2);
      let done = 0;
      for (const { triples, firstLine } of parts.splice(0)) {
        for (let i = 0; i < triples.length; i += 3) {
          insert(slots, triples[i] ?? 0, triples[i + 1] ?? 0, (triples[i + 2] ?? 0) + firstLine);
        }
        // A part is a few thousand keys, a million in all.
        if (++done % 16 === 0) await setImmediate();
      }
      return openKeyIndex({ field, keyCount, slots });
    },
  };
}

/** An index made of its parts again. */
export function openKeyIndex(packed: PackedKeyIndex): KeyIndex {
  const { field, keyCount, slots } = packed;
  const slotCount = slots.length / 2;
  return {
    field,
    keyCount,
    memoryBytes: slots.byteLength,
    findLines(key) {
      const { low, high } = hashText(key);
      const lines: number[] = [];
      // There is always a free slot; the count is for a damaged file, which must not make this loop endless.
      for (
        let slot = firstSlot(low, slotCount), steps = 0;
        steps < slotCount;
        slot = (slot + 1) % slotCount, steps++
      ) {
        const line = slots[slot * 2 + 1] ?? 0;
        if (line === 0) break;
        if (slots[slot * 2] === high) lines.push(line - 1);
      }
      return lines.sort((a, b) => a - b);
    },
    pack: () => packed,
  };
}

export function slotCountFor(keyCount: number): number {
  return Math.ceil(keyCount * slotsPerKey) + 1;
}

function firstSlot(low: number, slotCount: number): number {
  return Math.floor((low / 0x1_0000_0000) * slotCount);
}

function insert(slots: Uint32Array, low: number, high: number, line: number): void {
  const slotCount = slots.length / 2;
  let slot = firstSlot(low, slotCount);
  while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) % slotCount;
  slots[slot * 2] = high;
  slots[slot * 2 + 1] = line + 1;
}
