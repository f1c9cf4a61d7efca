import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface StartedProcess {
  readonly pid: number;
  /** Settles with the exit code, or null after a signal. Never rejects. */
  readonly ended: Promise<number | null>;
  /** The last of what it printed, both streams. */
  readonly output: () => string;
  /** Ends it and everything it started, asking first; resolves when all of them are gone. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Everything printed goes to this file too. */
  readonly logFile?: string;
  /** Everything printed is shown as well, as it comes. */
  readonly show?: boolean;
}

const keptOutputChars = 100_000;
const politeMs = 5_000;

/**
 * Starts a command as the head of a process group of its own, so that it can be ended with all its children. When this
 * process exits, however it does short of SIGKILL, the group is killed.
 */
export function startProcess(
  command: string,
  args: readonly string[],
  options: StartOptions,
): StartedProcess {
  const { cwd, env, logFile, show = false } = options;
  // On Windows a process of its own group would open a console window; taskkill finds the children there.
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'] });
  const pid = child.pid ?? 0;
  const log = logFile === undefined ? undefined : createWriteStream(logFile);
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-keptOutputChars);
    log?.write(chunk);
    if (show) process.stdout.write(chunk);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const killNow = () => signalGroup(pid, 'SIGKILL');
  process.on('exit', killNow);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      keep(Buffer.from(`${error.message}\n`));
      resolve(-1);
    });
    child.once('close', (code) => resolve(code));
  }).finally(() => log?.end());
  const stop = async () => {
    await stopGroup(pid);
    process.off('exit', killNow);
  };
  return { pid, ended, output: () => output, stop };
}

async function stopGroup(pid: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const giveUpAt = Date.now() + politeMs;
  while (groupIsAlive(pid)) {
    if (Date.now() > giveUpAt) signalGroup(pid, 'SIGKILL');
    await delay(25);
  }
}

function groupIsAlive(pid: number): boolean {
  return pid > 0 && signalGroup(pid, 0);
}

/** Sends the signal to every process of the group; false when there is none left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (pid === 0) return false;
  if (process.platform === 'win32' && signal !== 0) {
    return spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).status === 0;
  }
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
