import type { Clock } from '../../api/retry.ts';
import { UserError } from '../../protocol/userError.ts';
import type { Disposable } from '../../util/disposables.ts';
import type { Listen } from '../../util/emitter.ts';
import { createEmitter } from '../../util/emitter.ts';
import { prepareEventRetry } from '../kinds/eventExport.ts';
import { adoptArchive, discardWork } from './finishExport.ts';
import type { ExportRow } from './exportRow.ts';
import { ShutdownError } from './jobFailure.ts';
import type { JobLock, LockOptions } from '../disk/jobLock.ts';
import { defaultLockOptions, takeJobLock } from '../disk/jobLock.ts';
import type { JobRecord } from './jobRecord.ts';
import { isRunning } from './isRunning.ts';
import type { JobPorts } from './jobRunner.ts';
import { createJobRunner } from './jobRunner.ts';
import type { ClaimedJob, JobWork } from './jobWork.ts';
import { claimJob, refreshJobs, rereadRow, runJob } from './jobWork.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { writeIdList } from '../kinds/idList.ts';
import type { NewJob } from './newJob.ts';
import { createRecord, idsOf } from './newJob.ts';
import { makePrivateFolder } from '../disk/privateFile.ts';
import { prepareSegmentRetry } from '../kinds/segmentExport.ts';
import { beginUnpacking } from '../kinds/unpackStages.ts';
import { prepareUserRetry } from '../kinds/userExport.ts';

/** The exports of one folder: those running here, and all others as the ledger has them. */
export interface Jobs extends Disposable {
  /** An export came, went or changed; the listener is told which, or nothing where several may have. */
  readonly onDidChange: Listen<string | undefined>;
  /** A job that ran here came to rest: finished, failed, expired, cancelled, or waiting for a word. */
  readonly onDidSettle: Listen<ExportRow>;
  /** Newest first. What it says is on disk already; figures of running jobs are newer. */
  list(): readonly ExportRow[];
  get(id: string): ExportRow | undefined;
  /** Reads the ledger again, and takes up every unfinished job that no living process works on. */
  refresh(): Promise<void>;
  /** Starts a job; resolves with its id once it is in the ledger. */
  start(job: NewJob): Promise<string>;
  /** Resolves when the job rests or is finished. */
  whenSettled(id: string): Promise<ExportRow>;
  /** Cancels a running job, or gives up a resting one. */
  cancel(id: string): Promise<void>;
  /** Goes on with a resting job: tries again, or starts the next week's events. */
  retry(id: string): Promise<void>;
  /**
   * Removes an export with all its files; a running one is cancelled first. Resolves with the names of what stays in its
   * folder because it is not ours. Throws a sentence where the folder is not plainly ours.
   */
  remove(id: string): Promise<readonly string[]>;
  /** Stops working, as the editor does when it goes: every job stays in its stage and is taken up by the next start. */
  shutdown(): Promise<void>;
}

export interface JobsOptions {
  lock?: LockOptions;
  /** How often jobs of other windows are looked at, while there are any. */
  lookEveryMs?: number;
}

/** Nothing is read or started before `refresh` is called the first time. */
export function createJobs(ledger: Ledger, ports: JobPorts, options: JobsOptions = {}): Jobs {
  const rows = new Map<string, ExportRow>();
  const work: JobWork = {
    ledger,
    runner: createJobRunner(ledger, ports, { findRunning: (job) => findRunning(ledger, job) }),
    lockOptions: options.lock ?? defaultLockOptions,
    lookEveryMs: options.lookEveryMs ?? 5000,
    reportUnexpected: ports.reportUnexpected,
    rows,
    running: new Map(),
    changed: createEmitter(),
    settled: createEmitter(),
    hindered: new Set(),
    lookTimer: undefined,
    disposed: false,
  };
  return {
    onDidChange: work.changed.event,
    onDidSettle: work.settled.event,
    list: () => [...rows.values()].sort((a, b) => b.createdAt - a.createdAt),
    get: (id) => rows.get(id),
    refresh: () => refreshJobs(work),
    start: (job) => startJob(work, job, ports.clock),
    async whenSettled(id) {
      await work.running.get(id)?.over;
      const row = rows.get(id);
      if (!row) throw new UserError('There is no export of this name.');
      return row;
    },
    cancel: (id) => cancelJob(work, id, ports.clock),
    retry: (id) => retryJob(work, id, ports.clock),
    remove: (id) => removeJob(work, id),
    shutdown: () => shutDown(work),
    dispose: () => void shutDown(work),
  };
}

