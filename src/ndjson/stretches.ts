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
