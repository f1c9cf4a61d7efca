import { readFile, readlink } from 'node:fs/promises';
import os from 'node:os';
import { isProcessAlive } from '../../util/isProcessAlive.ts';

/** What distinguishes a process from every other one, also from a later one with the same number. */
export interface ProcessIdentity {
  /** Where its number means something. */
  readonly host: string;
  readonly pid: number;
  /** The running system, where it says; a number of before a restart means nothing after it. */
  readonly boot: string | undefined;
  /** When the process started, in the system's own ticks, where it says. */
  readonly started: string | undefined;
}

/** Who this process is. Linux says all of it; elsewhere `boot` and `started` are unknown. */
export async function identifyProcess(pid: number = process.pid): Promise<ProcessIdentity> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  // Containers count their processes each for themselves, and may share a name and a folder.
  const counting = await readlink('/proc/self/ns/pid').catch(() => undefined);
  const host = [os.hostname(), ...(counting === undefined ? [] : [counting])].join(' ');
  return { host, pid, boot: boot?.trim(), started: await readStartTicks(pid) };
}

/** Whether the process of an identity lives: `unknown` where only its heartbeats can show it. */
export async function judgeProcess(
  its: ProcessIdentity,
  ours: ProcessIdentity,
): Promise<'alive' | 'dead' | 'unknown'> {
  if (its.host !== ours.host) return 'unknown';
  if (its.boot !== ours.boot) return 'dead';
  if (!isProcessAlive(its.pid)) return 'dead';
  if (its.started === undefined) return 'unknown';
  return its.started === (await readStartTicks(its.pid)) ? 'alive' : 'dead';
}

/** Field 22 of `/proc/<pid>/stat`; the name in field 2 may hold spaces and brackets, so count from its end. */
async function readStartTicks(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return line?.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}
