import { createLimiter } from '../../util/limiter.ts';
import { kindOf, type RunDependencies } from '../kinds/exportKinds.ts';
import type { JobRun } from './jobKind.ts';
import type { JobRecord, JobStage } from './jobRecord.ts';
import { runSteps } from './jobSteps.ts';
import type { Ledger } from './ledger.ts';

/** What jobs need of the world. A job says by its `connection` whose client to use; an unknown one throws AuthError. */
export interface JobDependencies extends Omit<RunDependencies, 'acquireDownload' | 'listRecords'> {
  /** Downloads at a time; 1 when left out. */
  downloadsAtOnce?: number;
}

/** Runs the jobs of a folder. */
export interface JobRunner {
  /** Runs a job until it rests; see `runSteps`. */
  run(record: JobRecord, signal: AbortSignal): AsyncGenerator<JobStage>;
  /** For a job that nobody works on: to keep what has come of it, or to clean up behind it. */
  createRun(record: JobRecord): JobRun<JobRecord>;
}

export function createJobRunner(ledger: Ledger, dependencies: JobDependencies): JobRunner {
  const { clock, reportUnexpected } = dependencies;
  const runDependencies: RunDependencies = {
    ...dependencies,
    acquireDownload: createPermits(dependencies.downloadsAtOnce ?? 1),
    listRecords: async () => (await ledger.list()).flatMap((it) => (it.kind === 'job' ? [it.record] : [])),
  };

  const createRun = (record: JobRecord): JobRun<JobRecord> =>
    kindOf(record.kind).createRun(record, ledger.directoryOf(record.id), runDependencies);

  return {
    createRun,
    async *run(record, signal) {
      const run = createRun(record);
      try {
        yield* runSteps(record, run, { ledger, clock, reportUnexpected }, signal);
      } finally {
        await run.dispose?.();
      }
    },
  };
}

/** Permits over a limiter, which runs work and hands out none: a step holds its permit across several yields. */
function createPermits(atOnce: number): RunDependencies['acquireDownload'] {
  const limiter = createLimiter(atOnce);
  return (signal) =>
    new Promise((resolve, reject) => {
      limiter.run(() => new Promise<void>((release) => resolve(release)), signal).catch(reject);
    });
}
