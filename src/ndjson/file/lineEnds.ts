import { newlinesPerBlock } from './blockPages.ts';
import type { LineEnds, LineIndexBuilder } from './lineIndex.ts';
import { freeBytes } from '../../util/freeBytes.ts';

/** Up to so many newlines a plain list is smaller than an index, which grows by pages of 256 KB. */
const mostInList = 65_536;

/**
 * What is kept of a finished member's index until all members are there: an archive may have thousands of small ones. The
 * index itself is used up.
 */
export function keepLineEnds(index: LineIndexBuilder): LineEnds {
  if (index.newlineCount > mostInList || index.sizeBytes > 0xffffffff) {
    return { drain: (visit) => drainIndex(index, visit) };
  }
  const list = new Uint32Array(index.newlineCount);
  let count = 0;
  drainIndex(index, (position) => void (list[count++] = position));
  return {
    drain(visit) {
      list.forEach((position) => visit(position));
      freeBytes(list);
    },
  };
}

function drainIndex(index: LineIndexBuilder, visit: (position: number) => void): void {
  const positions = new Float64Array(newlinesPerBlock);
  for (let block = 0; block * newlinesPerBlock < index.newlineCount; block++) {
    const count = index.readNewlines(block, positions);
    for (let i = 0; i < count; i++) visit(positions[i] ?? 0);
  }
  index.free();
}
