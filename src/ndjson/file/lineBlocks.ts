import type { SyncFileReader } from './fileReader.ts';
import { createFileChangedError } from './fileStamp.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** Blocks of this size stay in the processor's second-level cache. */
export const blockBytes = 256 * 1024;
/** Longer lines are not read as a whole: their text could not be parsed by JSON.parse much further up either. */
export const longestLineBytes = 256 * 1024 * 1024;

/** How much is read at once, and from when on a line is too long: other than usual only to try this out. */
export interface BlockLimits {
  readonly blockBytes: number;
  readonly longestLineBytes: number;
}

/** A range of a file that consists of whole lines. */
export interface FileRange {
  readonly fromByte: number;
  readonly toByte: number;
}

/**
 * A piece of a range. `lines`: whole lines in the kernel's `file` from `from` to `length`, a `\n` after each (one is
 * added after an unterminated last line). A line that begins with a byte order mark, as in files that were joined,
 * begins a block of its own, and `from` is behind the mark.
 * `tooLong`: a line over the limit, skipped.
 */
export type Block =
  LineBlock | { readonly kind: 'tooLong'; readonly offset: number; readonly sizeBytes: number };

export interface LineBlock {
  readonly kind: 'lines';
  /** Where in the file the kernel's byte 0 is. */
  readonly offset: number;
  readonly from: number;
  readonly length: number;
}

/**
 * Reads a range block by block into the kernel. The last line of the file may lack its `\n`. Throws an Error if the
 * file ends before the range does.
 */
export function* readBlocks(
  reader: SyncFileReader,
  kernel: Kernel,
  { fromByte, toByte }: FileRange,
  limits: BlockLimits = { blockBytes, longestLineBytes },
): Generator<Block> {
  let offset = fromByte;
  let wantedBytes = limits.blockBytes;
  while (offset < toByte) {
    kernel.makeRoom(wantedBytes + 1);
    const wanted = Math.min(wantedBytes, toByte - offset);
    const count = fill(reader, kernel.file.subarray(0, wanted), offset);
    if (count < wanted) throw createFileChangedError();
    const atEnd = offset + count >= toByte;
    let length = kernel.file.subarray(0, count).lastIndexOf(0x0a) + 1;
    if (atEnd && length < count) {
      kernel.file[count] = 0x0a;
      length = count + 1;
    }
    if (length > 0) {
      yield* splitAtMarks(kernel.file.subarray(0, length), offset);
      offset += length;
      wantedBytes = limits.blockBytes;
    } else if (wantedBytes < limits.longestLineBytes)
      wantedBytes = Math.min(wantedBytes * 4, limits.longestLineBytes);
    else {
      const sizeBytes = measureLine(reader, offset, toByte);
      yield { kind: 'tooLong', offset, sizeBytes };
      offset += sizeBytes + 1;
      wantedBytes = limits.blockBytes;
    }
  }
}

/** Takes in a line by its start and end in the kernel's `file`. */
export type VisitLine = (start: number, end: number) => void;

/** Visits each line of a block in order. */
export function visitLines({ file }: Kernel, { from, length }: LineBlock, visit: VisitLine): void {
  for (let start = from; start < length;) {
    const end = file.indexOf(0x0a, start);
    visit(start, end);
    start = end + 1;
  }
}

const mark = Buffer.from([0xef, 0xbb, 0xbf]);
const lineWithMark = Buffer.from([0x0a, 0xef, 0xbb, 0xbf]);

/** Whole lines as blocks. Mostly there is not even the first byte of a mark, and that is found out fast. */
function* splitAtMarks(lines: Buffer, offset: number): Generator<LineBlock> {
  let from = mark.equals(lines.subarray(0, mark.length)) ? mark.length : 0;
  for (let at = lines.indexOf(0xef, from); at !== -1;) {
    const end = lines.indexOf(lineWithMark, Math.max(from, at - 1)) + 1;
    if (end === 0) break;
    if (end > from) yield { kind: 'lines', offset, from, length: end };
    from = end + mark.length;
    at = from;
  }
  yield { kind: 'lines', offset, from, length: lines.length };
}

function fill(reader: SyncFileReader, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = reader.readSync(done === 0 ? into : into.subarray(done), position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

function measureLine(reader: SyncFileReader, offset: number, toByte: number): number {
  const buffer = new Uint8Array(blockBytes);
  for (let at = offset; at < toByte;) {
    const count = reader.readSync(buffer.subarray(0, Math.min(blockBytes, toByte - at)), at);
    if (count === 0) throw createFileChangedError();
    const newline = buffer.subarray(0, count).indexOf(0x0a);
    if (newline !== -1) return at + newline - offset;
    at += count;
  }
  return toByte - offset;
}
