import os from 'node:os';
import type { KernelCode } from '../kernel/kernel.ts';
import type { FileRange } from '../file/lineBlocks.ts';
import type { JobKind, JobParts, RequestOf } from './lineJobs.ts';
import { startWorkerThread, type SharedJob, type WorkerThread } from './workerThread.ts';

/** Threads that work on one file. They start with `warm` or the first job, and end when idle for long and with `close`. */
export interface WorkerPool {
  /**
   * Does a job for each range, on all threads, and yields the parts in the order of the ranges. Rejects with an
   * Error if a thread fails. Aborting, or leaving the loop, ends the job silently: what was yielded is all there is.
   */
  run<K extends JobKind>(
    request: RequestOf<K>,
    ranges: readonly FileRange[],
    signal?: AbortSignal,
  ): AsyncGenerator<JobParts[K]>;
  /** Starts the threads ahead of the first job, and has each warmUp on the file's first bytes; resolves when done. */
  warmUp(): Promise<void>;
  /** Ends all jobs silently and all threads; resolves when none reads the file any more. */
  close(): Promise<void>;
}

export interface WorkerPoolOptions {
  /** The file, open until `close` has resolved. */
  readonly descriptor: number;
  readonly sizeBytes: number;
  /** The kernel, compiled when first asked for. */
  readonly getCode: () => KernelCode;
  /** The bundled worker, or worker.ts itself where Node runs TypeScript. */
  readonly workerUrl: URL | string;
  /** Default: 2, or 1 on a single core. More would be faster and leave the editor's other processes nothing. */
  readonly threadCount?: number;
  /** Threads end when nothing was asked of them for so long: each takes some 15 MB. Default 3 minutes. */
  readonly idleMs?: number;
}

/** A thread busy for so long after its job was aborted is ended: a regular expression may take for ever. */
const stuckMs = 2000;
/** Stretches a thread is given ahead, so that it need not wait for the next. */
const aheadCount = 2;
/** Parts that may wait to be taken, for each thread: their memory is bounded, whatever the reader's pace. */
const waitingParts = 8;
const defaultIdleMs = 180_000;
/** A file of one range needs one thread. */
const warmBytesPerThread = 1024 * 1024;

interface Pool {
  readonly options: WorkerPoolOptions;
  readonly threadCount: number;
  readonly threads: WorkerThread[];
  readonly jobs: SharedJob[];
  /** Threads that are being ended: until they are, they may still read. */
  readonly ending: Set<Promise<void>>;
  warming: Promise<void> | undefined;
  idleTimer: NodeJS.Timeout | undefined;
  nextNumber: number;
  isClosed: boolean;
}

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const pool: Pool = {
    options,
    threadCount: options.threadCount ?? Math.min(2, os.availableParallelism()),
    threads: [],
    jobs: [],
    ending: new Set(),
    warming: undefined,
    idleTimer: undefined,
    nextNumber: 1,
    isClosed: false,
  };
  return {
    run: (request, ranges, signal) => runJob(pool, request, ranges, signal),
    warmUp: () => (pool.warming ??= warm(pool).finally(() => (pool.warming = undefined))),
    async close() {
      pool.isClosed = true;
      clearTimeout(pool.idleTimer);
      for (const thread of [...pool.threads]) endThread(pool, thread);
      for (const job of pool.jobs) job.wake();
      await Promise.all(pool.ending);
    },
  };
}

async function warm(pool: Pool): Promise<void> {
  if (pool.isClosed) return;
  const { sizeBytes } = pool.options;
  const wanted = Math.min(pool.threadCount, Math.ceil(sizeBytes / warmBytesPerThread));
  // One after the other, so that whoever scrolls meanwhile keeps a core.
  while (pool.threads.length < wanted && !pool.isClosed) {
    const thread = startThread(pool);
    await thread.warmUp(sizeBytes);
    if (!pool.threads.includes(thread)) return;
  }
}

