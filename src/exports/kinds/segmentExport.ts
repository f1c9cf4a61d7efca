import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isDefect } from '../../api/defect.ts';
import { AbortedError, isAborted } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import type { Fetch } from '../../api/send.ts';
import { delay } from '../../util/delay.ts';
import { createSegmentKeyPrefix } from './bucketKeys.ts';
import { defaultDownloadPolicy, type DownloadPolicy } from '../download/download.ts';
import {
  beginDownloading,
  defaultFollowPolicy,
  downloadAndFollow,
  type FollowPolicy,
} from '../download/downloadAndFollow.ts';
import { createExportId, folderFiles } from '../disk/exportFolder.ts';
import {
  describeFile,
  describeReading,
  discardWork,
  finishExport,
  restorePart,
} from '../jobs/finishExport.ts';
import { describeStartFailure, unknownStart } from '../jobs/jobFailure.ts';
import type { JobKind, JobRun, JobStep } from '../jobs/jobKind.ts';
import type { JobRecord, JobStage, SegmentRequest, SegmentJob } from '../jobs/jobRecord.ts';
import { isRunning } from '../jobStages.ts';
import { keepAnswer, showUnkept } from '../jobs/keepAnswer.ts';
import { LinkExpiredError, LinkRefusedError } from '../download/link.ts';
import type { Manifest } from '../jobs/manifest.ts';
import { describeOutcome, writeManifest } from '../jobs/manifest.ts';
import type { UnpackRun } from '../archive/unpackRun.ts';
import { beginUnpacking, unpackInStages } from './unpackStages.ts';
import { defaultWaitPolicy, waitForUrl, type WaitPolicy } from '../download/waitForUrl.ts';

/** What the service answered: where the export will be found. `warnings` are its words about minor errors. */
export interface SegmentExportStarted {
  url?: string | undefined;
  objectPrefix?: string | undefined;
  warnings?: readonly string[];
}

export interface NewSegmentExport {
  kind: 'segment';
  title: string;
  connection: { id: string; name: string };
  keepArchive: boolean;
  request: SegmentRequest;
}

export interface SegmentExportDependencies {
  /** POST /users/export/segment, sent once. Throws the API client's errors. */
  startSegment: (job: SegmentJob, signal: AbortSignal) => Promise<SegmentExportStarted>;
  /** For the download host of a job, without key and without the client's headers; the sample's own for a job of the sample. */
  fetchFor: (job: SegmentJob) => Fetch;
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  /** The bundled `unpackWorker`, or in tests its source. */
  workerUrl: URL;
  /** How often to look for the export; the sample's are ready sooner. */
  waitPolicyFor?: (job: SegmentJob) => WaitPolicy;
  downloadPolicy?: DownloadPolicy;
  followPolicy?: FollowPolicy;
  /** Waits for a permit to download, where downloads run one after another; gives what releases it. */
  acquireDownload: (signal: AbortSignal) => Promise<() => void>;
  /** The jobs of all windows in the same folder, as they are on the disk now. */
  listRecords: () => Promise<readonly JobRecord[]>;
  /** For the log: a defect, of which the user sees a general sentence only. */
  reportUnexpected: (error: unknown) => void;
}

/**
 * Segment exports, with a step for each stage: requested → preparing → downloading → unpacking → done, or
 * delivered where the company has a bucket of its own.
 *
 * Implements "Users by Segment Endpoint" of the Export API.
 */
export const segmentExport: JobKind<NewSegmentExport, SegmentJob, SegmentExportDependencies> = {
  create: (job, now) => ({
    ...job,
    version: 1,
    id: createExportId(job.title, now),
    createdAt: now,
    warnings: [],
    stage: { stage: 'requested', at: now, sending: false },
  }),
  prepareRetry: prepareSegmentRetry,
  createRun: createSegmentRun,
};

