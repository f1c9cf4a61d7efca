import * as l10n from '@vscode/l10n';
import { isDefect } from '../../api/defect.ts';
import { isUnsent } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import { asError } from '../../util/asError.ts';
import { describeFailure, ShutdownError, TakenOverError, unknownStart } from './jobFailure.ts';
import type { JobRun, JobStep } from './jobKind.ts';
import type { JobRecord, JobStage, PartialResult } from './jobRecord.ts';
import { isFinished, isRunning, type RunningStageName } from '../jobStages.ts';
import { keepAnswer, showUnkept } from './keepAnswer.ts';
import type { Ledger } from './ledger.ts';

/** Where a job is kept, and who learns of a defect that ends it. */
export interface StepsContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly reportUnexpected: (error: unknown) => void;
}

/**
 * Runs a job from the stage it is in until it rests or is finished. Every change of stage is in the ledger before it is
 * yielded; what a step shows in between is not. Errors become the stage `failed` or `expired`, cancelling becomes
 * `cancelled`, with what has come kept and what was unfinished removed by the run. Of a defect only `reportUnexpected`
 * gets the message. Throws only ShutdownError: the job stays as it is.
 */
export async function* runSteps<J extends JobRecord>(
  job: J,
  run: JobRun<J>,
  context: StepsContext,
  signal: AbortSignal,
): AsyncGenerator<JobStage> {
  const { ledger, clock, reportUnexpected } = context;
  let current = job;
  if (job.stage.stage === 'requested' && job.stage.sending) {
    // Whoever was sending this is gone, and the answer with it.
    current = {
      ...job,
      stage: unknownStart(clock.now(), l10n.t('The editor stopped while it was asked for.')),
    };
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
      next = yield* stepOf<J>(run.steps, during)({ ...current, stage: current.stage }, signal);
      yield* keep(next, current.stage, context, signal);
    } catch (error) {
      const isToTakeBack = !begun || isUnsent(error);
      if (isToTakeBack && !(signal.reason instanceof TakenOverError)) await takeBack(current, ledger);
      if (signal.reason instanceof ShutdownError) throw asError(signal.reason);
      if (!signal.aborted && isDefect(error)) reportUnexpected(error);
      const at = clock.now();
      const end: JobStage = signal.aborted
        ? { stage: 'cancelled', at, during }
        : describeFailure(error, during, at, job.kind);
      next = { ...next, stage: { ...end, ...(await keepWhatCame(current, run, reportUnexpected)) } };
      // On a full disk even this may fail. Then the ledger has the stage before, and the next start tries it again.
      await ledger.save(next).catch(() => undefined);
      if (signal.aborted) await run.cleanUp();
    }
    current = next;
    yield current.stage;
  }
}

/** A job was read from a file: it may be in a stage that its kind does not have. */
function stepOf<J extends JobRecord>(
  steps: Partial<Record<RunningStageName, JobStep<J>>>,
  stage: RunningStageName,
): JobStep<J> {
  const step = steps[stage];
  if (!step) throw new Error(`This kind of export has no stage “${stage}”.`);
  return step;
}

/** Where it cannot be made a result (on a full disk), it stays as it is, and Retry goes on behind it. */
async function keepWhatCame<J extends JobRecord>(
  job: J,
  run: JobRun<J>,
  reportUnexpected: (error: unknown) => void,
): Promise<{ partial?: PartialResult }> {
  const partial = await run.keepPartial?.(job).catch((error: unknown) => {
    if (isDefect(error)) reportUnexpected(error);
    return undefined;
  });
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
  job: JobRecord,
  from: JobStage,
  context: StepsContext,
  signal: AbortSignal,
): AsyncGenerator<JobStage, void> {
  const { ledger } = context;
  // A finished job is described by its manifest, which its last step has written.
  const write = (): Promise<void> => (isFinished(job.stage) ? ledger.close(job.id) : ledger.save(job));
  if (from.stage === 'requested' && from.sending && job.stage.stage !== 'failed') {
    for await (const cause of keepAnswer(write, context, signal)) yield showUnkept(from, cause);
  } else await write();
}
