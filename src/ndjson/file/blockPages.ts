import { freeBytes } from '../../util/freeBytes.ts';

/** Newline positions are kept in blocks of this many, each packed as narrowly as its lines allow. */
export const newlinesPerBlock = 256;

/** Packed blocks are kept in pages of this size. */
export const packedPageBytes = 256 * 1024;

/** Room in a page is given out in units of this size: the smallest block. */
const unitBytes = newlinesPerBlock;
const unitsPerPage = packedPageBytes / unitBytes;

/** How a block is packed: line lengths in one byte each, or distances from the block's base in 2, 4 or 8 bytes. */
type Packing = 0 | 1 | 2 | 3;
const packedBytes = [1, 2, 4, 8] as const;

interface Page {
  readonly bytes: Uint8Array;
  readonly by2: Uint16Array;
  readonly by4: Uint32Array;
  readonly by8: Float64Array;
}

/** Where full blocks live. An address is unit number × 4 + packing; a base is where a block's first line starts. */
export interface BlockPages {
  readonly pages: readonly Page[];
  /** The bytes of the pages; the last is a copy without the room not used yet. */
  pack(): Uint8Array[];
  /** Packs a block of positions and returns its address. */
  write(positions: Float64Array, base: number): number;
  /** One position of a block; NaN for an address that does not exist. */
  readSlot(address: number, base: number, slot: number): number;
  /** Gives the memory back at once; nothing is there afterwards. */
  free(): void;
  /** All positions of a block, put into `into`; how many those are (0 for an address that does not exist). */
  read(address: number, base: number, into: Float64Array): number;
}

/** Starts with pages packed earlier, if any; those are read and never written to. */
export function createBlockPages(packed: readonly Uint8Array[] = []): BlockPages {
  const pages = packed.map(viewPage);
  let nextUnit = pages.length * unitsPerPage;

  function pageOf(address: number): Page | undefined {
    return pages[Math.floor(address / 4 / unitsPerPage)];
  }

  return {
    pages,
    pack: () =>
      pages.map(({ bytes }, i) => {
        const usedBytes = Math.min(packedPageBytes, (nextUnit - i * unitsPerPage) * unitBytes);
        return usedBytes < bytes.length ? bytes.slice(0, usedBytes) : bytes;
      }),
    write(positions, base) {
      const packing = choosePacking(positions, base);
      const units = packedBytes[packing];
      if ((nextUnit % unitsPerPage) + units > unitsPerPage)
        nextUnit += unitsPerPage - (nextUnit % unitsPerPage);
      if (nextUnit >= pages.length * unitsPerPage) pages.push(viewPage(new Uint8Array(packedPageBytes)));
      const address = nextUnit * 4 + packing;
      const page = pageOf(address);
      if (page) writeBlock(page, fromOf(address), packing, positions, base);
      nextUnit += units;
      return address;
    },
    readSlot(address, base, slot) {
      const page = pageOf(address);
      return page ? readSlot(page, fromOf(address), packingOf(address), slot, base) : Number.NaN;
    },
    free() {
      for (const { bytes } of pages.splice(0)) freeBytes(bytes);
      nextUnit = 0;
    },
    read(address, base, into) {
      const page = pageOf(address);
      if (page) readBlock(page, fromOf(address), packingOf(address), base, into);
      return page ? newlinesPerBlock : 0;
    },
  };
}

function packingOf(address: number): Packing {
  return (address % 4) as Packing;
}

function fromOf(address: number): number {
  return (Math.floor(address / 4) % unitsPerPage) * unitBytes;
}

function choosePacking(positions: Float64Array, base: number): Packing {
  const span = (positions[newlinesPerBlock - 1] ?? 0) - base;
  if (span >= 0x1_0000_0000) return 3;
  if (span >= 0x1_0000) return 2;
  let previous = base - 1;
  for (let i = 0; i < newlinesPerBlock; i++) {
    const position = positions[i] ?? 0;
    if (position - previous > 256) return 1;
    previous = position;
  }
  return 0;
}

function writeBlock(page: Page, from: number, packing: Packing, positions: Float64Array, base: number): void {
  if (packing === 0) {
    let previous = base - 1;
    for (let i = 0; i < newlinesPerBlock; i++) {
      const position = positions[i] ?? 0;
      page.bytes[from + i] = position - previous - 1;
      previous = position;
    }
    return;
  }
  const view = packing === 1 ? page.by2 : packing === 2 ? page.by4 : page.by8;
  const first = from / packedBytes[packing];
  for (let i = 0; i < newlinesPerBlock; i++) view[first + i] = (positions[i] ?? 0) - base;
}

function readSlot(page: Page, from: number, packing: Packing, slot: number, base: number): number {
  if (packing === 1) return base + (page.by2[from / 2 + slot] ?? 0);
  if (packing === 2) return base + (page.by4[from / 4 + slot] ?? 0);
  if (packing === 3) return base + (page.by8[from / 8 + slot] ?? 0);
  let position = base + slot;
  for (let i = 0; i <= slot; i++) position += page.bytes[from + i] ?? 0;
  return position;
}

function readBlock(page: Page, from: number, packing: Packing, base: number, into: Float64Array): void {
  if (packing === 0) {
    let position = base - 1;
    for (let i = 0; i < newlinesPerBlock; i++) {
      position += (page.bytes[from + i] ?? 0) + 1;
      into[i] = position;
    }
    return;
  }
  const view = packing === 1 ? page.by2 : packing === 2 ? page.by4 : page.by8;
  const first = from / packedBytes[packing];
  for (let i = 0; i < newlinesPerBlock; i++) into[i] = base + (view[first + i] ?? 0);
}

function viewPage(bytes: Uint8Array): Page {
  const { buffer, byteOffset, length } = bytes;
  return {
    bytes,
    by2: new Uint16Array(buffer, byteOffset, length / 2),
    by4: new Uint32Array(buffer, byteOffset, length / 4),
    by8: new Float64Array(buffer, byteOffset, length / 8),
  };
}
