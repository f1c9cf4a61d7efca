import { asError } from '../../util/asError.ts';
import type { Emitter } from '../../util/emitter.ts';
import { isDiskFull } from '../lines/archiveError.ts';
import { cleanUpFinished } from './finishExport.ts';
import type { ExportRow } from './exportRow.ts';
import { describeEntry } from './exportRow.ts';
import { ShutdownError, TakenOverError } from './jobFailure.ts';
import type { JobLock, LockOptions } from '../disk/jobLock.ts';
import { takeJobLock } from '../disk/jobLock.ts';
import type { JobRecord } from './jobRecord.ts';
import { isRunning } from './isRunning.ts';
import type { JobRunner } from './jobRunner.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { errorCode } from '../../util/errorCode.ts';

/** A job that this process works on. */
export interface RunningJob {
  readonly stop: AbortController;
  /** Resolves when it rests, is finished, or was left for the next start; its lock is free then. */
  readonly over: Promise<void>;
}

/** What the functions of this file share: one for each folder of exports, owned by `createJobs`. */
export interface JobWork {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly lockOptions: LockOptions;
  readonly lookEveryMs: number;
  readonly reportUnexpected: (error: unknown) => void;
  readonly rows: Map<string, ExportRow>;
  readonly running: Map<string, RunningJob>;
  readonly changed: Emitter<string | undefined>;
  readonly settled: Emitter<ExportRow>;
  /** Jobs that something keeps from being taken up, by their id: that is reported once, not at every look. */
  readonly hindered: Set<string>;
  lookTimer: NodeJS.Timeout | undefined;
  disposed: boolean;
}

/** Works on a job whose lock we hold, until it rests. */
export function runJob(work: JobWork, record: JobRecord, lock: JobLock): void {
  const { ledger, rows, running } = work;
  const { id } = record;
  if (work.disposed) {
    // Begun while the editor goes: the next start does it.
    void lock.release().catch(work.reportUnexpected);
    return;
  }
  const stop = new AbortController();
  lock.lost.addEventListener('abort', () => stop.abort(new TakenOverError('Another window took it over.')));
  showRow(work, describeEntry({ kind: 'job', id, directory: ledger.directoryOf(id), record }, 'here'));

  async function follow(): Promise<void> {
    try {
      for await (const stage of work.runner.run(record, stop.signal)) {
        const row = rows.get(id);
        if (row) showRow(work, { ...row, stage, worker: isRunning(stage) ? 'here' : 'nobody' });
      }
    } catch (error) {
      // A shutdown leaves the job as it is in the ledger. Nothing else should come through here.
      if (!(error instanceof ShutdownError)) work.reportUnexpected(error);
    } finally {
      const isFinished = (await ledger.read(id).catch(() => undefined))?.kind === 'finished';
      await lock.release(isFinished).catch(work.reportUnexpected);
      running.delete(id);
    }
    if (work.disposed) return;
    await rereadRow(work, id);
    const row = rows.get(id);
    if (row && !isRunning(row.stage)) work.settled.fire(row);
  }

  running.set(id, { stop, over: follow() });
}

/** A job that nobody else can work on now. */
export interface ClaimedJob {
  readonly record: JobRecord;
  readonly lock: JobLock;
}

/** Takes a job's lock and reads what it is by now; undefined where another process works on it. */
export async function claimJob(work: JobWork, id: string): Promise<ClaimedJob | undefined> {
  if (work.running.has(id)) return undefined;
  // A lock is a file, and none is written into a folder that is not a job's.
  if ((await work.ledger.read(id))?.kind !== 'job') return undefined;
  const lock = await takeJobLock(work.ledger.directoryOf(id), work.lockOptions);
  if (!lock) return undefined;
  const entry = await work.ledger.read(id);
  if (entry?.kind === 'job' && !work.disposed) return { record: entry.record, lock };
  await lock.release(entry?.kind === 'finished');
  return undefined;
}