function createSegmentRun(
  job: SegmentJob,
  directory: string,
  dependencies: SegmentExportDependencies,
): JobRun<SegmentJob> {
  const { clock, random, workerUrl, acquireDownload } = dependencies;
  const { downloadPolicy = defaultDownloadPolicy, followPolicy = defaultFollowPolicy } = dependencies;
  const fetch = dependencies.fetchFor(job);
  /** An unpacking begun while the archive arrived, on its way from one step to the next. */
  let begun: UnpackRun | undefined;

  async function* downloadStep(job: SegmentJob, signal: AbortSignal): AsyncGenerator<JobStage, SegmentJob> {
    const acquired = acquireDownload(signal);
    if (!(await Promise.race([acquired, delay(50).then(() => undefined)]))) {
      yield { ...beginDownloading(job.stage.at), trouble: l10n.t('Waiting for another download to end.') };
    }
    const permit = holdPermit(await acquired, acquireDownload, clock);
    try {
      await restorePart(directory);
      const { archive, linesFile } = filesOf(directory);
      const request = {
        url: job.link?.url ?? '',
        file: archive,
        linesFile,
        fetch,
        clock: permit.clock,
        random,
        policy: downloadPolicy,
        follow: followPolicy,
        workerUrl,
      };
      begun = yield* downloadAndFollow(request, job.stage.at, signal);
    } finally {
      permit.release();
    }
    return { ...job, stage: beginUnpacking(clock.now()) };
  }

  async function* unpackStep(job: SegmentJob, signal: AbortSignal): AsyncGenerator<JobStage, SegmentJob> {
    const run = begun;
    begun = undefined;
    if (!run) await restorePart(directory);
    const { archive, linesFile } = filesOf(directory);
    const unpacked = yield* unpackInStages(
      { archive, file: linesFile },
      run,
      job.stage.at,
      dependencies,
      signal,
    );
    const at = clock.now();
    const manifest = { ...describeExport(job, describeFile(unpacked), at), ...describeReading(unpacked) };
    await finishExport(directory, manifest, job.keepArchive);
    const { users, sizeBytes, badLines } = unpacked;
    return {
      ...job,
      stage: { stage: 'done', at, ndjsonPath: linesFile, users, sizeBytes, badLines: badLines.count },
    };
  }

  async function dispose(): Promise<void> {
    await begun?.stop(new AbortedError('The export was interrupted.'));
    begun = undefined;
  }

  return {
    steps: {
      requested: (it, signal) => requestStep(it, directory, dependencies, signal),
      preparing: (it, signal) => waitStep(it, fetch, dependencies, signal),
      downloading: downloadStep,
      unpacking: unpackStep,
    },
    async cleanUp() {
      await dispose();
      await discardWork(directory);
    },
    dispose,
  };
}

async function* requestStep(
  job: Parameters<JobStep<SegmentJob, 'requested'>>[0],
  directory: string,
  { startSegment, clock, listRecords, reportUnexpected }: SegmentExportDependencies,
  signal: AbortSignal,
): AsyncGenerator<JobStage, SegmentJob> {
  const { stage } = job;
  if (!stage.sending) {
    // Written before it is sent: a crash from here on leaves a job that will not send it again by itself.
    return { ...job, stage: { ...stage, sending: true } };
  }
  let answer: SegmentExportStarted;
  try {
    answer = await startSegment(job, signal);
  } catch (error) {
    if (isAborted(error)) throw error;
    if (isDefect(error)) reportUnexpected(error);
    const failure = describeStartFailure(
      error,
      clock.now(),
      l10n.t('An export of this segment is already running.'),
    );
    const follow = failure.code === 'alreadyRunning' ? findRunning(job, await listRecords()) : undefined;
    return { ...job, stage: follow === undefined ? failure : { ...failure, follow } };
  }
  const answeredAt = clock.now();
  if (job.link) {
    // It is of another archive than what came by the link before, which must not be taken for it.
    const discard = (): Promise<void> => discardWork(directory);
    for await (const cause of keepAnswer(discard, { clock, reportUnexpected }, signal))
      yield showUnkept(stage, cause);
  }
  const { url, objectPrefix, warnings = [] } = answer;
  const link = {
    answeredAt,
    ...(url ? { url } : {}),
    ...(objectPrefix ? { objectPrefix } : {}),
  };
  const started: SegmentJob = { ...job, link, warnings: [...job.warnings, ...warnings] };
  if (url) return { ...started, stage: { stage: 'preparing', at: answeredAt, polls: 0 } };
  if (!objectPrefix) {
    return {
      ...started,
      stage: unknownStart(answeredAt, l10n.t('The service answered with neither a link nor a prefix.')),
    };
  }
  const keyPatterns = [createSegmentKeyPrefix(job.request.segmentId, objectPrefix, answeredAt)];
  const manifest = describeExport(started, { outcome: 'delivered', keyPatterns }, answeredAt);
  const write = (): Promise<void> => writeManifest(directory, manifest);
  for await (const cause of keepAnswer(write, { clock, reportUnexpected }, signal))
    yield showUnkept(stage, cause);
  return { ...started, stage: { stage: 'delivered', at: answeredAt, keyPatterns } };
}

