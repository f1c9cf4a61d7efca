import { unpackError } from '../../util/packedError.ts';
import { Worker } from 'node:worker_threads';
import { currentLanguage } from '../../protocol/language.ts';
import type { SharedJob } from './sharedJob.ts';
import type { FromWorker, ToWorker, WorkerStart } from './workerMessages.ts';

/** A range that a thread was asked for. */
export interface PendingRange {
  readonly job: SharedJob;
  readonly rangeIndex: number;
}

/** One thread, and the ranges that it was asked for and has not answered, oldest first. */
export interface WorkerThread {
  readonly pending: readonly PendingRange[];
  ask(job: SharedJob, rangeIndex: number): void;
  /** No more of this job will be asked. */
  end(job: SharedJob): void;
  /** Has it do a little of every kind of job; resolves when it did, or ended. */
  warmUp(sizeBytes: number): Promise<void>;
  /** Ends the thread; pending ranges stay unanswered. Resolves when it reads nothing any more. */
  terminate(): Promise<void>;
}

export interface ThreadEvents {
  readonly onAnswer: (thread: WorkerThread) => void;
  readonly onDeath: (thread: WorkerThread) => void;
}

/** Starts a thread. `onAnswer` is called after each answer, `onDeath` when it ended by itself (its jobs have failed). */
export function startWorkerThread(
  workerUrl: URL | string,
  start: Omit<WorkerStart, 'language'>,
  on: ThreadEvents,
): WorkerThread {
  const worker = new Worker(workerUrl, {
    workerData: { ...start, language: currentLanguage() } satisfies WorkerStart,
    name: 'ndjson',
  });
  const warmedUp: (() => void)[] = [];
  let hasEnded = false;

  // An idle thread keeps no process alive, and a job's end is not answered.
  function post(message: ToWorker): void {
    if (message.kind !== 'end') worker.ref();
    worker.postMessage(message);
  }

  /** False if it had ended before. */
  function end(): boolean {
    if (hasEnded) return false;
    hasEnded = true;
    for (const resolve of warmedUp) resolve();
    return true;
  }

  const { takeAnswer, failAll, ...queue } = createQueue(post);
  const thread: WorkerThread = {
    ...queue,
    warmUp(sizeBytes) {
      post({ kind: 'warmUp', sizeBytes });
      return new Promise((resolve) => warmedUp.push(resolve));
    },
    async terminate() {
      end();
      await worker.terminate();
    },
  };
  worker.unref();
  worker.on('message', (message: FromWorker) => {
    if (hasEnded) return;
    if (message.kind === 'warmedUp') warmedUp.shift()?.();
    else takeAnswer(message);
    if (thread.pending.length + warmedUp.length === 0) worker.unref();
    on.onAnswer(thread);
  });
  watchDeath(worker, (error) => {
    if (!end()) return;
    failAll(error);
    on.onDeath(thread);
  });
  return thread;
}

interface ThreadQueue extends Pick<WorkerThread, 'pending' | 'ask' | 'end'> {
  takeAnswer(message: Exclude<FromWorker, { kind: 'warmedUp' }>): void;
  failAll(error: Error): void;
}

function createQueue(post: (message: ToWorker) => void): ThreadQueue {
  const begun = new Set<number>();
  const pending: PendingRange[] = [];
  return {
    pending,
    ask(job, rangeIndex) {
      const range = job.ranges[rangeIndex];
      if (!range) return;
      if (!begun.has(job.number)) post({ kind: 'begin', job: job.number, request: job.request });
      begun.add(job.number);
      pending.push({ job, rangeIndex });
      post({ kind: 'scan', job: job.number, rangeIndex, range });
    },
    end(job) {
      if (begun.delete(job.number)) post({ kind: 'end', job: job.number });
    },
    takeAnswer(message) {
      const answered = pending.shift();
      if (!answered) return;
      const { job, rangeIndex } = answered;
      if (message.kind === 'failed') job.fail(unpackError(message.error));
      else job.put(rangeIndex, message.part);
    },
    failAll(error) {
      for (const { job } of pending) job.fail(error);
    },
  };
}

/** However a thread ends: by an error, for want of memory, or because something in it called `process.exit`. */
function watchDeath(worker: Worker, onDeath: (error: Error) => void): void {
  worker.on('error', (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    onDeath(new Error(`A thread that reads the file ended: ${reason}`));
  });
  worker.on('exit', (code) => onDeath(new Error(`A thread that reads the file ended with code ${code}.`)));
}
