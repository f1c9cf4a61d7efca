import { createNewlineBlocks, type NewlineBlocks, type PackedNewlines } from './newlineBlocks.ts';

const newline = 0x0a;
/** Under this mean length a call of `indexOf` a line costs more than looking at every word of it. */
const shortLineBytes = 160;

/**
 * Where the lines of a file are. Line 0 is the first; a line ends before its `\n`; what follows the last `\n` is a line
 * only if it has at least one byte. An empty file has no line. `\r` belongs to its line: rowReader takes it off.
 */
export interface LineIndex {
  /** How many bytes of the file this covers. */
  readonly sizeBytes: number;
  /** Lines, the unterminated last one included. */
  readonly lineCount: number;
  /** Lines that have their `\n`. */
  readonly newlineCount: number;
  readonly memoryBytes: number;
  /** Offset of the first byte of line `n`; for `n === lineCount` the offset after the last line. RangeError beyond. */
  lineStart(n: number): number;
  /** Offset after the last byte of line `n`, its `\n` not included. */
  lineEnd(n: number): number;
  /** The line that holds a byte (its own `\n` counts as the line's); -1 past the end. */
  lineAt(byteOffset: number): number;
  /** Unpacks newline positions 256 × `block` and on into `into` (256 long); returns how many there were. */
  readNewlines(block: number, into: Float64Array): number;
  /** The parts a sidecar file or a message to another thread is made of; shares memory with the index. */
  pack(): PackedLineIndex;
}

export interface PackedLineIndex {
  readonly sizeBytes: number;
  readonly newlines: PackedNewlines;
}

/** Where the newlines of a part of a file are, counted from its first byte. */
export interface LineEnds {
  /** Visits each, in order, and forgets them: it can be called once. */
  drain(visit: (position: number) => void): void;
}

/** A line index that grows: it can be asked at any moment and answers for the bytes that were pushed so far. */
export interface LineIndexBuilder extends LineIndex {
  /** The next bytes of the file, in order, chunks of any size. The chunk is not kept. */
  push(chunk: Uint8Array): void;
  /**
   * The next `sizeBytes` bytes of the file were read elsewhere (another member of an archive); what was kept of their lines
   * is used up. `byteOffset` is where they start in the file, which must be where this index ends so far: RangeError
   * otherwise. A part without a last newline and the part after it share one line, as their bytes do in the file.
   */
  append(part: { readonly lineEnds: LineEnds; readonly sizeBytes: number }, byteOffset: number): void;
  /** Gives the memory back at once, instead of when the garbage is collected; the index is of no use afterwards. */
  free(): void;
}

/**
 * Builds a line index from a file's bytes: 1 to 4 bytes a line for lines up to some 16 MB, no JSON looked at.
 * 64 KiB to 256 KiB chunks are fastest.
 */
export function createLineIndexBuilder(): LineIndexBuilder {
  const newlines = createNewlineBlocks();
  let sizeBytes = 0;
  let shortLines = false;

  return Object.assign(
    createIndexReader(newlines, () => sizeBytes),
    {
      push(chunk: Uint8Array) {
        const before = newlines.count;
        if (shortLines) addShortLines(newlines, chunk, sizeBytes);
        else addLongLines(newlines, chunk, sizeBytes);
        sizeBytes += chunk.length;
        shortLines = (newlines.count - before) * shortLineBytes > chunk.length;
      },
      append(
        { lineEnds, sizeBytes: partBytes }: Parameters<LineIndexBuilder['append']>[0],
        byteOffset: number,
      ) {
        if (byteOffset !== sizeBytes) {
          throw new RangeError(
            `A part that starts at ${byteOffset} was appended to an index of ${sizeBytes} bytes.`,
          );
        }
        lineEnds.drain((position) => newlines.add(byteOffset + position));
        sizeBytes += partBytes;
      },
      free: newlines.free,
    },
  );
}

/** An index made of its parts again, as `pack` gave them. The parts must be sound: `readIndexFile` checks them. */
export function openLineIndex({ sizeBytes, newlines }: PackedLineIndex): LineIndex {
  return createIndexReader(createNewlineBlocks(newlines), () => sizeBytes);
}

function createIndexReader(newlines: NewlineBlocks, sizeNow: () => number): LineIndex {
  function countLines(): number {
    return newlines.count + (sizeNow() > afterLastNewline() ? 1 : 0);
  }

  function afterLastNewline(): number {
    return newlines.count === 0 ? 0 : newlines.at(newlines.count - 1) + 1;
  }

  function check(n: number, limit: number): void {
    if (!(n >= 0 && n < limit && Number.isInteger(n)))
      throw new RangeError(`There is no line ${n} of ${countLines()}.`);
  }

  return {
    get sizeBytes() {
      return sizeNow();
    },
    get lineCount() {
      return countLines();
    },
    get newlineCount() {
      return newlines.count;
    },
    get memoryBytes() {
      return newlines.memoryBytes;
    },
    lineStart(n) {
      check(n, countLines() + 1);
      if (n > newlines.count) return sizeNow();
      return n === 0 ? 0 : newlines.at(n - 1) + 1;
    },
    lineEnd(n) {
      check(n, countLines());
      return n < newlines.count ? newlines.at(n) : sizeNow();
    },
    lineAt(byteOffset) {
      if (!(byteOffset >= 0 && byteOffset < sizeNow())) return -1;
      let low = 0;
      let high = newlines.count;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (newlines.at(middle) < byteOffset) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    readNewlines: (block, into) => newlines.readBlock(block, into),
    pack: () => ({ sizeBytes: sizeNow(), newlines: newlines.pack() }),
  };
}

/** A Buffer's indexOf is memchr, several times as fast as a Uint8Array's. */
function addLongLines(newlines: NewlineBlocks, chunk: Uint8Array, offset: number): void {
  const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1))
    newlines.add(offset + at);
}

/** Looks at four bytes at a time: a word holds a newline if, xored with four of them, it has a zero byte. */
function addShortLines(newlines: NewlineBlocks, chunk: Uint8Array, offset: number): void {
  const lead = (4 - (chunk.byteOffset % 4)) % 4;
  if (chunk.length < lead + 4) {
    addBytes(newlines, chunk, 0, chunk.length, offset);
    return;
  }
  const wordCount = Math.floor((chunk.length - lead) / 4);
  const words = new Int32Array(chunk.buffer, chunk.byteOffset + lead, wordCount);
  addBytes(newlines, chunk, 0, lead, offset);
  let at = offset + lead;
  for (let i = 0; i < wordCount; i++, at += 4) {
    const word = (words[i] ?? 0) ^ 0x0a0a0a0a;
    if (((word - 0x01010101) & ~word & 0x80808080) === 0) continue;
    if ((word & 0xff) === 0) newlines.add(at);
    if ((word & 0xff00) === 0) newlines.add(at + 1);
    if ((word & 0xff0000) === 0) newlines.add(at + 2);
    if (word >>> 24 === 0) newlines.add(at + 3);
  }
  addBytes(newlines, chunk, lead + wordCount * 4, chunk.length, offset);
}

function addBytes(
  newlines: NewlineBlocks,
  chunk: Uint8Array,
  from: number,
  to: number,
  offset: number,
): void {
  for (let i = from; i < to; i++) if (chunk[i] === newline) newlines.add(offset + i);
}
