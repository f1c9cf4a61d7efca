import type { Query } from '../protocol/query.ts';
import { dropMarks } from '../text/byteOrderMark.ts';
import type { Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { diffFiles, type DiffStage } from './diff/diffFiles.ts';
import { orderByAfter } from './diff/pairOrder.ts';
import { createChangeWatch } from './file/changeWatch.ts';
import { findLines, type FileLines, type LinesProgress } from './file/fileLines.ts';
import { openFileReader, type FileReader, type OpenFileReader } from './file/fileReader.ts';
import { createFileChangedError, type FileStamp } from './file/fileStamp.ts';
import { recogniseForeign, recognisedBytes, type ForeignText } from './file/foreignText.ts';
import { createKeyFinder, warmUpKeyIndex } from './keyLookup.ts';
import { compileKernel, type KernelCode } from './kernel/kernel.ts';
import { saveCsv, saveNdjson, type CsvToSave, type LinesToSave, type SaveStage } from './saveLines.ts';
import { createHitFinder, type HitFinder } from './scan/hitFinder.ts';
import {
  countValues,
  filterLines,
  profileFields,
  searchLines,
  type CountStage,
  type FindStage,
  type ProfileStage,
  type ScannedFile,
  type SearchStage,
} from './scan/lineTasks.ts';
import type { SearchPattern } from './scan/textSearch.ts';
import { createWorkerPool, type WorkerPool } from './scan/workerPool.ts';
import { readFieldTexts } from './show/fieldTexts.ts';
import { createRowReader, type Row, type RowOptions } from './show/rowReader.ts';
import { sampleFile, type FileSample } from './show/sampleFile.ts';

/*
 * All that the viewer uses of this folder. Other files give it types only; what `exports` uses is in unpackedLines.ts.
 */
export { trimCache } from './file/trimCache.ts';
export { readDocument } from './readDocument.ts';

export interface OpenNdjsonOptions {
  /** The bundled worker (dist/ndjsonWorker.cjs), or worker.ts where Node runs TypeScript. */
  readonly workerUrl: URL | string;
  /** Where indexes are kept of files that have none beside them; without it they are built anew each time. */
  readonly cacheDirectory?: string;
  /** Default 2, or 1 on a single core. */
  readonly threadCount?: number;
  /** Threads without a question for so long end; the next one starts them again. Default 3 minutes. */
  readonly idleMs?: number;
}

/**
 * An NDJSON file of any size, open for reading. Lines are counted from 0. Tasks that look at all lines wait until those
 * are known, run on threads of their own, yield stages at most ten times a second, and end silently when aborted or when the
 * file is closed. They reject with an Error, its message fit to show, if the bytes change underneath or a thread dies; a
 * file that was replaced or deleted is read as it was when opened, and one that grew up to where it ended then.
 */
export interface NdjsonFile extends Disposable, FileSample, HitFinder {
  readonly path: string;
  readonly sizeBytes: number;
  /** The state of the file that was opened. */
  readonly stamp: FileStamp;
  /** How many lines are known so far, and whether those are all. */
  readonly progress: LinesProgress;
  readonly onProgress: Listen<LinesProgress>;
  /**
   * Resolves when all lines are known (at once if an index was saved) or the file was closed; rejects with an Error if they
   * cannot be read.
   */
  whenIndexed(): Promise<void>;
  /**
   * Starts the threads and has each do a little of every kind of job, so that the next question finds all code compiled.
   * The file does so by itself when all lines are known; idle threads end again. Resolves when they are ready.
   */
  warmUp(): Promise<void>;
  /** Fires once, when the file on disk is found to be another than the one that was opened: open it again. */
  readonly onChanged: Listen<void>;
  /** Looks whether the file on disk is still the one that was opened; every task and `readRows` look too, at most once a second. */
  checkUnchanged(): Promise<boolean>;
  /**
   * Rejects with an Error if the bytes that were opened are no longer there: call it after reading lines that
   * are kept. That the file was replaced, deleted or grew does not matter.
   */
  requireSameBytes(): Promise<void>;

  /** Where a line that is known begins and ends, without its `\n`: offsets of bytes. */
  locate(line: number): readonly [number, number];
  /** The text of the bytes [from, to), which begin with a line, without the byte order marks of its lines. */
  readText(from: number, to: number): Promise<string>;
  /** Rows of these lines, in their order; see `RowReader`. */
  readRows(lines: readonly number[], options?: RowOptions): Promise<Row[]>;
  /** What each of these lines has at a top-level field; see `readFieldTexts`. */
  readFieldTexts(lines: readonly number[], field: string): Promise<string[]>;
  /** What the file is if it is not lines of UTF-8. */
  recogniseForeign(): Promise<ForeignText | undefined>;

  /** Lines that hold a text or match a regular expression, of the lines of a query (default: all). */
  find(pattern: SearchPattern, signal?: AbortSignal, query?: Query): AsyncGenerator<SearchStage>;
  /** Lines that match a query (see `parseQuery`). */
  filter(query: Query, signal?: AbortSignal): AsyncGenerator<FindStage>;
  /** Values at a path with how many lines have them, the `limit` (1,000) most common ones; of the lines of a query. */
  countBy(path: string, options?: CountOptions, signal?: AbortSignal): AsyncGenerator<CountStage>;
  /** What there is at every path, of the lines of a query (default: all). */
  profile(query?: Query, signal?: AbortSignal): AsyncGenerator<ProfileStage>;
  /**
   * Lines whose top-level `field` is `key`: exact, through an index that is built at the first question and kept. Calls
   * share one build, which goes on as long as one of them waits for it; an aborted call gets no lines.
   */
  findKey(field: string, key: string, signal?: AbortSignal): Promise<number[]>;
  /**
   * Compares with an earlier file by a top-level field of their lines, see `diffFiles`; the changed lines of the last stage
   * are in the order of this file.
   */
  compareWith(earlier: NdjsonFile, field: string, signal?: AbortSignal): AsyncGenerator<DiffStage>;

  /** Saves lines as they stand; see `saveNdjson` of saveLines.ts. */
  saveNdjson(lines: LinesToSave, targetPath: string, signal?: AbortSignal): AsyncGenerator<SaveStage>;
  /** Saves columns of lines; see `saveCsv` of saveLines.ts. */
  saveCsv(csv: CsvToSave, targetPath: string, signal?: AbortSignal): AsyncGenerator<SaveStage>;

  /** All lines, and threads to look at them: for the comparison with a later file. */
  scanned(): Promise<ScannedFile>;
}

export interface CountOptions {
  readonly query?: Query;
  readonly limit?: number;
}

const everything: Query = { kind: 'everything' };
/** Time for the first rows to be shown. */
const warmUpAfterMs = 700;

/** Opens a file for reading: resolves as soon as its first rows can be read. Rejects as `fs.open` does. */
export async function openNdjson(path: string, options: OpenNdjsonOptions): Promise<NdjsonFile> {
  const reader = await openFileReader(path);
  const stamp = await reader.takeStamp();
  let code: KernelCode | undefined;
  const getCode = (): KernelCode => (code ??= compileKernel());
  const { descriptor } = reader;
  const pool = createWorkerPool({ ...options, descriptor, sizeBytes: stamp.sizeBytes, getCode });
  const closing = new AbortController();
  const source = { path, reader, stamp, cacheDirectory: options.cacheDirectory };
  const lines = await findLines(source, closing.signal);
  return createNdjsonFile({ ...source, pool, lines, closing, getCode });
}

/** What an open file is made of. */
interface FileParts {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly reader: OpenFileReader;
  readonly pool: WorkerPool;
  readonly lines: FileLines;
  readonly closing: AbortController;
  readonly getCode: () => KernelCode;
  readonly cacheDirectory: string | undefined;
}

function createNdjsonFile(parts: FileParts): NdjsonFile {
  const { path, stamp, reader, pool, lines, closing } = parts;
  const rows = createRowReader(reader, lines.current, parts.getCode);
  const watch = createChangeWatch(path, stamp);
  const run = runOnSameBytes(parts);
  const saved = { rows, requireSameBytes: () => requireSameBytes(reader, stamp) };
  const findKey = createKeyFinder({ ...parts, rows, scanned });
  warmUpWhenIdle(parts);

  async function scanned(): Promise<ScannedFile> {
    await lines.whenDone;
    watch.look();
    return { lines: lines.current(), run };
  }

  return {
    path,
    sizeBytes: stamp.sizeBytes,
    stamp,
    get progress() {
      return lines.progress;
    },
    onProgress: lines.onProgress,
    whenIndexed: () => lines.whenDone,
    warmUp: () => warmUp(parts),
    onChanged: watch.onChanged,
    checkUnchanged: watch.check,
    requireSameBytes: saved.requireSameBytes,
    locate: (line) => [lines.current().lineStart(line), lines.current().lineEnd(line)],
    readText: async (from, to) => dropMarks((await readRange(reader, from, to)).toString('utf8')),
    async readRows(wanted, options) {
      watch.look();
      return rows.readRows(wanted, options);
    },
    readFieldTexts: (wanted, field) => readFieldTexts(rows, wanted, field),
    async recogniseForeign() {
      const length = Math.min(stamp.sizeBytes, recognisedBytes);
      return recogniseForeign(await readRange(reader, 0, length), length < stamp.sizeBytes);
    },
    ...sampleFile(reader, lines),
    ...createHitFinder(pool.run, lines.current, rows),
    ...createTasks(scanned, parts),
    findKey,
    async *compareWith(earlier, field, signal) {
      const files = await Promise.all([earlier.scanned(), scanned()]);
      for await (const stage of diffFiles(...files, field, signal))
        yield stage.diff
          ? { ...stage, diff: { ...stage.diff, changed: await orderByAfter(stage.diff.changed) } }
          : stage;
    },
    saveNdjson: (wanted, target, signal) => saveNdjson(saved, wanted, target, signal),
    saveCsv: (csv, target, signal) => saveCsv(saved, csv, target, signal),
    scanned,
    dispose() {
      closing.abort();
      // Its threads read what is open here.
      void pool.close().finally(() => void reader.close());
    },
  };
}

function createTasks(
  scanned: () => Promise<ScannedFile>,
  parts: FileParts,
): Pick<NdjsonFile, 'find' | 'filter' | 'countBy' | 'profile'> {
  return {
    find: (pattern, signal, query = everything) =>
      delegate(scanned, (file) => searchLines(file, { pattern, query }, signal), parts, signal),
    filter: (query, signal) => delegate(scanned, (file) => filterLines(file, query, signal), parts, signal),
    countBy: (wanted, { query = everything, limit = 1000 } = {}, signal) =>
      delegate(scanned, (file) => countValues(file, { path: wanted, query, limit }, signal), parts, signal),
    profile: (query = everything, signal) =>
      delegate(scanned, (file) => profileFields(file, query, signal), parts, signal),
  };
}

async function readRange(reader: FileReader, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  return bytes.subarray(0, await reader.read(bytes, from));
}

/** Jobs on the bytes that were opened: where those are no longer there, a job fails instead of answering for others. */
function runOnSameBytes({ pool, reader, stamp, closing }: FileParts): WorkerPool['run'] {
  return async function* (request, ranges, signal) {
    yield* pool.run(request, ranges, signal);
    if (signal?.aborted || closing.signal.aborted) return;
    await requireSameBytes(reader, stamp);
  };
}

async function requireSameBytes(reader: OpenFileReader, stamp: FileStamp): Promise<void> {
  if (!(await reader.stillHas(stamp))) throw createFileChangedError();
}

async function warmUp({ pool, lines }: FileParts): Promise<void> {
  try {
    await pool.warmUp();
    await warmUpKeyIndex({ lines: lines.current(), run: pool.run });
  } catch {
    // The next task says why a thread fails or the file cannot be read.
  }
}

/** Starts the threads when the first rows have been shown and all lines are known, before a first question can be typed. */
function warmUpWhenIdle(parts: FileParts): void {
  const { lines, closing } = parts;
  void lines.whenDone.then(
    () => {
      const timer = setTimeout(() => void warmUp(parts), warmUpAfterMs).unref();
      closing.signal.addEventListener('abort', () => clearTimeout(timer));
    },
    () => undefined,
  );
}

async function* delegate<S>(
  scanned: () => Promise<ScannedFile>,
  run: (file: ScannedFile) => AsyncGenerator<S>,
  { closing }: FileParts,
  signal: AbortSignal | undefined,
): AsyncGenerator<S> {
  const file = await scanned();
  if (!signal?.aborted && !closing.signal.aborted) yield* run(file);
}