async function startJob(work: JobWork, job: NewJob, clock: Clock): Promise<string> {
  const ids = idsOf(job);
  const record = createRecord(job, ids, clock.now());
  const directory = work.ledger.directoryOf(record.id);
  await makePrivateFolder(directory);
  let lock: JobLock | undefined;
  try {
    // The lock comes first: no other window may start what we say could not be started.
    lock = await takeJobLock(directory, work.lockOptions);
    if (!lock) throw new UserError('The export’s folder is in use.');
    if (job.kind === 'import' && job.copyPath !== undefined) await adoptArchive(job.copyPath, directory);
    // Before the record: a job that is there can go on, however soon its process ends.
    if (job.kind === 'users') await writeIdList(directory, ids);
    await work.ledger.save(record);
  } catch (error) {
    await lock?.release(true);
    await work.ledger.discard(record.id).catch(() => undefined);
    throw error;
  }
  runJob(work, record, lock);
  return record.id;
}

async function retryJob(work: JobWork, id: string, clock: Clock): Promise<void> {
  if ((await work.ledger.read(id))?.kind !== 'job')
    throw new UserError('There is nothing to retry: this export is finished.');
  const claimed = await claimJob(work, id);
  if (!claimed) throw new UserError('This export is running already, here or in another window.');
  const { record, lock } = claimed;
  try {
    const next = await prepareRetry(record, work.ledger.directoryOf(id), clock.now());
    await work.ledger.save(next);
    runJob(work, next, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function prepareRetry(record: JobRecord, directory: string, at: number): Promise<JobRecord> {
  if (isRunning(record.stage)) return record;
  switch (record.kind) {
    case 'segment':
      return prepareSegmentRetry(record, directory, at);
    case 'events':
      return prepareEventRetry(record, at);
    case 'users':
      return prepareUserRetry(record, at);
    case 'import':
      return { ...record, stage: beginUnpacking(at) };
  }
}

async function cancelJob(work: JobWork, id: string, clock: Clock): Promise<void> {
  const here = work.running.get(id);
  if (here) {
    here.stop.abort();
    return here.over;
  }
  const { record, lock } = await claimAlone(work, id);
  try {
    const partial = await work.runner.keepPartial(record);
    const stage = { stage: 'cancelled', at: clock.now(), during: record.stage.stage } as const;
    await work.ledger.save({ ...record, stage: { ...stage, ...(partial ? { partial } : {}) } });
    if (record.kind !== 'users') await discardWork(work.ledger.directoryOf(id));
  } finally {
    await lock.release();
    await rereadRow(work, id);
  }
}

async function removeJob(work: JobWork, id: string): Promise<readonly string[]> {
  const here = work.running.get(id);
  here?.stop.abort();
  await here?.over;
  const entry = await work.ledger.read(id);
  let lock: JobLock | undefined;
  if (entry?.kind === 'job') lock = (await claimAlone(work, id)).lock;
  if (entry?.kind === 'leftover') lock = await takeJobLock(entry.directory, work.lockOptions);
  try {
    if (entry?.kind === 'leftover' && !lock) throw new UserError(inUseMessage);
    return await work.ledger.remove(id);
  } finally {
    await lock?.release(true);
    await rereadRow(work, id);
  }
}

const inUseMessage = 'Another window works on this export. Cancel it there.';

async function claimAlone(work: JobWork, id: string): Promise<ClaimedJob> {
  const claimed = await claimJob(work, id);
  if (!claimed) throw new UserError(inUseMessage);
  return claimed;
}

async function shutDown(work: JobWork): Promise<void> {
  work.disposed = true;
  clearTimeout(work.lookTimer);
  const all = [...work.running.values()];
  for (const it of all) it.stop.abort(new ShutdownError('The editor closes.'));
  await Promise.allSettled(all.map((it) => it.over));
  work.changed.dispose();
  work.settled.dispose();
}

/** What the ledger says now: the job that stands in the way may be another window's, and newer than our rows. */
async function findRunning(ledger: Ledger, job: JobRecord): Promise<string | undefined> {
  if (job.kind !== 'segment') return undefined;
  const isSame = (it: LedgerEntry): boolean =>
    it.kind === 'job' &&
    it.id !== job.id &&
    it.record.kind === 'segment' &&
    it.record.request.segmentId === job.request.segmentId &&
    isRunning(it.record.stage);
  return (await ledger.list()).find(isSame)?.id;
}
