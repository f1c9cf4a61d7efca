import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { findBlocked } from '../support/loopStalls.ts';
import { measureProcess, median, pairedRatio, type Figures } from '../support/figures.ts';
import type { UserTruth } from '../../test/support/userFile.ts';
import type { PeerReport } from './peerProcess.ts';
import type { TaskReport } from './taskProcess.ts';

/** jq takes minutes for more. */
const jqLimitBytes = 3e9;

/** What the tasks of one file are measured with. */
export interface BenchContext {
  readonly label: string;
  readonly file: string;
  /** A small file of users. */
  readonly otherFile: string;
  readonly truth: UserTruth;
  readonly rounds: number;
  readonly figures: Figures;
  readonly bundles: { readonly worker: string; readonly tasks: string; readonly peers: string };
  readonly projectFolder: string;
  /** Every report of a task, for what is said of all of them. */
  readonly reports: Map<string, TaskReport[]>;
}

/** Runs a task in its own process. */
export async function runTask(context: BenchContext, task: string, argument = ''): Promise<TaskReport> {
  const { bundles, file, reports } = context;
  const { output } = await measureProcess(process.execPath, [
    bundles.tasks,
    task,
    file,
    bundles.worker,
    argument,
  ]);
  const own = JSON.parse(output) as TaskReport;
  reports.set(task, [...(reports.get(task) ?? []), own]);
  return own;
}

