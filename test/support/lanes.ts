// Runs the files of a suite in several processes at once, each of which takes the next file when it is done with one.
//
//   const result = await runInLanes('e2e', { script: 'test/support/e2eLane.ts', count: 2, files, … });
//
// A lane is a script that calls `workInLane`. Tests of one file never run beside each other; those of two files do, so
// they share no folder, port or file that is not made for them alone.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { runMocha, type SuiteOptions, type SuiteResult } from './runMocha.ts';
import { shuffle } from './shuffle.ts';

export interface LaneRun extends SuiteOptions {
  readonly script: string;
  readonly files: readonly string[];
}

/** What a lane says of a file. */
interface FileDone {
  readonly result: SuiteResult;
  readonly report: string;
}

type ToLane = { readonly file: string; readonly grep?: string } | 'end';
type FromLane = FileDone | 'ready';

/** How many lanes a machine takes: one for each core, up to four. */
const laneCount = Math.min(availableParallelism(), 4);

/** Runs the files in lanes, and prints the report of each when it is done. */
export async function runInLanes(suite: string, run: LaneRun): Promise<SuiteResult> {
  const timesPath = path.join('out', 'test', `${suite}.times.json`);
  const times = await readTimes(timesPath);
  const waiting = await sortFiles(run, times);
  const done: SuiteResult[] = [];
  const count = Math.min(laneCount, waiting.length);
  await Promise.all(
    Array.from({ length: count }, () =>
      runLane(run, waiting, (file, { result, report }, ms) => {
        done.push(result);
        if (result.passed + result.failed + result.skipped > 0) process.stdout.write(report);
        times[file] = ms;
      }),
    ),
  );
  if (run.grep === undefined) await writeTimes(timesPath, times);
  const sum = (pick: (it: SuiteResult) => number): number => done.reduce((total, it) => total + pick(it), 0);
  return {
    passed: sum((it) => it.passed),
    failed: sum((it) => it.failed),
    skipped: sum((it) => it.skipped),
    times: done.flatMap((it) => it.times),
  };
}

/** Starts a lane, and gives it files until none is left. One that ends in the middle of a file is a failure. */
async function runLane(
  { script, grep }: LaneRun,
  waiting: string[],
  onDone: (file: string, done: FileDone, ms: number) => void,
): Promise<void> {
  const lane = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<number | null>((resolve) => lane.once('exit', resolve));
  let file: string | undefined;
  let startedAt = 0;
  lane.on('message', (message: FromLane) => {
    if (file !== undefined && message !== 'ready') onDone(file, message, Date.now() - startedAt);
    file = waiting.shift();
    startedAt = Date.now();
    sendToLane(lane, file === undefined ? 'end' : { file, grep });
  });
  const code = await ended;
  if (code === 0 && file === undefined) return;
  const during = file ?? 'its start or its end';
  const result = { passed: 0, failed: 1, skipped: 0, times: [] };
  onDone(during, { result, report: `\n  A process of tests ended with ${code} during ${during}.\n` }, 0);
}

function sendToLane(lane: ChildProcess, message: ToLane): void {
  lane.send(message);
}

/** The longest first, by the times of the last run, so that no lane ends long after the others; or as the seed has it. */
async function sortFiles({ files, seed }: LaneRun, times: Times): Promise<string[]> {
  const sorted = [...files].sort();
  if (seed !== undefined) return shuffle(sorted, seed);
  const weights = new Map<string, number>();
  for (const file of sorted) weights.set(file, times[file] ?? (await stat(file)).size);
  return sorted.sort((a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0));
}

/** Milliseconds by file. */
type Times = Record<string, number>;

async function readTimes(file: string): Promise<Times> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Times;
}

async function writeTimes(file: string, times: Times): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(times));
}

/** Makes a lane of this process: runs the files that it is given, then calls `close` and ends. */
export function workInLane(close: () => Promise<void>): void {
  const sendToParent = (message: FromLane): void => void process.send?.(message);
  // Whatever a test left open ends with the process, and would otherwise keep it.
  process.on('disconnect', () => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
  process.on('message', (message: ToLane) => {
    void (async () => {
      if (message === 'end') {
        await close();
        process.exit(0);
      }
      const lines: string[] = [];
      const writeLine = (line: string): void => void lines.push(`${line}\n`);
      const result = await runMocha({ tests: [message.file], grep: message.grep, writeLine });
      sendToParent({ result, report: lines.join('') });
    })().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
  sendToParent('ready');
}
