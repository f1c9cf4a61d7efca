import { AbortedError } from '../api/errors.ts';
import type { Clock } from '../api/retry.ts';
import { asError } from '../util/asError.ts';
import { describeFailure, ShutdownError, TakenOverError, unknownStart } from './jobFailure.ts';
import type { JobRecord, JobStage, RunningStage } from './jobRecord.ts';
import { isRunning } from './jobRecord.ts';
import { keepAnswer, showUnkept } from './keepAnswer.ts';
import type { Ledger } from './ledger.ts';

/** One step of a job: shows how far it is, and returns the job in its next stage. Aborted, it throws the signal's reason. */
export type JobStep<J extends JobRecord> = (job: J, signal: AbortSignal) => AsyncGenerator<JobStage, J>;

export type JobSteps<J extends JobRecord> = Readonly<Record<RunningStage['stage'], JobStep<J>>>;

/**
 * Runs a job from the stage it is in until it rests or is finished. Every change of stage is in the ledger before it is
 * yielded; what a step shows in between is not. Errors become the stage `failed` or `expired`, cancelling becomes
 * `cancelled`, with what was unfinished removed by `cleanUp`. Only ShutdownError passes: the job stays as it is.
 */
export async function* runSteps<J extends JobRecord>(
  job: J,
  steps: JobSteps<J>,
  ledger: Ledger,
  { clock, cleanUp }: { clock: Clock; cleanUp: (job: J) => Promise<void> },
  signal: AbortSignal,
): AsyncGenerator<JobStage> {
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
      next = yield* steps[during](current, signal);
      yield* keep(ledger, next, current.stage, clock, signal);
    } catch (error) {
      const isUnsent = !begun || (error instanceof AbortedError && error.unsent);
      if (isUnsent && !(signal.reason instanceof TakenOverError)) await takeBack(current, ledger);
      if (signal.reason instanceof ShutdownError) throw asError(signal.reason);
      const at = clock.now();
      if (signal.aborted) {
        next = { ...next, stage: { stage: 'cancelled', at, during } };
      } else {
        next = { ...next, stage: describeFailure(error, during, at, job.kind) };
      }
      // On a full disk even this may fail. Then the ledger has the stage before, and the next start tries it again.
      await ledger.save(next).catch(() => undefined);
      if (signal.aborted) await cleanUp(current);
    }
    current = next;
    yield current.stage;
  }
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
