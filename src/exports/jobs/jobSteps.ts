import { isUnsent } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import { asError } from '../../util/asError.ts';
import { describeFailure, ShutdownError, TakenOverError, unknownStart } from './jobFailure.ts';
import type { JobRecord, JobStage, PartialResult, RunningStage } from './jobRecord.ts';
import { isRunning } from './isRunning.ts';
import { keepAnswer, showUnkept } from './keepAnswer.ts';
import type { Ledger } from './ledger.ts';

/** One step of a job: shows how far it is, and returns the job in its next stage. Aborted, it throws the signal's reason. */
export type JobStep<J extends JobRecord> = (job: J, signal: AbortSignal) => AsyncGenerator<JobStage, J>;

/** A step for each running stage that a kind of export has; no kind has them all. */
export type JobSteps<J extends JobRecord> = Readonly<Partial<Record<RunningStage['stage'], JobStep<J>>>>;

/** How a job ends that comes to no result. */
export interface Endings<J extends JobRecord> {
  clock: Clock;
  /** Removes what was unfinished of a cancelled job. */
  cleanUp: (job: J) => Promise<void>;
  /** Where what has come is a result already: makes it one that can be opened, and tells what it is. */
  keepPartial?: (job: J) => Promise<PartialResult | undefined>;
}

/**
 * Runs a job from the stage it is in until it rests or is finished. Every change of stage is in the ledger before it is
 * yielded; what a step shows in between is not. Errors become the stage `failed` or `expired`, cancelling becomes
 * `cancelled`, with what has come kept by `keepPartial` and what was unfinished removed by `cleanUp`. Only ShutdownError passes: the job stays as it is.
 */
export async function* runSteps<J extends JobRecord>(
  job: J,
  steps: JobSteps<J>,
  ledger: Ledger,
  endings: Endings<J>,
  signal: AbortSignal,
): AsyncGenerator<JobStage> {
  const { clock, cleanUp } = endings;
  let current = job;
  if (job.stage.stage === 'requested' && job.stage.sending) {
    // Whoever was sending this is gone, and the answer with it.
    current = { ...job, stage: unknownStart(clock.now(), 'The editor stopped while it was asked for.') };
    await ledger.save(current);
  }
  yield current.stage;
  while (isRunning(current.stage)) {
    const during = current.stage.stage;
    let next: J = current;
    let begun = false;
    try {
      signal.throwIfAborted();
      begun = true;
      next = yield* stepOf(steps, during)(current, signal);
      yield* keep(ledger, next, current.stage, clock, signal);
    } catch (error) {
      const isToTakeBack = !begun || isUnsent(error);
      if (isToTakeBack && !(signal.reason instanceof TakenOverError)) await takeBack(current, ledger);
      if (signal.reason instanceof ShutdownError) throw asError(signal.reason);
      const at = clock.now();
      const end: JobStage = signal.aborted
        ? { stage: 'cancelled', at, during }
        : describeFailure(error, during, at, job.kind);
      next = { ...next, stage: { ...end, ...(await keepWhatCame(current, endings)) } };
      // On a full disk even this may fail. Then the ledger has the stage before, and the next start tries it again.
      await ledger.save(next).catch(() => undefined);
      if (signal.aborted) await cleanUp(current);
    }
    current = next;
    yield current.stage;
  }
}

function stepOf<J extends JobRecord>(steps: JobSteps<J>, stage: RunningStage['stage']): JobStep<J> {
  const step = steps[stage];
  if (!step) throw new Error(`This kind of export has no stage “${stage}”.`);
  return step;
}

/** Where it cannot be made a result (on a full disk), it stays as it is, and Retry goes on behind it. */
async function keepWhatCame<J extends JobRecord>(
  job: J,
  { keepPartial }: Endings<J>,
): Promise<{ partial?: PartialResult }> {
  const partial = await keepPartial?.(job).catch(() => undefined);
  return partial ? { partial } : {};
}

/** What was about to be sent, and is not any more: the next start may send it. */
async function takeBack(job: JobRecord, ledger: Ledger): Promise<void> {
  if (job.stage.stage !== 'requested' || !job.stage.sending) return;
  const unsent = { ...job, stage: { ...job.stage, sending: false } };
  // Where it cannot be written, the next start says that it does not know.
  await ledger.save(unsent).catch(() => undefined);
}

async function* keep(
  ledger: Ledger,
  job: JobRecord,
  from: JobStage,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<JobStage, void> {
  // A finished job is described by its manifest, which its last step has written.
  const isFinished = job.stage.stage === 'done' || job.stage.stage === 'delivered';
  const write = (): Promise<void> => (isFinished ? ledger.close(job.id) : ledger.save(job));
  if (from.stage === 'requested' && from.sending && job.stage.stage !== 'failed') {
    for await (const cause of keepAnswer(write, clock, signal)) yield showUnkept(from, cause);
  } else await write();
}