/** Another running job for the same segment, which may be another window's. */
function findRunning(job: SegmentJob, records: readonly JobRecord[]): string | undefined {
  const isSame = (it: JobRecord): boolean =>
    it.kind === 'segment' &&
    it.id !== job.id &&
    it.request.segmentId === job.request.segmentId &&
    isRunning(it.stage);
  return records.find(isSame)?.id;
}

async function* waitStep(
  job: Parameters<JobStep<SegmentJob, 'preparing'>>[0],
  fetch: Fetch,
  { clock, waitPolicyFor }: SegmentExportDependencies,
  signal: AbortSignal,
): AsyncGenerator<JobStage, SegmentJob> {
  const { stage, link } = job;
  const { url = '', answeredAt: askedAt = stage.at, readyAt } = link ?? {};
  const { renews } = stage;
  const wait = waitPolicyFor?.(job) ?? defaultWaitPolicy;
  const policy = renews ? { ...wait, refusalsBelieved: 1 } : wait;
  const wasReady = renews || readyAt !== undefined;
  try {
    const request = { url, askedAt, wasReady, fetch, clock, policy };
    for await (const { polls, saw, nextPollAt } of waitForUrl(request, signal)) {
      const trouble =
        saw === 'unreachable' ? { trouble: l10n.t('The download host cannot be reached.') } : {};
      yield { stage: 'preparing', at: stage.at, polls, nextPollAt, ...trouble };
    }
  } catch (error) {
    if (!renews || !(error instanceof LinkExpiredError || error instanceof LinkRefusedError)) throw error;
    return askAnew(job, clock.now());
  }
  const now = clock.now();
  return { ...job, link: { answeredAt: askedAt, readyAt: now, ...link }, stage: beginDownloading(now) };
}

/** The link and what came by it are kept until there is another: what refuses the one may refuse the question as well. */
function askAnew(job: SegmentJob, at: number): SegmentJob {
  return { ...job, stage: { stage: 'requested', at, sending: false } };
}

/**
 * What Retry makes of a job that failed, expired or was cancelled: it goes on where it stopped while there is a link,
 * and asks for a new export only where there is none or it expired. An expired one is looked at once more: a proxy or
 * a network's sign-in page may have been what refused, and what came so far is still good then.
 */
async function prepareSegmentRetry(job: SegmentJob, directory: string, at: number): Promise<SegmentJob> {
  const { stage, link } = job;
  if (link?.url === undefined) return askAnew(job, at);
  const wasRenewed = stage.stage === 'failed' && stage.during === 'requested';
  if (stage.stage === 'expired' || wasRenewed)
    return { ...job, stage: { stage: 'preparing', at, polls: 0, renews: true } };
  const during = stage.stage === 'failed' ? stage.during : 'preparing';
  if (during === 'downloading') return { ...job, stage: beginDownloading(at) };
  if (during === 'unpacking' && stage.stage === 'failed') {
    const wholeArchive = await stat(filesOf(directory).archive).catch(() => undefined);
    if (wholeArchive && !isArchiveProblem(stage.code)) return { ...job, stage: beginUnpacking(at) };
    // The archive itself was wrong: only another download can help.
    await discardWork(directory);
  }
  return { ...job, stage: { stage: 'preparing', at, polls: 0 } };
}

function isArchiveProblem(code: string): boolean {
  return !['diskFull', 'fileSystem', 'unexpected'].includes(code);
}

function filesOf(directory: string): { archive: string; linesFile: string } {
  return {
    archive: path.join(directory, folderFiles.archive),
    linesFile: path.join(directory, folderFiles.users),
  };
}

/** An export counts as asked for from the service's answer on. */
function describeExport(job: SegmentJob, result: Manifest['result'], finishedAt: number): Manifest {
  const requestedAt = new Date(job.link?.answeredAt ?? job.createdAt).toISOString();
  return { ...describeOutcome(job, result, finishedAt), requestedAt };
}

/**
 * A permit to download, released while the download only waits to try again: a host that is gone would keep all others
 * waiting for ever.
 */
function holdPermit(
  releaseFirst: () => void,
  acquire: SegmentExportDependencies['acquireDownload'],
  clock: Clock,
): { readonly clock: Clock; release(): void } {
  let release = releaseFirst;
  return {
    clock: {
      now: clock.now,
      async delay(ms, signal) {
        release();
        release = () => undefined;
        await clock.delay(ms, signal);
        release = await acquire(signal);
      },
    },
    release: () => release(),
  };
}
