import { unpackError } from '../../util/packedError.ts';
import { Worker } from 'node:worker_threads';
import { currentLanguage } from '../../protocol/language.ts';
import type { FileRange } from '../file/lineBlocks.ts';
import type { JobKind, JobParts, JobRequest } from './lineJobs.ts';
import type { FromWorker, ToWorker, WorkerStart } from './workerMessages.ts';

/** A job as the threads see it; the parts they made wait in it until they are taken in order. */
export interface SharedJob {
  readonly number: number;
  readonly request: JobRequest;
  readonly ranges: readonly FileRange[];
  nextPlace: number;
  readonly parts: Map<number, JobParts[JobKind]>;
  failure: Error | undefined;
  /** Called when there is a part or a failure. */
  wake: () => void;
}

export interface Asked {
  readonly job: SharedJob;
  readonly place: number;
}

/** One thread with what it was asked and has not answered, oldest first. */
export interface WorkerThread {
  readonly asked: readonly Asked[];
  ask(job: SharedJob, place: number): void;
  /** No more of this job will be asked. */
  end(job: SharedJob): void;
  /** Has it do a little of everything; resolves when it did, or ended. */
  warmUp(sizeBytes: number): Promise<void>;
  /** Ends the thread; what it was asked stays unanswered. Resolves when it reads nothing any more. */
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

  const { takeAnswer, failAll, ...askings } = createAskings(post);
  const thread: WorkerThread = {
    ...askings,
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
    if (thread.asked.length + warmedUp.length === 0) worker.unref();
    on.onAnswer(thread);
  });
  watchDeath(worker, (error) => {
    if (!end()) return;
    failAll(error);
    on.onDeath(thread);
  });
  return thread;
}

interface Askings extends Pick<WorkerThread, 'asked' | 'ask' | 'end'> {
  takeAnswer(message: Exclude<FromWorker, { kind: 'warmedUp' }>): void;
  failAll(error: Error): void;
}

function createAskings(post: (message: ToWorker) => void): Askings {
  const begun = new Set<number>();
  const asked: Asked[] = [];
  return {
    asked,
    ask(job, place) {
      const range = job.ranges[place];
      if (!range) return;
      if (!begun.has(job.number)) post({ kind: 'begin', job: job.number, request: job.request });
      begun.add(job.number);
      asked.push({ job, place });
      post({ kind: 'scan', job: job.number, place, range });
    },
    end(job) {
      if (begun.delete(job.number)) post({ kind: 'end', job: job.number });
    },
    takeAnswer(message) {
      const answered = asked.shift();
      if (!answered) return;
      const { job, place } = answered;
      if (message.kind === 'failed') fail(job, unpackError(message.error));
      else {
        job.parts.set(place, message.part);
        job.wake();
      }
    },
    failAll(error) {
      for (const { job } of asked) fail(job, error);
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

function fail(job: SharedJob, error: Error): void {
  job.failure = error;
  job.wake();
}
