// The thread that looks at the bytes: bundled by itself as dist/ndjsonWorker.cjs, started by workerPool.
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../protocol/userError.ts';
import { useLanguage } from '../../protocol/language.ts';
import { shareFileReader } from '../file/fileReader.ts';
import { createLineJob, type LineJobKind, type JobParts, type JobRequest, type RunJob } from './lineJobs.ts';
import { warmUp } from './warmUpJobs.ts';
import type { FromWorker, ToWorker, WorkerStart } from './workerMessages.ts';
import { packError } from '../../util/packedError.ts';

const { descriptor, code, language } = workerData as WorkerStart;
useLanguage(language);
const reader = shareFileReader(descriptor);
const jobs = new Map<number, RunJob>();

function answer(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/**
 * A job that cannot begin fails at its first range, as others do. That a regular expression is invalid V8 says in its own
 * words, which are the user's to read.
 */
function beginJob(request: JobRequest): RunJob {
  try {
    return createLineJob(request, reader, code);
  } catch (error) {
    const failure = error instanceof SyntaxError ? new UserError(error.message) : error;
    return () => {
      throw failure;
    };
  }
}

/** The big arrays of a part change hands instead of being copied. */
function listBuffers(part: JobParts[LineJobKind]): ArrayBuffer[] {
  if ('numbers' in part) return [part.numbers.buffer];
  return 'starts' in part ? [part.starts.buffer] : [];
}

function scan({ job, rangeIndex, range }: Extract<ToWorker, { kind: 'scan' }>): void {
  try {
    const part = jobs.get(job)?.(range);
    if (part) answer({ kind: 'part', job, rangeIndex, part }, listBuffers(part));
    else answer({ kind: 'failed', job, rangeIndex, error: packError(new Error('This job was not begun.')) });
  } catch (error) {
    answer({ kind: 'failed', job, rangeIndex, error: packError(error) });
  }
}

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'begin':
      jobs.set(message.job, beginJob(message.request));
      return;
    case 'scan':
      scan(message);
      return;
    case 'end':
      jobs.delete(message.job);
      return;
    case 'warmUp':
      try {
        warmUp(reader, code, message.sizeBytes);
      } catch {
        // The next job says why the file cannot be read.
      }
      answer({ kind: 'warmedUp' });
  }
});
