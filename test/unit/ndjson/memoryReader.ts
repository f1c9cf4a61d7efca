import type { FileReader, SyncFileReader } from '../../../src/ndjson/file/fileReader.ts';

/** A file that is bytes in memory, for both kinds of reading. */
export function createMemoryReader(bytes: Uint8Array): FileReader & SyncFileReader {
  function readSync(into: Uint8Array, position: number): number {
    const part = bytes.subarray(position, position + into.length);
    into.set(part);
    return part.length;
  }
  return { waitingCount: 0, readSync, read: (into, position) => Promise.resolve(readSync(into, position)) };
}
