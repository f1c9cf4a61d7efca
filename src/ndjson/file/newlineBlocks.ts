import { createBlockPages, newlinesPerBlock, packedPageBytes } from './blockPages.ts';

/** What a store consists of, for a sidecar file or for a message to another thread. */
export interface PackedNewlines {
  readonly count: number;
  /** Offset of the first byte of each block's first line. */
  readonly bases: Float64Array;
  /** For each block: where it is in the pages, and how it is packed. */
  readonly addresses: Uint32Array;
  readonly pages: readonly Uint8Array[];
  /** Positions that do not fill a block yet. */
  readonly tail: Float64Array;
}

export interface NewlineBlocks {
  /** How many positions are held. */
  readonly count: number;
  readonly memoryBytes: number;
  /** Adds the next position; positions only grow. */
  add(position: number): void;
  /** Position of newline `n`, 0 ≤ n < count; NaN beyond. */
  at(n: number): number;
  /** Unpacks one block (the last may be short) and returns how many positions it put into `into`. */
  readBlock(block: number, into: Float64Array): number;
  /** Gives the memory back at once; the store is of no use afterwards. */
  free(): void;
  /** Shares memory with the store. */
  pack(): PackedNewlines;
}

/**
 * A growing list of ascending byte positions in 1 to 8 bytes each: about 1 for lines under 256 bytes, 2 for blocks
 * that span less than 64 KiB, 4 for users of 5 KB. It grows by pages, so there is never an old and a new copy of it.
 */
export function createNewlineBlocks(packed?: PackedNewlines): NewlineBlocks {
  let bases = packed?.bases ?? new Float64Array(64);
  let addresses = packed?.addresses ?? new Uint32Array(64);
  const blocks = createBlockPages(packed?.pages);
  const pending = new Float64Array(newlinesPerBlock);
  pending.set(packed?.tail ?? []);
  let pendingCount = packed?.tail.length ?? 0;
  let blockCount = Math.floor((packed?.count ?? 0) / newlinesPerBlock);

  function flush(): void {
    const base = blockCount === 0 ? 0 : at(blockCount * newlinesPerBlock - 1) + 1;
    if (blockCount === bases.length)
      [bases, addresses] = [doubled(bases, Float64Array), doubled(addresses, Uint32Array)];
    bases[blockCount] = base;
    addresses[blockCount] = blocks.write(pending, base);
    blockCount++;
    pendingCount = 0;
  }

  function at(n: number): number {
    const block = Math.floor(n / newlinesPerBlock);
    const slot = n % newlinesPerBlock;
    if (block >= blockCount) return slot < pendingCount ? (pending[slot] ?? Number.NaN) : Number.NaN;
    return blocks.readSlot(addresses[block] ?? 0, bases[block] ?? 0, slot);
  }

  return {
    get count() {
      return blockCount * newlinesPerBlock + pendingCount;
    },
    get memoryBytes() {
      return blocks.pages.length * packedPageBytes + blockCount * 12 + pending.byteLength;
    },
    add(position) {
      pending[pendingCount++] = position;
      if (pendingCount === newlinesPerBlock) flush();
    },
    at,
    readBlock(block, into) {
      if (block < blockCount) return blocks.read(addresses[block] ?? 0, bases[block] ?? 0, into);
      into.set(pending.subarray(0, pendingCount));
      return block === blockCount ? pendingCount : 0;
    },
    free: blocks.free,
    pack: () => ({
      count: blockCount * newlinesPerBlock + pendingCount,
      bases: bases.slice(0, blockCount),
      addresses: addresses.slice(0, blockCount),
      pages: blocks.pack(),
      tail: pending.slice(0, pendingCount),
    }),
  };
}

function doubled<T extends Float64Array | Uint32Array>(from: T, Larger: new (length: number) => T): T {
  const larger = new Larger(from.length * 2);
  larger.set(from);
  return larger;
}
