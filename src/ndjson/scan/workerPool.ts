import os from 'node:os';
import type { KernelCode } from '../kernel/kernel.ts';
import type { FileRange } from '../file/lineBlocks.ts';
import type { LineJobKind, JobParts, RequestOf } from './lineJobs.ts';
import { SharedJob } from './sharedJob.ts';
import { startWorkerThread, type WorkerThread } from './workerThread.ts';

/** Threads that work on one file. They start with `warmUp` or the first job, and end when idle for long and with `close`. */
export interface WorkerPool {
  /**
   * Does a job for each range, on all threads, and yields the parts in the order of the ranges. Rejects with an Error if a
   * thread fails. Aborting, or ending the loop, ends the job silently: what was yielded is all there is.
   */
  run<K extends LineJobKind>(
    request: RequestOf<K>,
    ranges: readonly FileRange[],
    signal?: AbortSignal,
  ): AsyncGenerator<JobParts[K]>;
  /** Starts the threads ahead of the first job and has each compile its code on the file's first bytes; resolves when done. */
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
  /** Threads without a job for so long end: each takes some 15 MB. Default 3 minutes. */
  readonly idleMs?: number;
}

/** A thread that is busy for so long after its job was aborted is ended: a regular expression may never end. */
const stuckMs = 2000;
/** Ranges a thread is asked for ahead, so that it need not wait for the next. */
const aheadCount = 2;
/** Parts that may wait to be taken, for each thread: their memory is bounded, however slowly they are taken. */
const waitingParts = 8;
const defaultIdleMs = 180_000;
/** A file of one range needs one thread. */
const warmUpBytesPerThread = 1024 * 1024;

export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const pool = new ThreadPool(options);
  return {
    run: (request, ranges, signal) => pool.run(request, ranges, signal),
    warmUp: () => pool.warmUp(),
    close: () => pool.close(),
  };
}

class ThreadPool implements WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #threadCount: number;
  readonly #threads: WorkerThread[] = [];
  readonly #jobs: SharedJob[] = [];
  /** Threads that are being ended: until they are, they may still read. */
  readonly #ending = new Set<Promise<void>>();
  #warmingUp: Promise<void> | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #nextNumber = 1;
  #isClosed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#threadCount = options.threadCount ?? Math.min(2, os.availableParallelism());
  }

  async *run<K extends LineJobKind>(
    request: RequestOf<K>,
    ranges: readonly FileRange[],
    signal?: AbortSignal,
  ): AsyncGenerator<JobParts[K]> {
    const job = new SharedJob(this.#nextNumber++, request, ranges);
    this.#jobs.push(job);
    const onAbort = (): void => job.wake();
    signal?.addEventListener('abort', onAbort);
    try {
      for (let rangeIndex = 0; rangeIndex < ranges.length; rangeIndex++) {
        this.#handOut();
        const part = await job.take(rangeIndex, () => this.#isClosed || signal?.aborted === true);
        if (part === undefined) return;
        yield part as JobParts[K];
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#endJob(job);
    }
  }

  warmUp(): Promise<void> {
    return (this.#warmingUp ??= this.#startThreads().finally(() => (this.#warmingUp = undefined)));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    for (const thread of [...this.#threads]) this.#endThread(thread);
    for (const job of this.#jobs) job.wake();
    await Promise.all(this.#ending);
  }

  async #startThreads(): Promise<void> {
    if (this.#isClosed) return;
    const { sizeBytes } = this.#options;
    const wanted = Math.min(this.#threadCount, Math.ceil(sizeBytes / warmUpBytesPerThread));
    // One after the other, so that a core is left for scrolling meanwhile.
    while (this.#threads.length < wanted && !this.#isClosed) {
      const thread = this.#startThread();
      await thread.warmUp(sizeBytes);
      if (!this.#threads.includes(thread)) return;
    }
  }

  /** Asks threads for ranges: of a job that has some left and not too many parts that wait to be taken. */
  #handOut(): void {
    while (!this.#isClosed) {
      const job = this.#jobs.find((it) => it.hasMore && it.waitingCount < this.#threadCount * waitingParts);
      const thread = job && this.#pickThread();
      if (!thread || thread.pending.length >= aheadCount) return;
      thread.ask(job, job.handOut());
      // The next range is another job's: a question does not wait for an index that is being built.
      this.#jobs.push(...this.#jobs.splice(this.#jobs.indexOf(job), 1));
    }
  }

  /** The thread with the least to do; a new one as long as there may be more and all have something. */
  #pickThread(): WorkerThread {
    const idle = this.#threads.find((it) => it.pending.length === 0);
    if (idle) return idle;
    if (this.#threads.length < this.#threadCount) return this.#startThread();
    return this.#threads.reduce((least, it) => (it.pending.length < least.pending.length ? it : least));
  }

  #startThread(): WorkerThread {
    const { workerUrl, descriptor, getCode } = this.#options;
    const thread = startWorkerThread(
      workerUrl,
      { descriptor, code: getCode() },
      { onAnswer: () => this.#handOut(), onDeath: (dead) => this.#forget(dead) },
    );
    this.#threads.push(thread);
    this.#restartIdleTimer();
    return thread;
  }

  #forget(thread: WorkerThread): void {
    const at = this.#threads.indexOf(thread);
    if (at !== -1) this.#threads.splice(at, 1);
  }

  #endThread(thread: WorkerThread): void {
    this.#forget(thread);
    const ending = thread.terminate().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  /** Called whenever a thread or a job begins or ends: the time without a job counts from then on. */
  #restartIdleTimer(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => {
      if (this.#jobs.length > 0) this.#restartIdleTimer();
      else for (const thread of [...this.#threads]) this.#endThread(thread);
    }, this.#options.idleMs ?? defaultIdleMs).unref();
  }

  #endJob(job: SharedJob): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1);
    if (!this.#isClosed) this.#restartIdleTimer();
    job.clear();
    for (const thread of this.#threads) {
      thread.end(job);
      this.#watchIfStuck(thread, job);
    }
    this.#handOut();
  }

  #watchIfStuck(thread: WorkerThread, job: SharedJob): void {
    if (thread.pending.some((it) => it.job === job))
      setTimeout(() => this.#endIfStuck(thread, job), stuckMs).unref();
  }

  /** Asks another thread for what other jobs had asked of the one that is ended. */
  #endIfStuck(thread: WorkerThread, job: SharedJob): void {
    if (this.#isClosed || !this.#threads.includes(thread)) return;
    // Busy with another job first: that one is awaited.
    if (thread.pending[0]?.job !== job) return this.#watchIfStuck(thread, job);
    this.#endThread(thread);
    for (const it of thread.pending)
      if (this.#jobs.includes(it.job)) this.#pickThread().ask(it.job, it.rangeIndex);
    this.#handOut();
  }
}
