import { isAborted } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import { createEventKeyPatterns } from './bucketKeys.ts';
import { describeStartFailure } from '../jobs/jobFailure.ts';
import type { EventExportRequest, EventJob, JobStage } from '../jobs/jobRecord.ts';
import type { JobSteps } from '../jobs/jobSteps.ts';
import { keepAnswer, showUnkept } from '../jobs/keepAnswer.ts';
import { describeOutcome, writeManifest } from '../jobs/manifest.ts';

export interface EventExportPorts {
  /** POST /raw_data/export for one part of the job, sent once. Throws the API client's errors. */
  start: (job: EventJob, part: number, signal: AbortSignal) => Promise<{ warnings?: readonly string[] }>;
  clock: Clock;
}

/**
 * The step of a raw event export: asks for one part (a week at most), which the service delivers to the company's bucket.
 * With parts left the job rests as `started` until the user says that the files have arrived; where the service says that
 * an export is running it rests as `busy`. After the last part it is `delivered`, with the key patterns of all parts.
 *
 * Implements "Raw Event Stream Export" of the Export API.
 */
export function createEventSteps(directory: string, { start, clock }: EventExportPorts): JobSteps<EventJob> {
  async function* requestStep(job: EventJob, signal: AbortSignal): AsyncGenerator<JobStage, EventJob> {
    const { stage } = job;
    if (stage.stage !== 'requested') throw new Error('A raw event export is only ever requested.');
    const part = stage.part ?? 0;
    // Written before it is sent, as for segments.
    if (!stage.sending) return { ...job, stage: { ...stage, sending: true } };
    let warnings: readonly string[];
    try {
      ({ warnings = [] } = await start(job, part, signal));
    } catch (error) {
      if (isAborted(error)) throw error;
      const message = 'Another raw event export of this app group is running: one runs at a time.';
      const failure = describeStartFailure(error, clock.now(), message);
      if (failure.code === 'alreadyRunning')
        return { ...job, stage: { stage: 'busy', at: failure.at, part, message } };
      return { ...job, stage: failure };
    }
    const started: EventJob = { ...job, nextPart: part + 1, warnings: [...job.warnings, ...warnings] };
    return yield* settlePart(started, part, signal);
  }

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
    for await (const cause of keepAnswer(write, clock, signal)) yield showUnkept(job.stage, cause);
    return { ...job, stage: { stage: 'delivered', at, keyPatterns } };
  }

  return { requested: requestStep };
}

/** The key patterns of the first parts of a job. */
function listKeyPatterns({ parts }: EventExportRequest, count: number): string[] {
  return [
    ...new Set(parts.slice(0, count).flatMap((it) => createEventKeyPatterns(it.startingAt, it.endingAt))),
  ];
}

/** What "try again" and "it has arrived, start the next" make of a resting job: the same request, or the next part's. */
export function prepareEventRetry(job: EventJob, at: number): EventJob {
  return { ...job, stage: { stage: 'requested', at, sending: false, part: job.nextPart ?? 0 } };
}

const weekMs = 7 * 24 * 3_600_000;

/**
 * Cuts a span into consecutive ones of at most a week, as the service takes them. Instants are ISO 8601 with an offset,
 * which the parts keep.
 */
export function splitIntoWeeks(startingAt: string, endingAt: string): EventExportRequest['parts'] {
  const end = Date.parse(endingAt);
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(startingAt)?.[1] ?? 'Z';
  const parts: EventExportRequest['parts'] = [];
  for (let from = Date.parse(startingAt); from < end; from += weekMs) {
    const last = from + weekMs >= end;
    const startsAt = from === Date.parse(startingAt) ? startingAt : formatInstant(from, offset);
    parts.push({ startingAt: startsAt, endingAt: last ? endingAt : formatInstant(from + weekMs, offset) });
  }
  return parts;
}

function formatInstant(ms: number, offset: string): string {
  if (offset === 'Z') return new Date(ms).toISOString().replace('.000Z', '+00:00');
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const shiftMs = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  return new Date(ms + shiftMs).toISOString().replace(/(\.\d+)?Z$/, offset);
}