/** Starts a process that does nothing but measure its own event loop; the answer ends it. */
export function startIdle(tasks: string): () => Promise<TaskReport> {
  const child = spawn(process.execPath, [tasks, 'idle'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  return async () => {
    child.stdin.end();
    return JSON.parse(await output) as TaskReport;
  };
}

async function runPeer(context: BenchContext, task: string): Promise<PeerReport> {
  const { output } = await measureProcess(process.execPath, [
    context.bundles.peers,
    task,
    context.file,
    context.projectFolder,
  ]);
  return JSON.parse(output) as PeerReport;
}

/** Of milliseconds one needs more rounds. */
function roundsFor({ rounds, truth }: BenchContext): number {
  return rounds * (truth.sizeBytes < 1e9 ? 3 : 1);
}

function addRatio(context: BenchContext, name: string, ratio: number, bar: number): void {
  context.figures.add(`${context.label}: ${name}`, ratio, '×', { atMost: bar });
}

/** Index of lines against `wc -l`; the first file that a process opens, and what threads take, beside it. */
export async function measureIndex(
  context: BenchContext,
  bar: number,
  memoryBar: number,
): Promise<TaskReport> {
  const { label, figures, truth, otherFile, rounds } = context;
  const own: TaskReport[] = [];
  const index = (task: string) => async (): Promise<number> => {
    const report = await runTask(context, task, otherFile);
    assert.equal(report.answer['lineCount'], truth.lineCount);
    if (task === 'index') own.push(report);
    return report.ms;
  };
  const countByTool = async (): Promise<number> => {
    const { wallMs, output } = await measureProcess('wc', ['-l', context.file]);
    assert.equal(Number.parseInt(output, 10), truth.lineCount);
    return wallMs;
  };
  const { ratio } = await pairedRatio(index('index'), countByTool, roundsFor(context));
  addRatio(context, 'index of lines against wc -l', ratio, bar);
  const first = await pairedRatio(index('firstIndex'), countByTool, rounds);
  figures.add(`${label}: the same, first file in a new process`, first.ratio, '×');
  const peakRssBytes = median(own.map((it) => it.peakRssBytes));
  const memory = `${label}: index of lines, memory of the whole process`;
  figures.add(memory, peakRssBytes / 1e6, 'MB', { atMost: memoryBar });
  const [middle] = own.sort((a, b) => a.ms - b.ms).slice(Math.floor(own.length / 2));
  assert.ok(middle);
  figures.add(`${label}: index of lines, a line`, Number(middle.answer['bytesPerLine']), 'B');
  const ready = await runTask(context, 'ready');
  figures.add(`${label}: memory with both threads ready`, Number(ready.answer['rss']) / 1e6, 'MB');
  return { ...middle, peakRssBytes };
}

/** Index of external ids against one made by JSON.parse of each line, and looking ids up in it. */
export async function measureKeys(context: BenchContext): Promise<void> {
  let report: TaskReport | undefined;
  const wanted = context.truth.someKeys.join(',');
  const { ratio } = await pairedRatio(
    async () => {
      report = await runTask(context, 'keys', wanted);
      assert.equal(report.answer['keyCount'], context.truth.keyCount);
      return Number(report.answer['buildMs']);
    },
    async () => {
      const peer = await runPeer(context, 'parseIndex');
      assert.equal(peer.answer['keyCount'], context.truth.keyCount);
      return peer.ms;
    },
    roundsFor(context),
  );
  addRatio(context, 'index of external ids against JSON.parse of each line', ratio, 0.083);
  context.figures.add(
    `${context.label}: index of external ids, a user`,
    Number(report?.answer['bytesPerKey']),
    'B',
    { atMost: 26 },
  );
  const lookups = [...(report?.answer['lookups'] as number[])].sort((a, b) => a - b);
  context.figures.add(`${context.label}: looking an external id up, median`, median(lookups), 'ms');
  context.figures.add(
    `${context.label}: looking an external id up, 95th percentile`,
    lookups[Math.floor(lookups.length * 0.95)] ?? NaN,
    'ms',
    { atMost: 5 },
  );
}

/** Searches that count the lines of a text: rare, common, and one that nothing has, against grep. */
export async function measureSearch(context: BenchContext): Promise<void> {
  const { truth, file, rounds } = context;
  for (const [kind, wanted, saidCount] of [
    ['common', '"gold"', truth.goldCount],
    ['rare', truth.lastKey.key, 1],
    ['absent', 'nowhere-to-be-found', 0],
  ] as const) {
    // grep finds no other spelling than the one it is given.
    const { answer: raw } = await runTask(context, 'rawSearch', wanted);
    const { ratio } = await pairedRatio(
      async () => {
        const { ms, answer } = await runTask(context, 'search', wanted);
        assert.equal(answer['lineCount'], saidCount);
        return ms;
      },
      async () => {
        // grep -c of nothing exits with 1; the shell says how many in any case. Printing to /dev/null it would stop early.
        const command = `LC_ALL=C grep -c -F -e "$1" "$2" || true`;
        const { wallMs, output } = await measureProcess('sh', ['-c', command, 'sh', wanted, file]);
        assert.equal(Number(output), raw['lineCount']);
        return wallMs;
      },
      rounds,
    );
    addRatio(context, `search for a text, ${kind}, against grep -c -F`, ratio, 1.2);
  }
}

/** A filter by a custom attribute against DuckDB and jq. */
export async function measureFilter(context: BenchContext): Promise<void> {
  const own = async (): Promise<number> => {
    const { ms, answer } = await runTask(context, 'filter');
    assert.equal(answer['lineCount'], context.truth.goldCount);
    return ms;
  };
  const { ratio, candidate } = await pairedRatio(
    own,
    async () => {
      const peer = await runPeer(context, 'duckdbFilter');
      assert.equal(peer.answer['lineCount'], context.truth.goldCount);
      return peer.ms;
    },
    context.rounds,
  );
  addRatio(context, 'filter by plan against DuckDB', ratio, 1);
  if (context.truth.sizeBytes > jqLimitBytes) return;
  const jq = await measureProcess('jq', [
    '-n',
    'reduce (inputs|select(.custom_attributes.plan? == "gold")) as $it (0; . + 1)',
    context.file,
  ]);
  assert.equal(Number(jq.output), context.truth.goldCount);
  context.figures.add(`${context.label}: filter by plan, times as fast as jq`, jq.wallMs / candidate, '×', {
    atLeast: 10,
  });
}

/** Counting by country against DuckDB and jq. */
export async function measureCount(context: BenchContext): Promise<void> {
  const { countries } = context.truth;
  const { ratio, candidate } = await pairedRatio(
    async () => {
      const { ms, answer } = await runTask(context, 'count');
      assert.deepEqual(answer['counts'], countries);
      return ms;
    },
    async () => {
      const peer = await runPeer(context, 'duckdbCount');
      assert.deepEqual(peer.answer['counts'], countries);
      return peer.ms;
    },
    context.rounds,
  );
  addRatio(context, 'count by country against DuckDB', ratio, 0.6);
  if (context.truth.sizeBytes > jqLimitBytes) return;
  const jq = await measureProcess('jq', [
    '-c',
    '-n',
    'reduce (inputs|.country|values) as $it ({}; .[$it] += 1)',
    context.file,
  ]);
  assert.deepEqual(JSON.parse(jq.output), countries);
  context.figures.add(`${context.label}: count by country, times as fast as jq`, jq.wallMs / candidate, '×', {
    atLeast: 15,
  });
}

/** First rows of a file without an index, and pages of rows after jumps. */
export async function measureRows(context: BenchContext): Promise<void> {
  const firsts: number[] = [];
  const jumps: number[] = [];
  for (let round = 0; round < context.rounds; round++) {
    const { answer } = await runTask(context, 'rows');
    firsts.push(Number(answer['firstMs']));
    jumps.push(...(answer['jumps'] as number[]));
  }
  jumps.sort((a, b) => a - b);
  context.figures.add(`${context.label}: first rows, no index yet`, median(firsts), 'ms', { atMost: 150 });
  context.figures.add(`${context.label}: page of rows after a jump, median`, median(jumps), 'ms');
  context.figures.add(
    `${context.label}: page of rows after a jump, 99th percentile`,
    jumps[Math.floor(jumps.length * 0.99)] ?? NaN,
    'ms',
    { atMost: 30 },
  );
}

/**
 * The event loop during all tasks so far: the 99th percentile of each task (median of its runs), of those the worst, and
 * the longest time it stood still while that of the process that idled beside them all did not.
 */
export function reportLoop({ label, figures, reports }: BenchContext, idle: TaskReport): void {
  const all = [...reports.values()].flat();
  const [[worstTask, worstP99Ms] = ['none', NaN]] = [...reports]
    .map(([task, runs]) => [task, median(runs.map((it) => it.loopP99Ms))] as const)
    .sort(([, a], [, b]) => b - a);
  const name = `${label}: event loop`;
  figures.add(`${name}, 99th percentile, worst task (${worstTask})`, worstP99Ms, 'ms', { atMost: 10 });
  figures.add(`${name}, of the idle process beside`, idle.loopP99Ms, 'ms');
  const blocked = Math.max(...all.map((it) => findBlocked(it, idle)));
  const kind = `blocked in ${all.length} runs while an idle process was not`;
  figures.add(`${name} ${kind}`, blocked, 'ms', { atMost: 50 });
  figures.add(`${name}, longest delay`, Math.max(...all.map((it) => it.loopMaxMs)), 'ms');
  figures.add(`${name}, longest delay of the idle process`, idle.loopMaxMs, 'ms');
}
