import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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

/**
 * The same beside a process that does nothing: what keeps that one waiting is the machine, and no work of ours.
 */
export async function runOwnWatched(
  idleScript: string,
  script: string,
  args: readonly string[],
): Promise<Finished & { report: SelfReport; idle: SelfReport }> {
  const child = spawn(process.execPath, [idleScript], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (output += text));
  try {
    const own = await runOwn(script, args);
    child.stdin.end();
    await once(child, 'close');
    return { ...own, idle: JSON.parse(output) as SelfReport };
  } finally {
    child.kill();
  }
}

export interface FileServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves a file as cheaply as a server can, so that it is the clients that are measured: nginx, which lets the kernel send.
 * Undefined where there is none.
 */
export async function startNginx(file: string, folder: string): Promise<FileServer | undefined> {
  const port = await findFreePort();
  const config = path.join(folder, 'nginx.conf');
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; user root;
     events { worker_connections 64; }
     http { sendfile on; tcp_nopush on; access_log off;
       server { listen 127.0.0.1:${port}; root ${path.dirname(file)}; } }`,
  );
  const child = spawn('nginx', ['-c', config, '-e', `${folder}/nginx.log`], { stdio: 'ignore' });
  const failed = once(child, 'error').catch((error: unknown) => error);
  const url = `http://127.0.0.1:${port}/${path.basename(file)}`;
  for (let tries = 0; tries < 50; tries++) {
    const gone = await Promise.race([failed, delay(100)]);
    if (gone !== undefined || child.exitCode !== null) return undefined;
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => undefined);
    if (answer?.ok) return { url, stop: () => end(child) };
  }
  await end(child);
  return undefined;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill();
  if (child.exitCode === null) await once(child, 'exit');
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the file server in a process of its own; `stop` ends it. */
export async function startFileServer(script: string, file: string, bytesPerSecond = 0): Promise<FileServer> {
  const child = spawn(process.execPath, [script, file, String(bytesPerSecond)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${port.toString().trim()}/export.zip`,
    stop: () => end(child),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
