import type { Stretch } from './lineBlocks.ts';
import type { LineIndex } from './lineIndex.ts';

/** Cuts a file into stretches of at least some size that begin and end with a line. */
export function cutLines(index: LineIndex, stretchBytes: number): Stretch[] {
  const stretches: Stretch[] = [];
  for (let fromByte = 0; fromByte < index.sizeBytes;) {
    const last = index.lineAt(Math.min(fromByte + stretchBytes, index.sizeBytes) - 1);
    const toByte = last + 1 >= index.lineCount ? index.sizeBytes : index.lineStart(last + 1);
    stretches.push({ fromByte, toByte });
    fromByte = toByte;
  }
  return stretches;
}

/** A file of less than so many stretches of the wanted size is cut into smaller ones, for all threads to end together. */
const evenCount = 12;
const leastBytes = 512 * 1024;

/** The same for threads to share: stretches of about `stretchBytes`, or smaller ones of a smaller file. */
export function cutEvenly(index: LineIndex, stretchBytes: number): Stretch[] {
  return cutLines(
    index,
    Math.min(stretchBytes, Math.max(leastBytes, Math.ceil(index.sizeBytes / evenCount))),
  );
}
