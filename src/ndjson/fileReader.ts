import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Reads any stretch of a file without holding it: what the rows of a page are read through. */
export interface FileReader {
  /** Size when it was opened. */
  readonly sizeBytes: number;
  /** Fills `into` from `position` on; answers how many bytes there were (fewer only at the end of the file). */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

/** The same for a thread of its own, where waiting costs nobody anything and is much faster. */
export interface SyncFileReader {
  readonly sizeBytes: number;
  readSync(into: Uint8Array, position: number): number;
  close(): void;
}

/** Opens a file for reading; rejects as `fs.open` does. A file replaced by a rename goes on being read as it was. */
export async function openFileReader(path: string): Promise<FileReader> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    sizeBytes: size,
    async read(into, position) {
      let done = 0;
      while (done < into.length) {
        const { bytesRead } = await file.read(into, done, into.length - done, position + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return done;
    },
    close: () => file.close(),
  };
}

export function openSyncFileReader(path: string): SyncFileReader {
  const file = openSync(path, 'r');
  return {
    sizeBytes: fstatSync(file).size,
    readSync: (into, position) => readSync(file, into, 0, into.length, position),
    close: () => closeSync(file),
  };
}

/** A file that is bytes in memory, for both kinds of reading. */
export function createMemoryReader(bytes: Uint8Array): FileReader & SyncFileReader {
  function readSync(into: Uint8Array, position: number): number {
    const part = bytes.subarray(position, position + into.length);
    into.set(part);
    return part.length;
  }
  return {
    sizeBytes: bytes.length,
    readSync,
    read: (into, position) => Promise.resolve(readSync(into, position)),
    close: () => Promise.resolve(),
  };
}