/** Reads the ledger again, and takes up every unfinished job that no living process works on. */
export async function refreshJobs(work: JobWork): Promise<void> {
  if (work.disposed) return;
  const { rows, running } = work;
  const before = new Set(rows.keys());
  const entries = await work.ledger.list();
  const ids = new Set(entries.map((it) => it.id));
  for (const id of rows.keys()) if (!ids.has(id) && !running.has(id)) rows.delete(id);
  for (const entry of entries) {
    const wasRemoved = before.has(entry.id) && !rows.has(entry.id);
    if (!running.has(entry.id) && !wasRemoved)
      rows.set(entry.id, describeEntry(entry, rows.get(entry.id)?.worker));
  }
  work.changed.fire(undefined);
  const orphans = entries.filter((it) => !running.has(it.id));
  await Promise.all(orphans.filter(isUnfinished).map((it) => orLater(work, it, takeUp)));
  await Promise.all(orphans.filter(isUnclosed).map((it) => orLater(work, it, closeFinished)));
  lookLater(work);
}

/** What keeps one from being taken up must not keep the others. A full disk has no room for a lock: we look again later. */
async function orLater<E extends LedgerEntry>(
  work: JobWork,
  entry: E,
  take: (work: JobWork, entry: E) => Promise<void>,
): Promise<void> {
  try {
    await take(work, entry);
    work.hindered.delete(entry.id);
  } catch (error) {
    const isDeleted = errorCode(error) === 'ENOENT';
    if (isDiskFull(error) || isDeleted || work.hindered.has(entry.id)) return;
    work.hindered.add(entry.id);
    // By its folder: what is reported goes to the log, and a title may name a person.
    work.reportUnexpected(
      new Error(`The export “${entry.id}” cannot go on: ${asError(error).message}`, { cause: error }),
    );
  }
}

function isUnfinished(entry: LedgerEntry): boolean {
  return entry.kind === 'job' && isRunning(entry.record.stage);
}

type UnclosedEntry = LedgerEntry & { kind: 'finished'; unclosed: JobRecord };

function isUnclosed(entry: LedgerEntry): entry is UnclosedEntry {
  return entry.kind === 'finished' && entry.unclosed !== undefined;
}

/** A process that died between the manifest and the clean-up left the archive: people's data that nobody asked to keep. */
async function closeFinished(work: JobWork, entry: UnclosedEntry): Promise<void> {
  const lock = await takeJobLock(entry.directory, work.lockOptions);
  // Held by who is about to do it.
  if (!lock) return;
  try {
    await cleanUpFinished(entry.directory, entry.unclosed.keepArchive);
    await work.ledger.close(entry.id);
  } finally {
    await lock.release(true);
  }
}

async function takeUp(work: JobWork, { id }: LedgerEntry): Promise<void> {
  const claimed = await claimJob(work, id);
  if (claimed && isRunning(claimed.record.stage)) {
    runJob(work, claimed.record, claimed.lock);
    return;
  }
  await claimed?.lock.release();
  const row = work.rows.get(id);
  if (!claimed && row && !work.running.has(id)) showRow(work, { ...row, worker: 'elsewhere' });
}

/** While another window works on something, its progress is read from the ledger, and its job taken up if it dies. */
function lookLater(work: JobWork): void {
  clearTimeout(work.lookTimer);
  const waiting = [...work.rows.values()].some((it) => isRunning(it.stage) && it.worker !== 'here');
  if (work.disposed || !waiting) return;
  work.lookTimer = setTimeout(() => void refreshJobs(work).catch(work.reportUnexpected), work.lookEveryMs);
  work.lookTimer.unref();
}

/** What the ledger says of an export that nobody works on here. A stage that could not be saved stays as it was shown. */
export async function rereadRow(work: JobWork, id: string): Promise<void> {
  const { rows, running } = work;
  const entry = await work.ledger.read(id);
  if (running.has(id)) return;
  const shown = rows.get(id);
  if (!entry) rows.delete(id);
  else if (!(isUnfinished(entry) && shown && !isRunning(shown.stage))) rows.set(id, describeEntry(entry));
  work.changed.fire(id);
}

function showRow(work: JobWork, row: ExportRow): void {
  work.rows.set(row.id, row);
  work.changed.fire(row.id);
}
