import { createEmitter, type Listen } from '../../util/emitter.ts';
import { takeJobLock, type JobLock, type LockOptions } from '../disk/jobLock.ts';
import { describeEntry, type ExportRow } from '../exportRow.ts';
import { ShutdownError, TakenOverError } from './jobFailure.ts';
import type { JobRecord } from './jobRecord.ts';
import type { JobRows } from './jobRows.ts';
import type { JobRunner } from './jobRunner.ts';
import { isRunning } from '../jobStages.ts';
import type { Ledger } from './ledger.ts';

/** A job that this process works on. */
export interface RunningJob {
  readonly stop: AbortController;
  /** Resolves when it rests, is finished, or was left for the next start; its lock is free then. */
  readonly ended: Promise<void>;
}

/** A job that nobody else can work on now. */
export interface ClaimedJob {
  readonly record: JobRecord;
  readonly lock: JobLock;
}

/** The jobs of a folder that this process works on. */
export interface JobWorkers {
  /** A job that ran here came to rest. */
  readonly onDidSettle: Listen<ExportRow>;
  get(id: string): RunningJob | undefined;
  /** Takes a job's lock and reads what it is by now; undefined where another process works on it. */
  claim(id: string): Promise<ClaimedJob | undefined>;
  /** Works on a claimed job until it rests, and releases its lock. */
  run(claimed: ClaimedJob): void;
  /** Shows an export as the ledger has it now. */
  reread(id: string): Promise<void>;
  /** Stops all work: every job stays in its stage. Resolves when what was on its way is written. */
  shutdown(): Promise<void>;
}

export interface JobWorkersOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly rows: JobRows;
  readonly lockOptions: LockOptions;
  readonly reportUnexpected: (error: unknown) => void;
}

export function createJobWorkers(options: JobWorkersOptions): JobWorkers {
  const { ledger, runner, rows, lockOptions, reportUnexpected } = options;
  const running = new Map<string, RunningJob>();
  const settled = createEmitter<ExportRow>();
  let isShutDown = false;

  async function claim(id: string): Promise<ClaimedJob | undefined> {
    if (running.has(id)) return undefined;
    // A lock is a file, and none is written into a folder that is not a job's.
    if ((await ledger.read(id))?.kind !== 'job') return undefined;
    const lock = await takeJobLock(ledger.directoryOf(id), lockOptions);
    if (!lock) return undefined;
    const entry = await ledger.read(id);
    if (entry?.kind === 'job' && !isShutDown) return { record: entry.record, lock };
    await lock.release(entry?.kind === 'finished');
    return undefined;
  }

  function run({ record, lock }: ClaimedJob): void {
    const { id } = record;
    if (isShutDown) {
      // Begun while the editor closes: the next start does it.
      void lock.release().catch(reportUnexpected);
      return;
    }
    const stop = new AbortController();
    lock.lost.addEventListener('abort', () => stop.abort(new TakenOverError('Another window took it over.')));
    rows.show(describeEntry({ kind: 'job', id, directory: ledger.directoryOf(id), record }, 'here'));
    running.set(id, { stop, ended: follow(record, lock, stop.signal) });
  }

  async function follow(record: JobRecord, lock: JobLock, signal: AbortSignal): Promise<void> {
    const { id } = record;
    try {
      for await (const stage of runner.run(record, signal)) {
        const row = rows.get(id);
        if (row) rows.show({ ...row, stage, worker: isRunning(stage) ? 'here' : 'nobody' });
      }
    } catch (error) {
      // A shutdown leaves the job as it is in the ledger. Nothing else should come through here.
      if (!(error instanceof ShutdownError)) reportUnexpected(error);
    } finally {
      const isFinished = (await ledger.read(id).catch(() => undefined))?.kind === 'finished';
      await lock.release(isFinished).catch(reportUnexpected);
      running.delete(id);
    }
    if (isShutDown) return;
    await reread(id);
    const row = rows.get(id);
    if (row && !isRunning(row.stage)) settled.fire(row);
  }

  async function reread(id: string): Promise<void> {
    const entry = await ledger.read(id);
    if (running.has(id)) return;
    const shown = rows.get(id);
    if (!entry) rows.delete(id);
    // What came to rest here and could not be written (on a full disk) is shown all the same.
    else if (!(entry.kind === 'job' && isRunning(entry.record.stage) && shown && !isRunning(shown.stage)))
      rows.set(describeEntry(entry));
    rows.announce(id);
  }

  return {
    onDidSettle: settled.event,
    get: (id) => running.get(id),
    claim,
    run,
    reread,
    async shutdown() {
      isShutDown = true;
      const all = [...running.values()];
      for (const it of all) it.stop.abort(new ShutdownError('The editor closes.'));
      await Promise.allSettled(all.map((it) => it.ended));
      settled.dispose();
    },
  };
}
