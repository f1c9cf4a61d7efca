import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError.ts';
import type { Patience } from './askPatiently.ts';
import { askPatiently } from './askPatiently.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import { partialOf } from '../jobs/exportRow.ts';
import { finishExport, publishExport, removeParts, restorePart } from '../jobs/finishExport.ts';
import type { IdList } from './idList.ts';
import { idsPerRequest, readIdList } from './idList.ts';
import { TakenOverError } from '../jobs/jobFailure.ts';
import type { JobStage, PartialResult, UserJob } from '../jobs/jobRecord.ts';
import type { JobSteps } from '../jobs/jobSteps.ts';
import type { Manifest } from '../jobs/manifest.ts';
import { describeOutcome, isPartial, manifestFile, readManifest } from '../jobs/manifest.ts';
import type { UserBatch, UserPart, UserTally } from './userPart.ts';
import { openUserPart } from './userPart.ts';

export interface UserExportPorts extends Patience {
  /** POST /users/export/ids for at most 50 ids, tried once. Throws the API client's errors. */
  fetchBatch: (job: UserJob, ids: readonly string[], signal: AbortSignal) => Promise<UserBatch>;
}

type FetchingStage = Extract<JobStage, { stage: 'fetching' }>;

type Came = Pick<PartialResult, 'answered' | 'users' | 'unknownIds'>;

const nothingCame: Came = { answered: 0, users: 0, unknownIds: 0 };

/** How an export of users begins, or goes on with what it has. */
export function beginFetching(at: number, total: number, came: Came = nothingCame): FetchingStage {
  const { answered, users, unknownIds } = came;
  return { stage: 'fetching', at, total, answered, users, unknownIds };
}

/** What Retry makes of a job that failed or was cancelled: it goes on where it stopped. */
export function prepareUserRetry(job: UserJob, at: number): UserJob {
  return { ...job, stage: beginFetching(at, job.request.idCount, partialOf(job.stage)) };
}

export interface UserSteps {
  readonly steps: JobSteps<UserJob>;
  /** Gives what has come so far its final names, as a partial result; undefined where nothing has come. */
  keepPartial(job: UserJob): Promise<PartialResult | undefined>;
}

/**
 * The step of an export of users by external ID: asks for 50 at a time and keeps every answer on the disk before it asks
 * for the next. The result is `users.ndjson`, a line a user as the service spelt it, in the order of the ids; those that the
 * service does not know are listed in the manifest. It goes on from whatever an earlier process left in `directory`.
 *
 * Implements "Users by UserID Endpoint" of the Export API.
 */
export function createUserSteps(directory: string, ports: UserExportPorts): UserSteps {
  const file = path.join(directory, folderFiles.users);

  async function* fetchStep(job: UserJob, signal: AbortSignal): AsyncGenerator<JobStage, UserJob> {
    const ids = await readIdList(directory, job.request.idCount);
    await takeBackPartial(directory);
    const part = await openUserPart(file, signal);
    try {
      do yield* fetchRest(job, ids, part, ports, signal);
      while (!(await part.seal(signal)));
    } finally {
      await part.close();
    }
    const at = ports.clock.now();
    const { users, sizeBytes } = part.tally;
    await finishExport(directory, describeExport(job, ids, part.tally, at), false);
    return { ...job, stage: { stage: 'done', at, ndjsonPath: file, users, sizeBytes, badLines: 0 } };
  }

  async function keepPartial(job: UserJob): Promise<PartialResult | undefined> {
    const ids = await readIdList(directory, job.request.idCount);
    await takeBackPartial(directory);
    const part = await openUserPart(file, new AbortController().signal);
    try {
      await part.seal(new AbortController().signal);
    } finally {
      await part.close();
    }
    const { tally } = part;
    if (tally.answered === 0) {
      await removeParts(directory);
      return undefined;
    }
    const came = { answered: tally.answered, total: ids.count };
    await publishExport(directory, describeExport(job, ids, tally, ports.clock.now(), came));
    const { users, sizeBytes, unknownIds } = tally;
    return { ...came, users, sizeBytes, unknownIds: unknownIds.length };
  }

  return { steps: { fetching: fetchStep }, keepPartial };
}

/** Asks for all that is not answered yet, one request after another. */
async function* fetchRest(
  job: UserJob,
  ids: IdList,
  part: UserPart,
  ports: UserExportPorts,
  signal: AbortSignal,
): AsyncGenerator<JobStage> {
  const stageNow = (): FetchingStage => {
    const { answered, users, unknownIds } = part.tally;
    return beginFetching(job.stage.at, ids.count, { answered, users, unknownIds: unknownIds.length });
  };
  while (part.tally.answered < ids.count) {
    const stage = stageNow();
    const { answered } = stage;
    yield stage;
    const batch = ids.slice(answered, answered + idsPerRequest);
    const asking = askPatiently(() => ports.fetchBatch(job, batch, signal), ports, signal);
    const answer = yield* showTroubles(asking, stage);
    // An answer that crossed with Cancel is kept. Where another process has the job, nothing may be written any more.
    if (signal.reason instanceof TakenOverError) throw signal.reason;
    await part.keep(batch.length, answer);
    signal.throwIfAborted();
  }
  yield stageNow();
}

async function* showTroubles<T>(
  asking: ReturnType<typeof askPatiently<T>>,
  stage: FetchingStage,
): AsyncGenerator<JobStage, T> {
  for (;;) {
    const next = await asking.next();
    if (next.done) return next.value;
    yield { ...stage, ...next.value };
  }
}

/** Makes a partial result unfinished again. The manifest goes first: it must not describe what is no longer there. */
async function takeBackPartial(directory: string): Promise<void> {
  const manifest = await readManifest(directory);
  if (manifest && !isPartial(manifest)) throw new UserError('This export is finished.');
  await rm(path.join(directory, manifestFile), { force: true });
  await restorePart(directory);
}

function describeExport(
  job: UserJob,
  ids: IdList,
  tally: Readonly<UserTally>,
  finishedAt: number,
  partial?: { answered: number; total: number },
): Manifest {
  const { fields } = job.request;
  const result: Manifest['result'] = {
    outcome: 'file',
    file: folderFiles.users,
    sizeBytes: tally.sizeBytes,
    users: tally.users,
    blankLines: 0,
    badLines: { count: 0, numbers: [] },
    ...(partial ? { partial } : {}),
  };
  return {
    ...describeOutcome(job, result, finishedAt),
    request: { externalIds: ids.slice(0, ids.count), ...(fields ? { fields } : {}) },
    invalidUserIds: [...tally.unknownIds],
    warnings: [...job.warnings, ...tally.warnings],
  };
}
