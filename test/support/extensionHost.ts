import { execFileSync } from 'node:child_process';
import type { Profile } from '../../scripts/editor/profile.ts';

/** Kills the extension hosts of the server that runs with this profile, as a crash would; says how many there were. */
export function killExtensionHosts({ userData }: Profile): number {
  const processes = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S.*)$/.exec(line))
    .filter((it) => it !== null)
    .map(([, pid = '', ppid = '', args = '']) => ({ pid: Number(pid), ppid: Number(ppid), args }));
  const ours = new Set(processes.filter((it) => it.args.includes(userData)).map((it) => it.pid));
  for (let size = -1; size !== ours.size;) {
    size = ours.size;
    for (const { pid, ppid } of processes) if (ours.has(ppid)) ours.add(pid);
  }
  const hosts = processes.filter((it) => ours.has(it.pid) && it.args.includes('--type=extensionHost'));
  for (const { pid } of hosts) process.kill(pid, 'SIGKILL');
  return hosts.length;
}
