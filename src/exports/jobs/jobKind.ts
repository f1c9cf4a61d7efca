import type { StageOfKind } from '../kinds/kindStages.ts';
import type { JobRecord, JobStage, JobStageOf, PartialResult } from './jobRecord.ts';
import type { RunningStageName } from '../jobStages.ts';

/**
 * How exports of one kind begin, run, and go on after a rest. `New` is what a new one is made of, `Dependencies` what its runs
 * need of the world.
 */
export interface JobKind<New, J extends JobRecord, Dependencies> {
  /** The record of a new export, in its first stage. Throws where it cannot begin at all. */
  create(job: New, now: number): J;
  /** Writes into a new export's folder what it cannot go on without: called before its record is written. */
  fillFolder?(job: New, directory: string): Promise<void>;
  /** What Retry makes of a job that rests. */
  prepareRetry(job: J, directory: string, now: number): J | Promise<J>;
  /** For one run of a job; its folder is `directory`. */
  createRun(job: J, directory: string, dependencies: Dependencies): JobRun<J>;
}

/** A job while somebody works on it. */
export interface JobRun<J extends JobRecord> {
  /** A step for each stage that the kind has; each goes on from whatever an earlier process left in the folder. */
  readonly steps: StepsByStage<J>;
  /** Removes what was unfinished of a cancelled job. */
  cleanUp(): Promise<void>;
  /** Where what has come is a result already: makes it one that can be opened, and tells what it is. */
  keepPartial?(job: J): Promise<PartialResult | undefined>;
  /** Ends what a step left running for the next one. */
  dispose?(): Promise<void>;
}

/**
 * The step of a job in the stage `S`: shows how far it is, and returns the job in its next stage. Aborted, it throws the
 * signal's reason.
 */
export type JobStep<J extends JobRecord, S extends RunningStageName = RunningStageName> = (
  job: J & { stage: JobStageOf<S> },
  signal: AbortSignal,
) => AsyncGenerator<JobStage, J>;

/** A step for each stage that the job's kind runs through, and for no other (see `kindStages`). */
export type StepsByStage<J extends JobRecord> = {
  readonly [S in StageOfKind<J['kind']>]: JobStep<J, S>;
};
