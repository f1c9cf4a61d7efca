import os from 'node:os';
import type { Disposable } from '../util/disposables.ts';
import type { KernelCode } from './kernel/kernel.ts';
import type { Stretch } from './lineBlocks.ts';
import type { JobKind, JobParts, RequestOf } from './lineJobs.ts';
import { startWorkerThread, type SharedJob, type WorkerThread } from './workerThread.ts';

/** Threads that work on one file. They start when first needed and end with `dispose`. */
export interface WorkerPool extends Disposable {
  /**
   * Does a job for each stretch, on all threads, and yields the parts in the order of the stretches. Rejects with an
   * Error if a thread fails. Aborting, or leaving the loop, ends the job silently: what was yielded is all there is.
   */
  run<K extends JobKind>(
    request: RequestOf<K>,
    stretches: readonly Stretch[],
    signal?: AbortSignal,
  ): AsyncGenerator<JobParts[K]>;
}

export interface WorkerPoolOptions {
  readonly filePath: string;
  /** The kernel, compiled when first asked for. */
  readonly getCode: () => KernelCode;
  /** The bundled worker, or worker.ts itself where Node runs TypeScript. */
  readonly workerUrl: URL | string;
  /** Default: 2, or 1 on a single core. More would be faster and leave the editor's other processes nothing. */
  readonly threadCount?: number;
}

/** A thread busy for so long after its job was aborted is ended: a regular expression may take for ever. */
const stuckMs = 2000;
/** Stretches a thread is given ahead, so that it need not wait for the next. */
const aheadCount = 2;
/** Parts that may wait to be taken, for each thread: their memory is bounded, whatever the reader's pace. */
const waitingParts = 8;

interface Pool {
  readonly options: WorkerPoolOptions;
  readonly threadCount: number;
  readonly threads: WorkerThread[];
  readonly jobs: SharedJob[];
  nextNumber: number;
  disposed: boolean;
}

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const pool: Pool = {
    options,
    threadCount: options.threadCount ?? Math.min(2, os.availableParallelism()),
    threads: [],
    jobs: [],
    nextNumber: 1,
    disposed: false,
  };
  return {
    run: (request, stretches, signal) => runJob(pool, request, stretches, signal),
    dispose() {
      pool.disposed = true;
      for (const thread of pool.threads.splice(0)) thread.terminate();
      for (const job of pool.jobs) job.wake();
    },
  };
}

async function* runJob<K extends JobKind>(
  pool: Pool,
  request: RequestOf<K>,
  stretches: readonly Stretch[],
  signal: AbortSignal | undefined,
): AsyncGenerator<JobParts[K]> {
  const job: SharedJob = {
    number: pool.nextNumber++,
    request,
    stretches,
    nextPlace: 0,
    parts: new Map(),
    failure: undefined,
    wake: () => undefined,
  };
  pool.jobs.push(job);
  const onAbort = (): void => job.wake();
  signal?.addEventListener('abort', onAbort);
  try {
    for (let place = 0; place < stretches.length; place++) {
      feed(pool);
      while (!job.parts.has(place) && !job.failure && !signal?.aborted && !pool.disposed) {
        await new Promise<void>((resolve) => (job.wake = resolve));
      }
      if (signal?.aborted || pool.disposed) return;
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

/** Gives threads something to do: of the oldest job that has something left and is not too far ahead of its reader. */
function feed(pool: Pool): void {
  while (!pool.disposed) {
    const job = pool.jobs.find(
      (it) => it.nextPlace < it.stretches.length && it.parts.size < pool.threadCount * waitingParts,
    );
    const thread = job && pickThread(pool);
    if (!thread || thread.asked.length >= aheadCount) return;
    thread.ask(job, job.nextPlace++);
  }
}

/** The thread with the least to do; a new one as long as there may be more and all have something. */
function pickThread(pool: Pool): WorkerThread {
  const idle = pool.threads.find((it) => it.asked.length === 0);
  if (idle) return idle;
  if (pool.threads.length < pool.threadCount) {
    const { workerUrl, filePath, getCode } = pool.options;
    const started = startWorkerThread(
      workerUrl,
      { filePath, code: getCode() },
      {
        onAnswer: () => feed(pool),
        onDeath: (thread) => void pool.threads.splice(pool.threads.indexOf(thread), 1),
      },
    );
    pool.threads.push(started);
    return started;
  }
  return pool.threads.reduce((least, it) => (it.asked.length < least.asked.length ? it : least));
}

function endJob(pool: Pool, job: SharedJob): void {
  pool.jobs.splice(pool.jobs.indexOf(job), 1);
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
  if (pool.disposed || !pool.threads.includes(thread)) return;
  // Busy with another job first: that one is awaited.
  if (thread.asked[0]?.job !== job) return watchIfStuck(pool, thread, job);
  pool.threads.splice(pool.threads.indexOf(thread), 1);
  thread.terminate();
  for (const it of thread.asked) if (pool.jobs.includes(it.job)) pickThread(pool).ask(it.job, it.place);
  feed(pool);
}
