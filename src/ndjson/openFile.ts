import { UserError } from '../protocol/userError.ts';
import type { Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { createChangeWatch } from './file/changeWatch.ts';
import { findLines, type FileLines, type LinesProgress } from './file/fileLines.ts';
import { openFile, type FileReader, type OpenFile } from './file/fileReader.ts';
import { changedMessage, type FileStamp } from './file/fileStamp.ts';
import { compileKernel, type KernelCode } from './kernel/kernel.ts';
import type { LayoutOptions } from './json/jsonLayout.ts';
import { createKeyFinder, rehearseKeyIndex } from './keyLookup.ts';
import { layOutLine, longLineBytes, type LineDocument } from './json/layOutLine.ts';
import { layOutElsewhere } from './scan/lineDocument.ts';
import { createHitFinder, type HitFinder } from './scan/hitFinder.ts';
import type { LineList } from './file/lineList.ts';
import {
  countValues,
  findMatches,
  findText,
  profileFields,
  type CountStage,
  type FindStage,
  type ProfileStage,
  type ScannedFile,
  type SearchStage,
} from './scan/lineTasks.ts';
import type { Query } from '../protocol/query.ts';
import { createRowReader, type Row, type RowOptions, type RowReader } from './show/rowReader.ts';
import { sampleFile, type FileSample } from './show/sampleFile.ts';
import type { SearchPattern } from './scan/textSearch.ts';
import { createWorkerPool, type WorkerPool } from './scan/workerPool.ts';

export interface OpenOptions {
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
   * Starts the threads and has them rehearse, which the file does by itself when all lines are known: a question that
   * comes before waits for them to start. Call it when a question is likely (a find box opens): idle threads may have
   * ended. Resolves when they are ready.
   */
  warm(): Promise<void>;
  /** Fires once, when the file on disk is found to be another than the one that was opened: open it again. */
  readonly onChanged: Listen<void>;
  /** Looks whether the file on disk is still the one that was opened; every task and `readRows` look too, once a second. */
  checkUnchanged(): Promise<boolean>;
  /**
   * Rejects with an Error if the bytes that were opened are no longer there: whoever read lines to keep them asks
   * afterwards. That the file was replaced, deleted or grew is no matter.
   */
  requireSameBytes(): Promise<void>;

  /** Where a line that is known begins and ends, without its `\n`: offsets of bytes. */
  locate(line: number): readonly [number, number];
  /** The bytes of [from, to), fewer where the file ends. */
  readBytes(from: number, to: number): Promise<Buffer>;
  /** Rows `from` and on, of all lines. */
  readRows(from: number, count: number, options?: RowOptions): Promise<Row[]>;
  /** Rows at the places `from` and on of a list that a task found. */
  readRowsOf(list: LineList, from: number, count: number, options?: RowOptions): Promise<Row[]>;
  /** One line as a document. RangeError, with a sentence, if it is longer than 64 MB or not there. */
  readDocument(line: number, options: LayoutOptions): Promise<LineDocument>;

  /** Lines that hold a text or match a regular expression, of the lines of a query (default: all). */
  find(pattern: SearchPattern, signal?: AbortSignal, query?: Query): AsyncGenerator<SearchStage>;
  /** Lines that match a query (see `parseQuery`). */
  filter(query: Query, signal?: AbortSignal): AsyncGenerator<FindStage>;
  /** Values at a path with how many lines have them, the `limit` (1,000) most common ones; of the lines of a query. */
  countBy(path: string, options?: CountOptions, signal?: AbortSignal): AsyncGenerator<CountStage>;
  /** What there is at every path, of the lines of a query (default: all). */
  profile(query?: Query, signal?: AbortSignal): AsyncGenerator<ProfileStage>;
  /**
   * Lines whose top-level `field` is `key`: exact, through an index that is built at the first question, or by `warmKeys`,
   * and kept. Questions share one build, which goes on as long as anybody waits for it; whoever is aborted gets no lines.
   */
  findKey(field: string, key: string, signal?: AbortSignal): Promise<number[]>;
  /** Builds the index of a field's values ahead of the first question; ends silently when aborted or closed. */
  warmKeys(field: string, signal?: AbortSignal): Promise<void>;

  /** For tasks that are not the file's own: comparing, saving. */
  scanned(): Promise<ScannedFile>;
  readonly rows: RowReader;
}

export interface CountOptions {
  readonly query?: Query;
  readonly limit?: number;
}

const everything: Query = { kind: 'everything' };
const longestDocument = 64 * 1024 * 1024;
/** Time for the first rows to be shown. */
const warmAfterMs = 700;

/** Opens a file: resolves as soon as its first rows can be read. Rejects as `fs.open` does. */
export async function openNdjson(path: string, options: OpenOptions): Promise<NdjsonFile> {
  const reader = await openFile(path);
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

interface Parts {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly reader: OpenFile;
  readonly pool: WorkerPool;
  readonly lines: FileLines;
  readonly closing: AbortController;
  readonly getCode: () => KernelCode;
  readonly cacheDirectory: string | undefined;
}

function createNdjsonFile(parts: Parts): NdjsonFile {
  const { path, stamp, reader, pool, lines, closing } = parts;
  const rows = createRowReader(reader, lines.current, parts.getCode);
  const watch = createChangeWatch(path, stamp);
  const run = runOnSameBytes(parts);
  const keys = createKeyFinder({ ...parts, rows, scanned });
  warmWhenIdle(parts);

  const locate = (line: number) => [lines.current().lineStart(line), lines.current().lineEnd(line)] as const;

  async function scanned(): Promise<ScannedFile> {
    await lines.whenDone;
    watch.look();
    return { lines: lines.current(), run };
  }

  return {
    path,
    sizeBytes: stamp.sizeBytes,
    stamp,
    locate,
    rows,
    scanned,
    get progress() {
      return lines.progress;
    },
    onProgress: lines.onProgress,
    whenIndexed: () => lines.whenDone,
    warm: () => warm(parts),
    onChanged: watch.onChanged,
    checkUnchanged: watch.check,
    requireSameBytes: () => requireSameBytes(reader, stamp),
    readBytes: (from, to) => readRange(reader, from, to),
    async readRows(from, count, options) {
      watch.look();
      return rows.readRows(countUp(from, Math.min(from + count, lines.progress.lineCount)), options);
    },
    async readRowsOf(list, from, count, options) {
      watch.look();
      return rows.readRows(list.slice(from, count), options);
    },
    readDocument: async (line, layout) => readDocument(rows, pool, { line, range: locate(line) }, layout),
    ...sampleFile(reader, lines),
    ...createHitFinder(pool.run, lines.current, rows),
    ...createTasks(scanned, parts),
    findKey: keys.find,
    warmKeys: keys.warm,
    dispose() {
      closing.abort();
      // Its threads read what is open here.
      void pool.close().finally(() => void reader.close());
    },
  };
}

function createTasks(
  scanned: () => Promise<ScannedFile>,
  parts: Parts,
): Pick<NdjsonFile, 'find' | 'filter' | 'countBy' | 'profile'> {
  return {
    find: (pattern, signal, query = everything) =>
      delegate(scanned, (file) => findText(file, { pattern, query }, signal), parts, signal),
    filter: (query, signal) => delegate(scanned, (file) => findMatches(file, query, signal), parts, signal),
    countBy: (wanted, { query = everything, limit = 1000 } = {}, signal) =>
      delegate(scanned, (file) => countValues(file, { path: wanted, query, limit }, signal), parts, signal),
    profile: (query = everything, signal) =>
      delegate(scanned, (file) => profileFields(file, query, signal), parts, signal),
  };
}

async function readDocument(
  rows: RowReader,
  { run }: WorkerPool,
  { line, range }: { readonly line: number; readonly range: readonly [number, number] },
  layout: LayoutOptions,
): Promise<LineDocument> {
  const sizeBytes = range[1] - range[0];
  if (sizeBytes > longLineBytes && sizeBytes <= longestDocument) return layOutElsewhere(run, range, layout);
  return layOutLine(await rows.readLine(line, longestDocument), layout);
}

async function readRange(reader: FileReader, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from);
  return bytes.subarray(0, await reader.read(bytes, from));
}

/** Jobs on the bytes that were opened: where those are no longer there, a job fails instead of answering for others. */
function runOnSameBytes({ pool, reader, stamp, closing }: Parts): WorkerPool['run'] {
  return async function* (request, stretches, signal) {
    yield* pool.run(request, stretches, signal);
    if (signal?.aborted || closing.signal.aborted) return;
    await requireSameBytes(reader, stamp);
  };
}

async function requireSameBytes(reader: OpenFile, stamp: FileStamp): Promise<void> {
  if (!(await reader.stillHas(stamp))) throw new UserError(changedMessage);
}

async function warm({ pool, lines }: Parts): Promise<void> {
  try {
    await pool.warm();
    await rehearseKeyIndex({ lines: lines.current(), run: pool.run });
  } catch {
    // A thread that fails, or a file that cannot be read, is the next question's to tell.
  }
}

/** The threads start when the first rows have been shown and the lines are known, before anybody can have typed much. */
function warmWhenIdle(parts: Parts): void {
  const { lines, closing } = parts;
  void lines.whenDone.then(
    () => {
      const timer = setTimeout(() => void warm(parts), warmAfterMs).unref();
      closing.signal.addEventListener('abort', () => clearTimeout(timer));
    },
    () => undefined,
  );
}

async function* delegate<S>(
  scanned: () => Promise<ScannedFile>,
  run: (file: ScannedFile) => AsyncGenerator<S>,
  { closing }: Parts,
  signal: AbortSignal | undefined,
): AsyncGenerator<S> {
  const file = await scanned();
  if (!signal?.aborted && !closing.signal.aborted) yield* run(file);
}

function countUp(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}
