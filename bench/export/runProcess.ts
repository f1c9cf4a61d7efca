import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { SelfReport } from './measureSelf.ts';

export interface Finished {
  seconds: number;
  output: string;
}

/** Runs a command to its end and says how long the whole process took; throws where it failed. */
export async function runProcess(command: string, args: readonly string[]): Promise<Finished> {
  const begunAt = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}.`);
  return { seconds: (performance.now() - begunAt) / 1000, output };
}

/** Runs one of our own processes, which reports on itself. */
export async function runOwn(
  script: string,
  args: readonly string[],
): Promise<Finished & { report: SelfReport }> {
  const finished = await runProcess(process.execPath, [script, ...args]);
  return { ...finished, report: JSON.parse(finished.output) as SelfReport };
}

/** Starts the file server in a process of its own; `stop` ends it. */
export async function startFileServer(script: string, file: string, bytesPerSecond = 0) {
  const child = spawn(process.execPath, [script, file, String(bytesPerSecond)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${port.toString().trim()}/export.zip`,
    async stop(): Promise<void> {
      child.kill();
      await once(child, 'exit');
    },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
