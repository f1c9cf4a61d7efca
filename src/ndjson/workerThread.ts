import { Worker } from 'node:worker_threads';
import type { Stretch } from './lineBlocks.ts';
import type { JobKind, JobParts, JobRequest } from './lineJobs.ts';
import type { FromWorker, ToWorker, WorkerStart } from './workerMessages.ts';

/** A job as the threads see it; the parts they made wait in it until they are taken in order. */
export interface SharedJob {
  readonly number: number;
  readonly request: JobRequest;
  readonly stretches: readonly Stretch[];
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
  /** Ends the thread; what it was asked stays unanswered. */
  terminate(): void;
}

/** Starts a thread. `onAnswer` is called after each answer, `onDeath` when it ended by itself (its jobs have failed). */
export function startWorkerThread(
  workerUrl: URL | string,
  workerData: WorkerStart,
  on: { readonly onAnswer: () => void; readonly onDeath: (thread: WorkerThread) => void },
): WorkerThread {
  const worker = new Worker(workerUrl, { workerData, name: 'ndjson' });
  const begun = new Set<number>();
  const asked: Asked[] = [];

  function post(message: ToWorker): void {
    worker.postMessage(message);
  }

  const thread: WorkerThread = {
    asked,
    ask(job, place) {
      const stretch = job.stretches[place];
      if (!stretch) return;
      if (!begun.has(job.number)) post({ kind: 'begin', job: job.number, request: job.request });
      begun.add(job.number);
      asked.push({ job, place });
      worker.ref();
      post({ kind: 'scan', job: job.number, place, stretch });
    },
    end(job) {
      if (begun.delete(job.number)) post({ kind: 'end', job: job.number });
    },
    terminate: () => void worker.terminate(),
  };

  // An idle thread keeps no process alive.
  worker.unref();
  worker.on('message', (message: FromWorker) => {
    const answered = asked.shift();
    if (asked.length === 0) worker.unref();
    if (answered) takeAnswer(answered, message);
    on.onAnswer();
  });
  worker.on('error', (error) => {
    for (const { job } of asked) fail(job, error instanceof Error ? error : new Error(String(error)));
    on.onDeath(thread);
  });
  return thread;
}

function takeAnswer({ job, place }: Asked, message: FromWorker): void {
  if (message.kind === 'failed') fail(job, new Error(message.message));
  else {
    job.parts.set(place, message.part);
    job.wake();
  }
}

function fail(job: SharedJob, error: Error): void {
  job.failure = error;
  job.wake();
}
