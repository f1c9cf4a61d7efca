import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { FileStamp } from './fileStamp.ts';
import { hashText, formatHash } from '../json/keyHash.ts';
import { openLineIndex, type LineIndex, type PackedLineIndex } from './lineIndex.ts';
import { newlinesPerBlock, packedPageBytes } from './blockPages.ts';
import { readSidecar, writeSidecar, type SidecarContent } from './sidecar.ts';

const kind = 'lines';

/** The result of reading an index file; only `ready` has an index, all of which was checked. */
export type IndexResult =
  | { readonly outcome: 'ready'; readonly index: LineIndex }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'unusable'; readonly reason: string };

/**
 * Where the line index of a file is kept: beside it as `<file>.index`, or, where one may not write beside it, in a
 * cache folder under a name made from its whole path.
 */
export function indexFilePath(filePath: string, cacheDirectory?: string): string {
  if (cacheDirectory === undefined) return `${filePath}.index`;
  const name = formatHash(hashText(path.resolve(filePath)));
  return path.join(cacheDirectory, `${name}.index`);
}

/**
 * Saves the line index of a file whose state is `stamp` (see `takeStamp`; take it after the file's last byte and its
 * rename). Written to `.part` and renamed; the folder is made if it is not there. RangeError if the index covers
 * another number of bytes than the file has.
 */
export async function writeIndexFile(indexPath: string, index: LineIndex, stamp: FileStamp): Promise<void> {
  if (index.sizeBytes !== stamp.sizeBytes) {
    throw new RangeError(`The index covers ${index.sizeBytes} bytes of a file of ${stamp.sizeBytes}.`);
  }
  const { sizeBytes, newlines } = index.pack();
  await writeSidecar(
    indexPath,
    {
      kind,
      facts: { sizeBytes, count: newlines.count },
      sections: {
        bases: [newlines.bases],
        places: [newlines.addresses],
        tail: [newlines.tail],
        pages: newlines.pages,
      },
    },
    stamp,
  );
}

/**
 * Reads a line index back, if it is of the file's present state. A damaged, foreign or made-up file is `unusable`:
 * every position is checked to grow and to lie inside the file before anything is trusted.
 */
export async function readIndexFile(indexPath: string, stamp: FileStamp): Promise<IndexResult> {
  const reading = await readSidecar(indexPath, kind, stamp);
  if (reading.outcome !== 'ready') return reading;
  const packed = unpack(reading.content);
  if (!packed || packed.sizeBytes !== stamp.sizeBytes)
    return { outcome: 'unusable', reason: 'its parts do not fit' };
  const index = openLineIndex(packed);
  return (await isSound(index, packed))
    ? { outcome: 'ready', index }
    : { outcome: 'unusable', reason: 'its lines do not fit the file' };
}

function unpack({ facts, sections }: SidecarContent): PackedLineIndex | undefined {
  const { sizeBytes, count } = facts;
  const { bases, places: addresses, tail, pages } = sections;
  if (typeof sizeBytes !== 'number' || typeof count !== 'number' || !bases || !addresses || !tail || !pages)
    return undefined;
  const blocks = Math.floor(count / newlinesPerBlock);
  const fits =
    Number.isInteger(count) &&
    count >= 0 &&
    bases.length === blocks * 8 &&
    addresses.length === blocks * 4 &&
    tail.length === (count % newlinesPerBlock) * 8 &&
    pages.length % newlinesPerBlock === 0;
  if (!fits) return undefined;
  return {
    sizeBytes,
    newlines: {
      count,
      bases: new Float64Array(bases.buffer, bases.byteOffset, blocks),
      addresses: new Uint32Array(addresses.buffer, addresses.byteOffset, blocks),
      tail: new Float64Array(tail.buffer, tail.byteOffset, count % newlinesPerBlock),
      pages: cutPages(pages),
    },
  };
}

function cutPages(pages: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(pages.length / packedPageBytes) }, (_, i) =>
    pages.subarray(i * packedPageBytes, (i + 1) * packedPageBytes),
  );
}

/** Lets the thread do other things after every million lines. */
async function isSound(index: LineIndex, { sizeBytes, newlines }: PackedLineIndex): Promise<boolean> {
  const positions = new Float64Array(newlinesPerBlock);
  let previous = -1;
  for (let block = 0; block * newlinesPerBlock < newlines.count; block++) {
    // A block begins where the one before ended: single lookups rely on it.
    if (block % 4096 === 4095) await setImmediate();
    if (block < newlines.bases.length && newlines.bases[block] !== previous + 1) return false;
    const count = index.readNewlines(block, positions);
    if (count === 0) return false;
    for (let i = 0; i < count; i++) {
      const position = positions[i] ?? Number.NaN;
      if (!(position > previous && position < sizeBytes && Number.isInteger(position))) return false;
      previous = position;
    }
  }
  return true;
}