async function* runJob<K extends JobKind>(
  pool: Pool,
  request: RequestOf<K>,
  ranges: readonly FileRange[],
  signal: AbortSignal | undefined,
): AsyncGenerator<JobParts[K]> {
  const job: SharedJob = {
    number: pool.nextNumber++,
    request,
    ranges,
    nextPlace: 0,
    parts: new Map(),
    failure: undefined,
    wake: () => undefined,
  };
  pool.jobs.push(job);
  const onAbort = (): void => job.wake();
  signal?.addEventListener('abort', onAbort);
  try {
    for (let place = 0; place < ranges.length; place++) {
      feed(pool);
      while (!job.parts.has(place) && !job.failure && !signal?.aborted && !pool.isClosed) {
        await new Promise<void>((resolve) => (job.wake = resolve));
      }
      if (signal?.aborted || pool.isClosed) return;
      if (job.failure) throw job.failure;
      const part = job.parts.get(place) as JobParts[K];
      job.parts.delete(place);
      yield part;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    endJob(pool, job);
  }
}

/** Gives threads something to do: of a job that has something left and is not too far ahead of its reader. */
function feed(pool: Pool): void {
  while (!pool.isClosed) {
    const job = pool.jobs.find(
      (it) => it.nextPlace < it.ranges.length && it.parts.size < pool.threadCount * waitingParts,
    );
    const thread = job && pickThread(pool);
    if (!thread || thread.asked.length >= aheadCount) return;
    thread.ask(job, job.nextPlace++);
    // Jobs take turns: a question is not kept waiting by an index that is being built.
    pool.jobs.push(...pool.jobs.splice(pool.jobs.indexOf(job), 1));
  }
}

/** The thread with the least to do; a new one as long as there may be more and all have something. */
function pickThread(pool: Pool): WorkerThread {
  const idle = pool.threads.find((it) => it.asked.length === 0);
  if (idle) return idle;
  if (pool.threads.length < pool.threadCount) return startThread(pool);
  return pool.threads.reduce((least, it) => (it.asked.length < least.asked.length ? it : least));
}

function startThread(pool: Pool): WorkerThread {
  const { workerUrl, descriptor, getCode } = pool.options;
  const thread = startWorkerThread(
    workerUrl,
    { descriptor, code: getCode() },
    { onAnswer: () => feed(pool), onDeath: (dead) => forget(pool, dead) },
  );
  pool.threads.push(thread);
  restUntilIdle(pool);
  return thread;
}

function forget(pool: Pool, thread: WorkerThread): void {
  const at = pool.threads.indexOf(thread);
  if (at !== -1) pool.threads.splice(at, 1);
}

function endThread(pool: Pool, thread: WorkerThread): void {
  forget(pool, thread);
  const ending = thread.terminate().finally(() => pool.ending.delete(ending));
  pool.ending.add(ending);
}

/** Called whenever something was asked: from then on the time without anything counts. */
function restUntilIdle(pool: Pool): void {
  clearTimeout(pool.idleTimer);
  pool.idleTimer = setTimeout(() => {
    if (pool.jobs.length > 0) restUntilIdle(pool);
    else for (const thread of [...pool.threads]) endThread(pool, thread);
  }, pool.options.idleMs ?? defaultIdleMs).unref();
}

function endJob(pool: Pool, job: SharedJob): void {
  pool.jobs.splice(pool.jobs.indexOf(job), 1);
  if (!pool.isClosed) restUntilIdle(pool);
  job.parts.clear();
  for (const thread of pool.threads) {
    thread.end(job);
    watchIfStuck(pool, thread, job);
  }
  feed(pool);
}

function watchIfStuck(pool: Pool, thread: WorkerThread, job: SharedJob): void {
  if (thread.asked.some((it) => it.job === job))
    setTimeout(() => endIfStuck(pool, thread, job), stuckMs).unref();
}

/** What other jobs had asked of the thread is asked again of another. */
function endIfStuck(pool: Pool, thread: WorkerThread, job: SharedJob): void {
  if (pool.isClosed || !pool.threads.includes(thread)) return;
  // Busy with another job first: that one is awaited.
  if (thread.asked[0]?.job !== job) return watchIfStuck(pool, thread, job);
  endThread(pool, thread);
  for (const it of thread.asked) if (pool.jobs.includes(it.job)) pickThread(pool).ask(it.job, it.place);
  feed(pool);
}
