import { asError } from '../../util/asError.ts';
import { errorCode } from '../../util/errorCode.ts';
import { takeJobLock } from '../disk/jobLock.ts';
import { isDiskFull } from '../lines/archiveError.ts';
import { describeEntry } from '../exportRow.ts';
import { cleanUpFinished } from './finishExport.ts';
import type { JobRecord } from './jobRecord.ts';
import { isRunning } from '../jobStages.ts';
import type { JobWorkers, JobWorkersOptions } from './jobWorkers.ts';
import type { LedgerEntry } from './ledger.ts';

/** Follows what other windows do in a folder of exports. */
export interface JobRefresh {
  /** Reads the ledger again, and takes up every unfinished job that no living process works on. */
  refresh(): Promise<void>;
  /** Looks no more. Resolves when the looks that were on their way write nothing any more. */
  stop(): Promise<void>;
}

export interface JobRefreshOptions extends Omit<JobWorkersOptions, 'runner'> {
  readonly workers: JobWorkers;
  /** How often jobs of other windows are looked at, while there are any. */
  readonly lookEveryMs: number;
}

export function createJobRefresh(options: JobRefreshOptions): JobRefresh {
  const { ledger, rows, workers, lockOptions, lookEveryMs, reportUnexpected } = options;
  /** Ids of jobs that cannot be taken up: that is reported once, not at every look. */
  const hindered = new Set<string>();
  const inFlight = new Set<Promise<void>>();
  let lookTimer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function refresh(): Promise<void> {
    if (isStopped) return Promise.resolve();
    const look = readLedger().finally(() => inFlight.delete(look));
    inFlight.add(look);
    return look;
  }

  async function readLedger(): Promise<void> {
    const before = new Set(rows.list().map((it) => it.id));
    const entries = await ledger.list();
    const ids = new Set(entries.map((it) => it.id));
    for (const { id } of rows.list()) if (!ids.has(id) && !workers.get(id)) rows.delete(id);
    for (const entry of entries) {
      const shown = rows.get(entry.id);
      const wasRemoved = before.has(entry.id) && !shown;
      if (!workers.get(entry.id) && !wasRemoved) rows.set(describeEntry(entry, shown?.worker));
    }
    rows.announce(undefined);
    const orphans = entries.filter((it) => !workers.get(it.id));
    await Promise.all(orphans.filter(isUnfinished).map((it) => orLater(it, takeUp)));
    await Promise.all(orphans.filter(isUnclosed).map((it) => orLater(it, closeFinished)));
    lookLater();
  }

  /** What keeps one from being taken up must not keep the others. A full disk has no room for a lock: we look again later. */
  async function orLater<E extends LedgerEntry>(entry: E, take: (entry: E) => Promise<void>): Promise<void> {
    try {
      await take(entry);
      hindered.delete(entry.id);
    } catch (error) {
      const isDeleted = errorCode(error) === 'ENOENT';
      if (isDiskFull(error) || isDeleted || hindered.has(entry.id)) return;
      hindered.add(entry.id);
      // By its folder: what is reported goes to the log, and a title may name a person.
      reportUnexpected(
        new Error(`The export “${entry.id}” cannot go on: ${asError(error).message}`, { cause: error }),
      );
    }
  }

  /** A process that died between the manifest and the clean-up left the archive: people's data that nobody asked to keep. */
  async function closeFinished(entry: UnclosedEntry): Promise<void> {
    const lock = await takeJobLock(entry.directory, lockOptions);
    // Held by who is about to do it.
    if (!lock) return;
    try {
      await cleanUpFinished(entry.directory, entry.unclosed.keepArchive);
      await ledger.close(entry.id);
    } finally {
      await lock.release(true);
    }
  }

  async function takeUp({ id }: LedgerEntry): Promise<void> {
    const claimed = await workers.claim(id);
    if (claimed && isRunning(claimed.record.stage)) {
      workers.run(claimed);
      return;
    }
    await claimed?.lock.release();
    const row = rows.get(id);
    if (!claimed && row && !workers.get(id)) rows.show({ ...row, worker: 'elsewhere' });
  }

  /** While another window works on something, its progress is read from the ledger, and its job taken up if it dies. */
  function lookLater(): void {
    clearTimeout(lookTimer);
    const isWaiting = rows.list().some((it) => isRunning(it.stage) && it.worker !== 'here');
    if (isStopped || !isWaiting) return;
    lookTimer = setTimeout(() => void refresh().catch(reportUnexpected), lookEveryMs);
    lookTimer.unref();
  }

  return {
    refresh,
    async stop() {
      isStopped = true;
      clearTimeout(lookTimer);
      await Promise.allSettled(inFlight);
    },
  };
}

function isUnfinished(entry: LedgerEntry): boolean {
  return entry.kind === 'job' && isRunning(entry.record.stage);
}

type UnclosedEntry = LedgerEntry & { kind: 'finished'; unclosed: JobRecord };

function isUnclosed(entry: LedgerEntry): entry is UnclosedEntry {
  return entry.kind === 'finished' && entry.unclosed !== undefined;
}
