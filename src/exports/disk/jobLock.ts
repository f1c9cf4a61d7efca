import * as l10n from '@vscode/l10n';
import { link, open, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import { UserError } from '../../protocol/userError.ts';
import { fileMode } from './privateFile.ts';
import type { ProcessIdentity } from './processIdentity.ts';
import { identifyProcess, judgeProcess } from './processIdentity.ts';
import { errorCode } from '../../util/errorCode.ts';

/** The right to work on a job. */
export interface JobLock {
  /** Aborted when the lock was lost after all: another process took this one for dead. */
  readonly lost: AbortSignal;
  /** Gives it back; `forever` where there is nothing left to lock, so that no file of it stays. */
  release(forever?: boolean): Promise<void>;
}

export interface LockOptions {
  /** A holder rewrites its lock this often. */
  beatMs: number;
  /** Where nothing else shows it, a holder that missed this many beats while we watched counts as dead. */
  missedBeats: number;
}

export const defaultLockOptions: LockOptions = { beatMs: 2000, missedBeats: 4 };

const holderSchema = z.object({
  token: z.string(),
  released: z.boolean(),
  host: z.string(),
  pid: z.number(),
  boot: z.string().optional(),
  started: z.string().optional(),
});

type Holder = z.infer<typeof holderSchema>;

/**
 * Takes a job's lock; undefined where a living process has it. Two windows, two extension hosts, two machines on one
 * network folder: at most one gets it. A process that died, even by `kill -9`, even if its number was given to another
 * one since, does not keep it.
 *
 * A lock is a file `lock-<n>`; the highest n counts. A process that finds its holder dead or gone makes the next one, which the
 * file system grants to one of them only. Nobody ever removes or renames a lock that counts, so that no slow
 * process can remove a fresh lock in place of the stale one that it looked at.
 */
export async function takeJobLock(
  directory: string,
  options = defaultLockOptions,
): Promise<JobLock | undefined> {
  const ours = await identifyProcess();
  const current = await findCurrent(directory);
  if (current && !(await isGone(current.file, ours, options))) return undefined;
  const number = (current?.number ?? 0) + 1;
  const file = path.join(directory, nameOf(number));
  const holder: Holder = { ...ours, token: randomUUID(), released: false };
  if (!(await createWhole(file, JSON.stringify(holder)))) return undefined;
  // An even higher one may have been made meanwhile, on a judgement newer than ours.
  if ((await findCurrent(directory))?.number !== number) {
    await rm(file, { force: true });
    return undefined;
  }
  await removeBelow(directory, number);
  return holdLock(file, holder, options);
}

function holdLock(file: string, holder: Holder, { beatMs }: LockOptions): JobLock {
  const lost = new AbortController();
  const timer = setInterval(() => void beat(), beatMs);
  timer.unref();

  async function beat(): Promise<void> {
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    // A folder that cannot be reached (a network drive) is no takeover: nobody else can reach its job either.
    if ((await lookAtOwn(file, holder)) !== 'taken') return;
    clearInterval(timer);
    lost.abort(new UserError(l10n.t('Another window took this export over.')));
  }

  return {
    lost: lost.signal,
    async release(forever = false) {
      clearInterval(timer);
      if (lost.signal.aborted) return;
      if (forever) {
        await rm(file, { force: true });
        return;
      }
      if (await giveBack(file, holder)) return;
      // The folder cannot be reached. The lock is released as soon as it can.
      const again = setInterval(
        () => void giveBack(file, holder).then((done) => done && clearInterval(again)),
        beatMs,
      );
      again.unref();
    },
  };
}

/** False where the lock cannot be found. */
async function giveBack(file: string, holder: Holder): Promise<boolean> {
  const look = await lookAtOwn(file, holder);
  if (look === 'missing') return false;
  if (look === 'held')
    await writeFile(file, JSON.stringify({ ...holder, released: true })).catch(() => undefined);
  return true;
}

/** A process that takes a lock over makes one of a higher number, then removes this one. */
async function lookAtOwn(file: string, { token }: Holder): Promise<'held' | 'taken' | 'missing'> {
  const current = await findCurrent(path.dirname(file));
  if (current && path.basename(current.file) !== path.basename(file)) return 'taken';
  const holder = await readHolder(file);
  if (!holder) return 'missing';
  return holder.token === token ? 'held' : 'taken';
}

async function isGone(file: string, ours: ProcessIdentity, options: LockOptions): Promise<boolean> {
  const holder = await readHolder(file);
  if (holder?.released) return true;
  const verdict = holder
    ? await judgeProcess({ boot: undefined, started: undefined, ...holder }, ours)
    : 'unknown';
  return verdict === 'unknown' ? watchBeats(file, options) : verdict === 'dead';
}

/** Watches a lock by our own clock: whether it stays as it is for longer than its holder would leave it. */
async function watchBeats(file: string, { beatMs, missedBeats }: LockOptions): Promise<boolean> {
  const before = await stampOf(file);
  for (let beat = 0; beat < missedBeats; beat++) {
    await new Promise((resolve) => setTimeout(resolve, beatMs));
    if ((await stampOf(file)) !== before) return false;
  }
  return true;
}

async function stampOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (!handle) return 'none';
  try {
    const { mtimeMs } = await handle.stat();
    return `${mtimeMs} ${await handle.readFile('utf8')}`;
  } finally {
    await handle.close();
  }
}

/** Makes a file that has its whole text from its first moment on; false where there is one of that name already. */
async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    await writeFile(draft, text, { mode: fileMode });
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // No hard links here (FAT, some network folders): the name is still granted once, its text follows at once.
    return await writeFile(file, text, { flag: 'wx', mode: fileMode }).then(
      () => true,
      () => false,
    );
  } finally {
    await rm(draft, { force: true });
  }
}

async function findCurrent(directory: string): Promise<{ number: number; file: string } | undefined> {
  const numbers = await listNumbers(directory);
  const number = Math.max(0, ...numbers);
  return number === 0 ? undefined : { number, file: path.join(directory, nameOf(number)) };
}

async function removeBelow(directory: string, number: number): Promise<void> {
  const lower = (await listNumbers(directory)).filter((it) => it < number);
  await Promise.all(lower.map((it) => rm(path.join(directory, nameOf(it)), { force: true })));
}

async function listNumbers(directory: string): Promise<number[]> {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => lockName.exec(name)?.[1] ?? []).map(Number);
}

const lockName = /^lock-(\d+)$/;

/** Whether a name is that of a lock. */
export function isLockFile(name: string): boolean {
  return lockName.test(name);
}

function nameOf(number: number): string {
  return `lock-${number}`;
}

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    return holderSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
