import { createEmitter, type Listen } from '../../util/emitter.ts';
import type { FileReader, SyncFileReader } from './fileReader.ts';
import { createFileChangedError, type FileStamp } from './fileStamp.ts';
import { indexFilePath, readIndexFile, writeIndexFile } from './indexFile.ts';
import { createLineIndexBuilder, type LineIndex, type LineIndexBuilder } from './lineIndex.ts';
import { createThrottle } from './throttle.ts';
import { readChunks } from './readChunks.ts';

/** How much of a file's lines is known. */
export interface LinesProgress {
  readonly indexedBytes: number;
  readonly sizeBytes: number;
  readonly lineCount: number;
  readonly isDone: boolean;
}

/** The lines of an open file: the first ones at once, all of them a little later. */
export interface FileLines {
  /** What is known now; asks for more as it grows. */
  current(): LineIndex;
  readonly progress: LinesProgress;
  /** At most ten times a second, and when all lines are known. */
  readonly onProgress: Listen<LinesProgress>;
  /** Resolves when all lines are known, or the file was closed; rejects if they could not be read. */
  readonly whenDone: Promise<void>;
}

/** Indexed before anything else, in a few milliseconds: enough for the first rows. */
const firstReadBytes = 512 * 1024;
/** An index that is built in less time than it takes to notice is not saved. */
const savedFromBytes = 64 * 1024 * 1024;

/** The file whose lines are wanted. */
export interface LinesSource {
  readonly path: string;
  readonly reader: FileReader & SyncFileReader;
  readonly stamp: FileStamp;
  /** Where indexes are kept of files that have none beside them. */
  readonly cacheDirectory: string | undefined;
}

/** Finds a file's lines: from an index saved beside it or in the cache folder, else by reading it (and saving that). */
export async function findLines(source: LinesSource, signal: AbortSignal): Promise<FileLines> {
  const { sizeBytes } = source.stamp;
  const saved = await readSavedIndex(source);
  if (saved) return describeLines(sizeBytes, () => saved, Promise.resolve());
  const firstLines = createLineIndexBuilder();
  const chunk = Buffer.allocUnsafe(Math.min(firstReadBytes, sizeBytes));
  firstLines.push(chunk.subarray(0, await source.reader.read(chunk, 0)));
  if (sizeBytes <= firstReadBytes) return describeLines(sizeBytes, () => firstLines, Promise.resolve());
  const index = createLineIndexBuilder();
  const progress = createEmitter<void>();
  const whenDone = buildIndex(source, { index, onProgress: () => progress.fire() }, signal);
  // A failure is the caller's to handle, if there is one: it must not end the process.
  whenDone.catch(() => undefined);
  return describeLines(
    sizeBytes,
    () => (index.sizeBytes < firstLines.sizeBytes ? firstLines : index),
    whenDone,
    progress.event,
  );
}

/** Reads the file on the calling thread, a few milliseconds at a time: reading all of it takes less than a thread takes to start. */
async function buildIndex(
  { path, reader, stamp, cacheDirectory }: LinesSource,
  { index, onProgress }: { readonly index: LineIndexBuilder; readonly onProgress: () => void },
  signal: AbortSignal,
): Promise<void> {
  const { sizeBytes } = stamp;
  const isTime = createThrottle();
  try {
    for await (const chunk of readChunks(reader, sizeBytes)) {
      if (signal.aborted) return;
      index.push(chunk);
      if (index.sizeBytes < sizeBytes && isTime()) onProgress();
    }
  } catch (error) {
    // Closed in the middle of a read.
    if (signal.aborted) return;
    throw error;
  }
  if (index.sizeBytes !== sizeBytes) throw createFileChangedError();
  onProgress();
  if (cacheDirectory === undefined || sizeBytes < savedFromBytes) return;
  try {
    await writeIndexFile(indexFilePath(path, cacheDirectory), index, stamp);
  } catch {
    // With a full or read-only cache the next opening reads the file again.
  }
}

function describeLines(
  sizeBytes: number,
  current: () => LineIndex,
  whenDone: Promise<void>,
  changes?: Listen<void>,
): FileLines {
  function describe(): LinesProgress {
    const known = current();
    const isDone = known.sizeBytes === sizeBytes;
    return {
      indexedBytes: known.sizeBytes,
      sizeBytes,
      lineCount: isDone ? known.lineCount : known.newlineCount,
      isDone,
    };
  }
  return {
    current,
    get progress() {
      return describe();
    },
    onProgress: (listener) => changes?.(() => listener(describe())) ?? { dispose: () => undefined },
    whenDone,
  };
}

async function readSavedIndex({ path, stamp, cacheDirectory }: LinesSource): Promise<LineIndex | undefined> {
  const indexPaths = [
    indexFilePath(path),
    ...(cacheDirectory === undefined ? [] : [indexFilePath(path, cacheDirectory)]),
  ];
  for (const indexPath of indexPaths) {
    const reading = await readIndexFile(indexPath, stamp);
    if (reading.outcome === 'ready') return reading.index;
  }
  return undefined;
}
