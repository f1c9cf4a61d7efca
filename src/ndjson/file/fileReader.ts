import { readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { stampFile, stillHas, type FileStamp } from './fileStamp.ts';

/** Reads any range of a file without holding it: what the rows of a page are read through. */
export interface FileReader {
  /** Reads that have not been answered yet. */
  readonly waitingCount: number;
  /** Fills `into` from `position` on; answers how many bytes there were (fewer only at the end of the file). */
  read(into: Uint8Array, position: number): Promise<number>;
}

/** The same synchronously: for threads of our own, and for reads that the file cache answers. */
export interface SyncFileReader {
  /** Like `read`, but may answer with fewer bytes anywhere; 0 only at the end. */
  readSync(into: Uint8Array, position: number): number;
}

/** An open file. Replaced or deleted on disk, it goes on being read as it was. */
export interface OpenFileReader extends FileReader, SyncFileReader {
  /** For `shareFileReader` in other threads, whose reading must have ended before `close`. */
  readonly descriptor: number;
  /** The present state of the open file, whatever its path leads to by now. */
  takeStamp(): Promise<FileStamp>;
  /** Whether it still has the bytes it had when the stamp was taken; there may be more after them. */
  stillHas(stamp: FileStamp): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens a file for reading; rejects as `fs.open` does. */
export async function openFileReader(path: string): Promise<OpenFileReader> {
  const file = await open(path, 'r');
  let waitingCount = 0;
  return {
    ...shareFileReader(file.fd),
    descriptor: file.fd,
    get waitingCount() {
      return waitingCount;
    },
    async read(into, position) {
      waitingCount++;
      try {
        return await fill(file, into, position);
      } finally {
        waitingCount--;
      }
    },
    takeStamp: () => stampFile(file),
    stillHas: (stamp) => stillHas(file, stamp),
    close: () => file.close(),
  };
}

async function fill(file: FileHandle, into: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/** Reads what another thread of this process has open. */
export function shareFileReader(descriptor: number): SyncFileReader {
  return { readSync: (into, position) => readSync(descriptor, into, 0, into.length, position) };
}
