import * as l10n from '@vscode/l10n';
import { isDefect } from '../../api/defect.ts';
import { isAborted } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import { createExportId } from '../disk/exportFolder.ts';
import { createEventKeyPatterns } from './bucketKeys.ts';
import { discardWork } from '../jobs/finishExport.ts';
import { describeStartFailure } from '../jobs/jobFailure.ts';
import type { JobKind, JobStep } from '../jobs/jobKind.ts';
import type { EventExportRequest, EventJob, JobStage } from '../jobs/jobRecord.ts';
import { keepAnswer, showUnkept } from '../jobs/keepAnswer.ts';
import { describeOutcome, writeManifest } from '../jobs/manifest.ts';

export interface NewEventExport {
  kind: 'events';
  title: string;
  connection: { id: string; name: string };
  request: EventExportRequest;
}

export interface EventExportDependencies {
  /** POST /raw_data/export for one part of the job, sent once. Throws the API client's errors. */
  startEvents: (
    job: EventJob,
    part: number,
    signal: AbortSignal,
  ) => Promise<{ warnings?: readonly string[] }>;
  clock: Clock;
  /** For the log: a defect, of which the user sees a general sentence only. */
  reportUnexpected: (error: unknown) => void;
}

/**
 * Raw event exports: the one step asks for one part (a week at most), which the service delivers to the company's bucket.
 * With parts left the job rests as `started` until the user says that the files have arrived; where the service says that
 * an export is running it rests as `busy`. After the last part it is `delivered`, with the key patterns of all parts.
 *
 * Implements "Raw Event Stream Export" of the Export API.
 */
export const eventExport: JobKind<NewEventExport, EventJob, EventExportDependencies> = {
  create: (job, now) => ({
    ...job,
    version: 1,
    id: createExportId(job.title, now),
    createdAt: now,
    keepArchive: false,
    warnings: [],
    stage: { stage: 'requested', at: now, sending: false },
  }),
  /** "Try again" sends the same request, and "it has arrived, start the next" the next part's. */
  prepareRetry: (job, _, now) => ({
    ...job,
    stage: { stage: 'requested', at: now, sending: false, part: job.nextPart ?? 0 },
  }),
  createRun: (_, directory, dependencies) => ({
    steps: { requested: createRequestStep(directory, dependencies) },
    cleanUp: () => discardWork(directory),
  }),
};

function createRequestStep(
  directory: string,
  { startEvents, clock, reportUnexpected }: EventExportDependencies,
): JobStep<EventJob, 'requested'> {
  async function* settlePart(
    job: EventJob,
    part: number,
    signal: AbortSignal,
  ): AsyncGenerator<JobStage, EventJob> {
    const at = clock.now();
    const parts = job.request.parts.length;
    const keyPatterns = listKeyPatterns(job.request, part + 1);
    if (part + 1 < parts)
      return { ...job, stage: { stage: 'started', at, part: part + 1, parts, keyPatterns } };
    const manifest = describeOutcome(job, { outcome: 'delivered', keyPatterns }, at);
    const write = (): Promise<void> => writeManifest(directory, manifest);
    for await (const cause of keepAnswer(write, { clock, reportUnexpected }, signal))
      yield showUnkept(job.stage, cause);
    return { ...job, stage: { stage: 'delivered', at, keyPatterns } };
  }

  return async function* requestStep(job, signal) {
    const { stage } = job;
    const part = stage.part ?? 0;
    // Written before it is sent, as for segments.
    if (!stage.sending) return { ...job, stage: { ...stage, sending: true } };
    let warnings: readonly string[];
    try {
      ({ warnings = [] } = await startEvents(job, part, signal));
    } catch (error) {
      if (isAborted(error)) throw error;
      if (isDefect(error)) reportUnexpected(error);
      const message = l10n.t('Another raw event export of this app group is running: one runs at a time.');
      const failure = describeStartFailure(error, clock.now(), message);
      if (failure.code === 'alreadyRunning')
        return { ...job, stage: { stage: 'busy', at: failure.at, part, message } };
      return { ...job, stage: failure };
    }
    const started: EventJob = { ...job, nextPart: part + 1, warnings: [...job.warnings, ...warnings] };
    return yield* settlePart(started, part, signal);
  };
}

/** The key patterns of the first parts of a job. */
function listKeyPatterns({ parts }: EventExportRequest, count: number): string[] {
  return [
    ...new Set(parts.slice(0, count).flatMap((it) => createEventKeyPatterns(it.startingAt, it.endingAt))),
  ];
}
