import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/userError.ts';
import { endpoints } from '../../api/endpoints.ts';
import type { Clock } from '../../api/retry.ts';
import { askPatiently, defaultPatiencePolicy, type PatiencePolicy } from './askPatiently.ts';
import { createExportId, folderFiles } from '../disk/exportFolder.ts';
import { partialOf } from '../exportRow.ts';
import { finishExport, publishExport, removeParts, restorePart } from '../jobs/finishExport.ts';
import type { IdList } from './idList.ts';
import { readIdList, writeIdList } from './idList.ts';
import { TakenOverError } from '../jobs/jobFailure.ts';
import type { JobKind, JobRun } from '../jobs/jobKind.ts';
import type { JobStage, JobStageOf, PartialResult, UserExportRequest, UserJob } from '../jobs/jobRecord.ts';
import type { Manifest } from '../jobs/manifest.ts';
import { describeOutcome, isPartial, manifestFile, readManifest } from '../jobs/manifest.ts';
import type { UserBatch, UserPart, UserTally } from './userPart.ts';
import { openUserPart, sealUserPart } from './userPart.ts';

export interface NewUserExport {
  kind: 'users';
  connection: { id: string; name: string };
  /** Any number of external ids; repeated ones are asked for once. */
  externalIds: readonly string[];
  request: Pick<UserExportRequest, 'fields'>;
}

export interface UserExportDependencies {
  /** POST /users/export/ids for at most 50 ids, tried once. Throws the API client's errors. */
  fetchUsers: (job: UserJob, ids: readonly string[], signal: AbortSignal) => Promise<UserBatch>;
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  patiencePolicy?: PatiencePolicy;
}

type FetchingStage = JobStageOf<'fetching'>;

/** How far the answers go. */
type Answered = Pick<PartialResult, 'answered' | 'users' | 'unknownIds'>;

const nothingAnswered: Answered = { answered: 0, users: 0, unknownIds: 0 };

/** How an export of users begins, or goes on with what it has. */
function beginFetching(at: number, total: number, done: Answered = nothingAnswered): FetchingStage {
  const { answered, users, unknownIds } = done;
  return { stage: 'fetching', at, total, answered, users, unknownIds };
}

/**
 * Exports of users by external ID: the one step asks for 50 at a time and keeps every answer on the disk before it asks
 * for the next. The result is `users.ndjson`, a line a user as the service spelt it, in the order of the ids; those that the
 * service does not know are listed in the manifest. It goes on from whatever an earlier process left in `directory`.
 *
 * Implements "Users by UserID Endpoint" of the Export API.
 */
export const userExport: JobKind<NewUserExport, UserJob, UserExportDependencies> = {
  create: createUserJob,
  // Before the record: a job that is there can go on, however soon its process ends.
  fillFolder: ({ externalIds }, directory) => writeIdList(directory, [...new Set(externalIds)]),
  prepareRetry: (job, _, now) => ({
    ...job,
    stage: beginFetching(now, job.request.idCount, partialOf(job.stage)),
  }),
  createRun: (_, directory, dependencies) => createUserRun(directory, dependencies),
};

function createUserJob({ kind, connection, externalIds, request }: NewUserExport, now: number): UserJob {
  const [first] = externalIds;
  if (first === undefined) throw new UserError(l10n.t('There is no external ID to export.'));
  const idCount = new Set(externalIds).size;
  return {
    version: 1,
    // Not of the title, which may name a person: names of folders get around, and into the log.
    id: createExportId(idCount === 1 ? 'user' : `${idCount} users`, now),
    kind,
    title:
      idCount === 1 ? l10n.t('User {0}', first) : l10n.t('{0} users by external ID', showNumber(idCount)),
    connection,
    createdAt: now,
    keepArchive: false,
    warnings: [],
    request: { idCount, ...request },
    stage: beginFetching(now, idCount),
  };
}

function createUserRun(directory: string, dependencies: UserExportDependencies): JobRun<UserJob> {
  const file = path.join(directory, folderFiles.users);

  async function* fetchStep(job: UserJob, signal: AbortSignal): AsyncGenerator<JobStage, UserJob> {
    const ids = await readIdList(directory, job.request.idCount);
    await takeBackPartial(directory);
    const part = await openUserPart(file, signal);
    try {
      do yield* fetchRest(job, ids, part, dependencies, signal);
      while (!(await part.seal(signal)));
    } finally {
      await part.close();
    }
    const at = dependencies.clock.now();
    const { users, sizeBytes } = part.tally;
    await finishExport(directory, describeExport(job, ids, part.tally, at), false);
    return { ...job, stage: { stage: 'done', at, ndjsonPath: file, users, sizeBytes, badLines: 0 } };
  }

  /** Gives what has come so far its final names, as a partial result; undefined where nothing has come. */
  async function keepPartial(job: UserJob): Promise<PartialResult | undefined> {
    const ids = await readIdList(directory, job.request.idCount);
    await takeBackPartial(directory);
    const tally = await sealUserPart(file, new AbortController().signal);
    if (tally.answered === 0) {
      await removeParts(directory);
      return undefined;
    }
    const came = { answered: tally.answered, total: ids.count };
    await publishExport(directory, describeExport(job, ids, tally, dependencies.clock.now(), came));
    const { users, sizeBytes, unknownIds } = tally;
    return { ...came, users, sizeBytes, unknownIds: unknownIds.length };
  }

  // What was unfinished is what Retry goes on with.
  return { steps: { fetching: fetchStep }, cleanUp: () => Promise.resolve(), keepPartial };
}

/** Asks for all that is not answered yet, one request after another. */
async function* fetchRest(
  job: UserJob,
  ids: IdList,
  part: UserPart,
  { fetchUsers, clock, random, patiencePolicy: policy = defaultPatiencePolicy }: UserExportDependencies,
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
    const batch = ids.slice(answered, answered + endpoints.usersById.longest);
    const asking = askPatiently(() => fetchUsers(job, batch, signal), { clock, random, policy }, signal);
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
  if (manifest && !isPartial(manifest)) throw new UserError(l10n.t('This export is finished.'));
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
