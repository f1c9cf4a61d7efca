// What browsing a huge NDJSON file costs, against named peers on the same bytes in the same run.
//   node bench/ndjson.ts [--big] [--sizes=50,500,2000] [--rounds=3] [--tasks=index,keys,search,filter,count,rows,page] [--no-short]
// `--big` adds 5 GB; `--no-short` leaves the file of short lines out. Files are in the cache: they were just written.
//
// Our times are from the question to the answer in a process that runs already, as the editor's does: it has opened another
// file before (what its first one takes is printed beside), and its threads are ready, as they are a second after a file was
// opened. Only the first rows are those of a process that never opened anything. DuckDB is timed in the same way, in a
// process with its library loaded, and so is the index by JSON.parse; wc, grep and jq are whole processes.
// The page is the built one.
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../scripts/vsix.ts';
import { bundleTasks } from './ndjson/bundleTasks.ts';
import { measurePage } from './ndjson/measurePage.ts';
import { writeShortLines, writeUsers } from '../test/support/userFile.ts';
import {
  measureCount,
  measureFilter,
  measureIndex,
  measureKeys,
  measureRows,
  measureSearch,
  reportLoop,
  startIdle,
  type BenchContext,
} from './ndjson/measureTasks.ts';
import type { TaskReport } from './ndjson/taskProcess.ts';
import { createMemoryFiller } from './support/fillMemory.ts';
import { createFigures } from './support/figures.ts';
import { addMachineCosts } from './support/machineCosts.ts';
import { requirePeers, type Peer } from './support/peers.ts';

const { values } = parseArgs({
  options: {
    big: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '50,500,2000' },
    rounds: { type: 'string', default: '3' },
    tasks: { type: 'string', default: 'index,keys,search,filter,count,rows,page' },
    short: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const peersOf: Readonly<Record<string, readonly Peer[]>> = {
  index: ['wc'],
  search: ['grep'],
  filter: ['@duckdb/node-api', 'jq'],
  count: ['@duckdb/node-api', 'jq'],
};
const tasks = values.tasks.split(',');
requirePeers([...tasks.flatMap((it) => peersOf[it] ?? []), ...(values.short ? (['wc'] as const) : [])]);
if (tasks.includes('page')) await ensureBuilt();
const sizesMb = [...values.sizes.split(',').map(Number), ...(values.big ? [5000] : [])];
const figures = createFigures();
const directory = await mkdtemp(path.join(os.tmpdir(), 'bench-ndjson-'));
const memory = createMemoryFiller(directory);
const otherFile = path.join(directory, 'other.ndjson');
writeUsers(otherFile, 4e6);
const common = {
  otherFile,
  rounds: Number(values.rounds),
  figures,
  bundles: await bundleTasks(directory),
  projectFolder: path.resolve(import.meta.dirname, '..'),
};
const indexed: { readonly sizeBytes: number; readonly lineCount: number; readonly report: TaskReport }[] = [];

addMachineCosts(figures);
try {
  for (const sizeMb of sizesMb) await benchUsers(sizeMb);
  if (values.short) await benchShortLines();
  reportGrowth();
} finally {
  memory.end();
  await rm(directory, { recursive: true, force: true });
}
figures.finish();

async function benchUsers(sizeMb: number): Promise<void> {
  const label = sizeMb >= 1000 ? `${sizeMb / 1000} GB` : `${sizeMb} MB`;
  const file = await makeRoom(label, sizeMb);
  const truth = writeUsers(file, sizeMb * 1e6);
  const context: BenchContext = { ...common, label, file, truth, reports: new Map() };
  const endIdle = startIdle(common.bundles.tasks);
  const measures: Record<string, () => Promise<void>> = {
    async index() {
      const report = await measureIndex(context, 1.3, 80);
      indexed.push({ sizeBytes: truth.sizeBytes, lineCount: truth.lineCount, report });
    },
    keys: () => measureKeys(context),
    search: () => measureSearch(context),
    filter: () => measureFilter(context),
    count: () => measureCount(context),
    rows: () => measureRows(context),
    page: () => measurePage(context),
  };
  for (const name of tasks) {
    memory.fill();
    await measures[name]?.();
  }
  reportLoop(context, await endIdle());
  await rm(file);
}

/** Long lines flatter everyone: the same bytes as lines of 44. */
async function benchShortLines(): Promise<void> {
  const label = '500 MB of 44-byte lines';
  const file = await makeRoom(label, 500);
  const lineCount = writeShortLines(file, 500e6);
  const nobody = { keyCount: 0, goldCount: 0, countries: {}, lastKey: { key: '', line: 0 }, someKeys: [] };
  const truth = { sizeBytes: lineCount * 44, lineCount, ...nobody };
  const context: BenchContext = { ...common, label, file, truth, reports: new Map() };
  const endIdle = startIdle(common.bundles.tasks);
  memory.fill();
  await measureIndex(context, 9, 80);
  reportLoop(context, await endIdle());
  await rm(file);
}

async function makeRoom(label: string, sizeMb: number): Promise<string> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize < sizeMb * 1.2e6) throw new Error(`There is too little room on the disk for ${label}.`);
  return path.join(directory, `${sizeMb}.ndjson`);
}

/** Time and memory from the smallest file to the largest: the one linear, the other growing by the index only. */
function reportGrowth(): void {
  const [first] = indexed;
  const last = indexed.at(-1);
  if (!first || !last || first === last) return;
  const times = last.report.ms / first.report.ms / (last.sizeBytes / first.sizeBytes);
  figures.add('time of the index, largest against smallest file, a byte', times, '×');
  const growth = last.report.peakRssBytes - first.report.peakRssBytes;
  figures.add(
    'memory of the index, growth from smallest to largest, a line',
    growth / (last.lineCount - first.lineCount),
    'B',
  );
}
