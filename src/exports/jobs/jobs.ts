import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError.ts';
import type { Disposable } from '../../util/disposables.ts';
import type { Listen } from '../../util/emitter.ts';
import { defaultLockOptions, takeJobLock, type JobLock, type LockOptions } from '../disk/jobLock.ts';
import { makePrivateFolder } from '../disk/privateFile.ts';
import { kindOf, type NewJob } from '../kinds/exportKinds.ts';
import type { ExportRow } from '../exportRow.ts';
import { createJobRefresh } from './jobRefresh.ts';
import { createJobRows } from './jobRows.ts';
import { createJobRunner, type JobDependencies } from './jobRunner.ts';
import { isRunning } from '../jobStages.ts';
import { createJobWorkers, type ClaimedJob } from './jobWorkers.ts';
import type { Ledger } from './ledger.ts';

/** The exports of one folder: those running here, and all others as the ledger has them. */
export interface Jobs extends Disposable {
  /** An export was added, removed or changed; the listener is told which, or nothing where several may have. */
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
export function createJobs(ledger: Ledger, dependencies: JobDependencies, options: JobsOptions = {}): Jobs {
  const { clock, reportUnexpected } = dependencies;
  const { lock: lockOptions = defaultLockOptions, lookEveryMs = 5000 } = options;
  const rows = createJobRows();
  const runner = createJobRunner(ledger, dependencies);
  const workers = createJobWorkers({ ledger, runner, rows, lockOptions, reportUnexpected });
  const refresh = createJobRefresh({ ledger, rows, workers, lockOptions, lookEveryMs, reportUnexpected });

  async function start(job: NewJob): Promise<string> {
    const kind = kindOf(job.kind);
    const record = kind.create(job, clock.now());
    const directory = ledger.directoryOf(record.id);
    await makePrivateFolder(directory);
    let lock: JobLock | undefined;
    try {
      // The lock comes first: no other window may start what we say could not be started.
      lock = await takeJobLock(directory, lockOptions);
      if (!lock) throw new UserError(l10n.t('The export’s folder is in use.'));
      await kind.fillFolder?.(job, directory);
      await ledger.save(record);
    } catch (error) {
      await lock?.release(true);
      await ledger.discard(record.id).catch(() => undefined);
      throw error;
    }
    workers.run({ record, lock });
    return record.id;
  }

  async function retry(id: string): Promise<void> {
    if ((await ledger.read(id))?.kind !== 'job')
      throw new UserError(l10n.t('There is nothing to retry: this export is finished.'));
    const claimed = await workers.claim(id);
    if (!claimed) throw new UserError(l10n.t('This export is running already, here or in another window.'));
    const { record, lock } = claimed;
    try {
      const next = isRunning(record.stage)
        ? record
        : await kindOf(record.kind).prepareRetry(record, ledger.directoryOf(id), clock.now());
      await ledger.save(next);
      workers.run({ record: next, lock });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async function cancel(id: string): Promise<void> {
    const here = workers.get(id);
    if (here) {
      here.stop.abort();
      return here.ended;
    }
    const { record, lock } = await claimAlone(id);
    try {
      const run = runner.createRun(record);
      const partial = await run.keepPartial?.(record);
      const stage = { stage: 'cancelled', at: clock.now(), during: record.stage.stage } as const;
      await ledger.save({ ...record, stage: { ...stage, ...(partial ? { partial } : {}) } });
      await run.cleanUp();
    } finally {
      await lock.release();
      await workers.reread(id);
    }
  }

  async function remove(id: string): Promise<readonly string[]> {
    const here = workers.get(id);
    here?.stop.abort();
    await here?.ended;
    const entry = await ledger.read(id);
    let lock: JobLock | undefined;
    if (entry?.kind === 'job') lock = (await claimAlone(id)).lock;
    if (entry?.kind === 'leftover') lock = await takeJobLock(entry.directory, lockOptions);
    try {
      if (entry?.kind === 'leftover' && !lock) throw describeOtherWorker();
      return await ledger.remove(id);
    } finally {
      await lock?.release(true);
      await workers.reread(id);
    }
  }

  async function claimAlone(id: string): Promise<ClaimedJob> {
    const claimed = await workers.claim(id);
    if (!claimed) throw describeOtherWorker();
    return claimed;
  }

  async function shutdown(): Promise<void> {
    await Promise.all([refresh.stop(), workers.shutdown()]);
    rows.dispose();
  }

  return {
    onDidChange: rows.onDidChange,
    onDidSettle: workers.onDidSettle,
    list: rows.list,
    get: rows.get,
    refresh: refresh.refresh,
    start,
    async whenSettled(id) {
      await workers.get(id)?.ended;
      const row = rows.get(id);
      if (!row) throw new UserError(l10n.t('There is no export of this name.'));
      return row;
    },
    cancel,
    retry,
    remove,
    shutdown,
    dispose: () => void shutdown(),
  };
}

function describeOtherWorker(): UserError {
  return new UserError(l10n.t('Another window works on this export. Cancel it there.'));
}
