// Does one task on a file in a process of its own, as the editor's host would, and prints what it measured as JSON.
//   node taskProcess.cjs <index|firstIndex|ready|keys|search|rawSearch|filter|count|rows|idle> <file> <worker> <argument>
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { watchLoop, type Stalls } from '../support/loopStalls.ts';
import { peakRssBytes } from '../support/peakRss.ts';
import { buildKeyIndex } from '../../src/ndjson/keyLookup.ts';
import { openNdjson, type NdjsonFile } from '../../src/ndjson/openFile.ts';
import type { Query } from '../../src/protocol/query.ts';

/** What a task process prints. */
export interface TaskReport extends Stalls {
  /** From the question to the answer. The process, and the threads but in `rows` and the indexes, were there before. */
  readonly ms: number;
  readonly peakRssBytes: number;
  /** Delays of the event loop while it ran, beyond the clock's own step. */
  readonly loopP99Ms: number;
  readonly loopMaxMs: number;
  readonly answer: Record<string, unknown>;
}

const [task = '', filePath = '', workerUrl = '', argument = ''] = process.argv.slice(2);
const stepMs = 1;
const delays = monitorEventLoopDelay({ resolution: stepMs });

async function measure(work: () => Promise<Record<string, unknown>>): Promise<TaskReport> {
  delays.enable();
  const loop = watchLoop(stepMs);
  const startedAt = performance.now();
  const answer = await work();
  const ms = performance.now() - startedAt;
  // A delay that ends with the work is seen only by the next tick of the clock.
  await new Promise((resolve) => setTimeout(resolve, 5));
  delays.disable();
  const { stalls } = loop.finish();
  const beyondStep = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - stepMs);
  return {
    ms,
    peakRssBytes: peakRssBytes(),
    loopP99Ms: beyondStep(delays.percentile(99)),
    loopMaxMs: beyondStep(delays.max),
    stalls,
    answer,
  };
}

async function last<S>(stages: AsyncGenerator<S>): Promise<S | undefined> {
  let seen: S | undefined;
  for await (const stage of stages) seen = stage;
  return seen;
}

const plan: Query = {
  kind: 'field',
  path: 'custom_attributes.plan',
  test: { kind: 'equals', text: 'gold', matchCase: true },
};

/**
 * The tasks that need all lines are timed from when those are known, as they are with a saved index, and the threads are
 * ready: an open file sees to that by itself before anybody can have typed a question.
 */
async function runTask(file: NdjsonFile): Promise<TaskReport> {
  const scanned = await file.scanned();
  await file.warmUp();
  switch (task) {
    case 'keys':
      return measure(async () => {
        const startedAt = performance.now();
        const index = (await last(buildKeyIndex(scanned, 'external_id')))?.index;
        const buildMs = performance.now() - startedAt;
        const bytesPerKey = (index?.memoryBytes ?? 0) / (index?.keyCount ?? 1);
        return { keyCount: index?.keyCount, buildMs, bytesPerKey, lookups: await timeLookups(file) };
      });
    case 'search':
    case 'rawSearch':
      return measure(async () => {
        const isRaw = task === 'rawSearch';
        const found = await last(
          file.find({ kind: 'text', text: argument, matchCase: true, wholeWord: false, isRaw }),
        );
        return { lineCount: found?.lines.length };
      });
    case 'filter':
      return measure(async () => ({ lineCount: (await last(file.filter(plan)))?.lines.length }));
    case 'count':
      return measure(async () => {
        const counts = (await last(file.countBy('country')))?.counts;
        return { counts: Object.fromEntries(counts?.values ?? []), missingCount: counts?.missingCount };
      });
    default:
      throw new Error(`There is no task ${task}.`);
  }
}

async function timeLookups(file: NdjsonFile): Promise<number[]> {
  await file.findKey('external_id', 'warm-up');
  const times: number[] = [];
  for (const key of argument.split(',')) {
    const startedAt = performance.now();
    const lines = await file.findKey('external_id', key);
    times.push(performance.now() - startedAt);
    if (lines.length !== 1) throw new Error(`${key} was found ${lines.length} times.`);
  }
  return times;
}

/** What the process takes when a file is open, its threads are ready and nothing is asked. */
async function readyFile(): Promise<TaskReport> {
  return measure(async () => {
    const file = await openNdjson(filePath, { workerUrl });
    await file.whenIndexed();
    await file.warmUp();
    const { rss } = process.memoryUsage();
    file.dispose();
    return { rss };
  });
}

/** Nothing but the clock, until what started it closes its input: what the machine itself adds to every delay. */
async function idle(): Promise<TaskReport> {
  return measure(async () => {
    for await (const chunk of process.stdin) void chunk;
    return {};
  });
}

/** Runs the code that finds lines, as it has been in a host that opened a file before. */
async function openAnother(): Promise<void> {
  const file = await openNdjson(argument, { workerUrl });
  await file.whenIndexed();
  file.dispose();
}

async function indexFile(): Promise<TaskReport> {
  return measure(async () => {
    const file = await openNdjson(filePath, { workerUrl });
    await file.whenIndexed();
    const { lineCount } = file.progress;
    const { memoryBytes } = (await file.scanned()).lines;
    file.dispose();
    return { lineCount, bytesPerLine: memoryBytes / lineCount };
  });
}

/** The lines of a page. */
function listLines(from: number): number[] {
  return Array.from({ length: 50 }, (_, i) => from + i);
}

/** First rows of a file nobody opened before, then pages after jumps anywhere. */
async function readRows(): Promise<TaskReport> {
  return measure(async () => {
    const startedAt = performance.now();
    const file = await openNdjson(filePath, { workerUrl });
    const columns = await file.suggestColumns();
    const first = await file.readRows(listLines(0), { columns });
    const firstMs = performance.now() - startedAt;
    await file.whenIndexed();
    const jumps: number[] = [];
    for (let i = 0; i < 200; i++) {
      const from = Math.floor((((i * 7919) % 1000) / 1000) * file.progress.lineCount);
      const jumpedAt = performance.now();
      await file.readRows(listLines(from), { columns });
      jumps.push(performance.now() - jumpedAt);
    }
    file.dispose();
    return { rowCount: first.length, firstMs, jumps };
  });
}

async function runOn(): Promise<TaskReport> {
  const file = await openNdjson(filePath, { workerUrl });
  try {
    return await runTask(file);
  } finally {
    file.dispose();
  }
}

const tasks: Record<string, () => Promise<TaskReport>> = {
  firstIndex: indexFile,
  async index() {
    await openAnother();
    return indexFile();
  },
  ready: readyFile,
  rows: readRows,
  idle,
};

async function main(): Promise<void> {
  process.stdout.write(JSON.stringify(await (tasks[task] ?? runOn)()));
}

void main();
