import { fingerprintLength } from '../keys/fingerprint.ts';
import type { NumbersPart } from '../scan/lineJobs.ts';
import { forEachYielding } from '../scan/forEachYielding.ts';

/** A keyed line: its key and its bytes as 64-bit hashes. */
export interface Fingerprint {
  readonly keyLow: number;
  readonly keyHigh: number;
  readonly contentLow: number;
  readonly contentHigh: number;
  readonly line: number;
}

/** The keyed lines of a file, found by key: 20 bytes each and 8 to find them by. */
export interface FingerprintTable {
  readonly unkeyedCount: number;
  readonly repeatedCount: number;
  /** Adds the lines of the next range. */
  add(part: NumbersPart): void;
  /** Makes it ready for `find` and `visit`; yields to the event loop while it works, as `visit` does. */
  finish(): Promise<void>;
  /** The last line with this key. */
  find(key: { readonly keyLow: number; readonly keyHigh: number }): Fingerprint | undefined;
  /** Visits the last line of each key in the order of the file. */
  visit(take: (entry: Fingerprint) => void): Promise<void>;
}

export function createFingerprintTable(): FingerprintTable {
  const parts: { readonly numbers: Uint32Array; readonly firstLine: number }[] = [];
  let lineCount = 0;
  let keyedCount = 0;
  let repeatedCount = 0;
  let slots = createSlots(new Uint32Array(0), 0);

  return {
    get unkeyedCount() {
      return lineCount - keyedCount;
    },
    get repeatedCount() {
      return repeatedCount;
    },
    add({ numbers, lineCount: count }) {
      parts.push({ numbers, firstLine: lineCount });
      lineCount += count;
      keyedCount += numbers.length / fingerprintLength;
    },
    async finish() {
      slots = createSlots(joinParts(parts.splice(0), keyedCount), keyedCount);
      await forEachYielding(keyedCount, (entry) => {
        if (slots.put(entry)) repeatedCount++;
      });
    },
    find({ keyLow, keyHigh }) {
      const entry = slots.get(keyLow, keyHigh);
      return entry === -1 ? undefined : slots.read(entry);
    },
    visit: (take) =>
      forEachYielding(keyedCount, (entry) => {
        const own = slots.read(entry);
        if (slots.get(own.keyLow, own.keyHigh) === entry) take(own);
      }),
  };
}

/** Entries found by their key: open addressing, a slot holds the number of its entry + 1. */
interface Slots {
  read(entry: number): Fingerprint;
  /** Makes the key of an entry lead to it; answers whether another had that key. */
  put(entry: number): boolean;
  /** The entry that has the key, or -1. */
  get(keyLow: number, keyHigh: number): number;
}

function createSlots(entries: Uint32Array, keyedCount: number): Slots {
  const slots = new Uint32Array(Math.ceil(keyedCount * 1.5) + 1);

  function findSlot(keyLow: number, keyHigh: number): number {
    let slot = Math.floor((keyLow / 0x1_0000_0000) * slots.length);
    for (let taken = slots[slot] ?? 0; taken !== 0; taken = slots[slot] ?? 0) {
      const at = (taken - 1) * fingerprintLength;
      if (entries[at] === keyLow && entries[at + 1] === keyHigh) break;
      slot = (slot + 1) % slots.length;
    }
    return slot;
  }

  return {
    read(entry) {
      const [keyLow = 0, keyHigh = 0, contentLow = 0, contentHigh = 0, line = 0] = entries.subarray(
        entry * fingerprintLength,
        (entry + 1) * fingerprintLength,
      );
      return { keyLow, keyHigh, contentLow, contentHigh, line };
    },
    put(entry) {
      const at = entry * fingerprintLength;
      const slot = findSlot(entries[at] ?? 0, entries[at + 1] ?? 0);
      const isTaken = slots[slot] !== 0;
      slots[slot] = entry + 1;
      return isTaken;
    },
    get: (keyLow, keyHigh) => (slots[findSlot(keyLow, keyHigh)] ?? 0) - 1,
  };
}

/** One array of all entries, with lines counted from the start of the file. */
function joinParts(
  parts: { readonly numbers: Uint32Array; readonly firstLine: number }[],
  keyedCount: number,
): Uint32Array<ArrayBuffer> {
  const entries = new Uint32Array(keyedCount * fingerprintLength);
  let used = 0;
  for (const { numbers, firstLine } of parts) {
    entries.set(numbers, used);
    for (let i = used + 4; i < used + numbers.length; i += fingerprintLength)
      entries[i] = (entries[i] ?? 0) + firstLine;
    used += numbers.length;
  }
  return entries;
}
