import { newlinesPerBlock } from './blockPages.ts';
import type { LineIndex } from './lineIndex.ts';

/** Tells the lines of ascending byte offsets, many times faster than asking the index for each. */
export interface LineLocator {
  /** The line that holds the byte; offsets must not go down from call to call. */
  locate(byteOffset: number): number;
}

export function createLineLocator(index: LineIndex): LineLocator {
  const newlines = new Float64Array(newlinesPerBlock);
  let firstLine = 0;
  let count = 0;
  let slot = 0;

  function load(block: number): void {
    firstLine = block * newlinesPerBlock;
    count = index.readNewlines(block, newlines);
    slot = 0;
  }

  return {
    locate(byteOffset) {
      const last = count > 0 ? (newlines[count - 1] ?? 0) : -1;
      if (byteOffset > last) {
        const line = index.lineAt(byteOffset);
        load(Math.floor(line / newlinesPerBlock));
        slot = line - firstLine;
        return line;
      }
      while ((newlines[slot] ?? 0) < byteOffset) slot++;
      return firstLine + slot;
    },
  };
}
