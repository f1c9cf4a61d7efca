import type { FileRange } from './lineBlocks.ts';
import type { LineIndex } from './lineIndex.ts';

/** Cuts a file into ranges of at least some size that begin and end with a line. */
export function splitAtLines(index: LineIndex, rangeBytes: number): FileRange[] {
  const ranges: FileRange[] = [];
  for (let fromByte = 0; fromByte < index.sizeBytes;) {
    const last = index.lineAt(Math.min(fromByte + rangeBytes, index.sizeBytes) - 1);
    const toByte = last + 1 >= index.lineCount ? index.sizeBytes : index.lineStart(last + 1);
    ranges.push({ fromByte, toByte });
    fromByte = toByte;
  }
  return ranges;
}

/** A file of less than so many ranges of the wanted size is cut into smaller ones, for all threads to end together. */
const evenCount = 12;
const leastBytes = 512 * 1024;

/** The same for threads to share: ranges of about `rangeBytes`, or smaller ones of a smaller file. */
export function splitEvenly(index: LineIndex, rangeBytes: number): FileRange[] {
  return splitAtLines(
    index,
    Math.min(rangeBytes, Math.max(leastBytes, Math.ceil(index.sizeBytes / evenCount))),
  );
}
