// What a large segment export costs, against named peers on the same bytes in the same run.
//   node bench/export.ts [--big] [--sizes=500,2000] [--only=unpack,download,overlap] [--pairs=3] [--keep=<folder>]
// `--big` adds 5 GB. Peers are unzip, bsdtar and curl; nginx serves where there is one (a
// Node server takes the clients' processor: everything is slower against curl then). Archives are made once and kept in
// `--keep` (a folder of the system's temporary one by default).
//
// Unpacking is timed as a whole process. A download takes no longer than a process's start does, and an extension host
// started long ago: it is timed from the question to the file, in a process that has downloaded before, as the benchmarks
// of NDJSON do. What the first one in a new process takes, its start too, is printed beside.
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleWorkers } from './export/bundleWorkers.ts';
import { makeArchive } from './export/makeArchive.ts';
import {
  median,
  runOwn,
  runOwnWatched,
  runProcess,
  startFileServer,
  startNginx,
} from './export/runProcess.ts';
import type { SelfReport } from './export/measureSelf.ts';
import { createMemoryFiller } from './support/fillMemory.ts';
import { findBlocked } from './support/loopStalls.ts';
import { createFigures } from './support/figures.ts';
import { addMachineCosts } from './support/machineCosts.ts';
import { requirePeers } from './support/peers.ts';

const { values } = parseArgs({
  options: {
    big: { type: 'boolean', default: false },
    sizes: { type: 'string', default: '500,2000' },
    only: { type: 'string', default: 'unpack,download,overlap' },
    pairs: { type: 'string', default: '3' },
    keep: { type: 'string', default: path.join(os.tmpdir(), 'appboy-bench-export') },
  },
});
const parts = values.only.split(',');
requirePeers([
  ...(parts.includes('unpack') ? (['unzip', 'bsdtar'] as const) : []),
  ...(parts.includes('download') ? (['curl'] as const) : []),
]);
const pairs = Number(values.pairs);
const sizesMb = [...values.sizes.split(',').map(Number), ...(values.big ? [5000] : [])];
const figures = createFigures();
const linkBytesPerSecond = 60e6;

await mkdir(values.keep, { recursive: true });
const bundles = await bundleWorkers();
const scratch = await mkdtemp(path.join(values.keep, 'run-'));
const memory = createMemoryFiller(scratch);
const peaks = new Map<number, number>();
addMachineCosts(figures);
try {
  for (const sizeMb of sizesMb) await benchSize(sizeMb);
  const [atTwo, atFive] = [peaks.get(2000), peaks.get(5000)];
  if (atTwo !== undefined && atFive !== undefined) {
    figures.add('resident memory, 5 GB against 2 GB', atFive / atTwo, '×', { atMost: 1.15 });
  }
} finally {
  memory.end();
  await Promise.all([scratch, bundles].map((it) => rm(it, { recursive: true, force: true })));
}
figures.finish();

async function benchSize(sizeMb: number): Promise<void> {
  const archive = path.join(values.keep, `${sizeMb}.zip`);
  const truth = await makeArchive(archive, sizeMb * 1e6);
  const label = sizeMb >= 1000 ? `${sizeMb / 1000} GB` : `${sizeMb} MB`;
  const { bavail, bsize } = await statfs(scratch);
  if (bavail * bsize < 2.5 * truth.sizeBytes)
    throw new Error(`There is too little room on the disk for ${label}.`);
  if (parts.includes('unpack')) await benchUnpack(label, sizeMb, archive);
  if (parts.includes('download')) await benchDownload(label, archive);
  if (parts.includes('overlap')) await benchOverlap(label, archive);
}

async function benchUnpack(label: string, sizeMb: number, archive: string): Promise<void> {
  const ratios = { unzip: [] as number[], bsdtar: [] as number[] };
  const reports: SelfReport[] = [];
  const idle: SelfReport[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const own = await inFolder((folder) =>
      runWatched('unpackProcess.cjs', [archive, path.join(folder, 'users.ndjson')]),
    );
    const unzip = await inFolder((folder) => runProcess('unzip', ['-qq', archive, '-d', folder]));
    const bsdtar = await inFolder((folder) => runProcess('bsdtar', ['-x', '-f', archive, '-C', folder]));
    ratios.unzip.push(own.seconds / unzip.seconds);
    ratios.bsdtar.push(own.seconds / bsdtar.seconds);
    reports.push(own.report);
    idle.push(own.idle);
  }
  const isGoal = sizeMb >= 2000;
  figures.add(`unpack ${label} against unzip`, median(ratios.unzip), '×', isGoal ? { atMost: 0.55 } : {});
  figures.add(`unpack ${label} against bsdtar -x`, median(ratios.bsdtar), '×', isGoal ? { atMost: 1 } : {});
  const peak = median(reports.map((it) => it.peakRssBytes));
  peaks.set(sizeMb, peak);
  const growth = median(reports.map((it) => it.peakRssBytes - it.startRssBytes));
  figures.add(`unpack ${label}, resident memory`, peak / 1e6, 'MB');
  figures.add(`unpack ${label}, growth of resident memory`, growth / 1e6, 'MB', { atMost: 150 });
  addLoop(`unpack ${label}`, reports, idle);
}

async function benchDownload(label: string, archive: string): Promise<void> {
  const nginx = await startNginx(archive, scratch);
  const server = nginx ?? (await startFileServer(path.join(bundles, 'fileServer.cjs'), archive));
  const by = nginx ? 'nginx' : 'node';
  const ratios = { own: [] as number[], cold: [] as number[], bare: [] as number[], toBare: [] as number[] };
  const run = (script: string, ...args: string[]) =>
    runOwn(path.join(bundles, script), [server.url, ...args]);
  try {
    // It takes half a second: more pairs, or the machine's moods are the figure.
    for (let pair = 0; pair < Math.max(pairs, 5); pair++) {
      const own = await inFolder((folder) => run('downloadProcess.cjs', folder, 'again'));
      const cold = await inFolder((folder) => run('downloadProcess.cjs', folder, 'only'));
      const bare = await inFolder((folder) => run('bareDownload.cjs', path.join(folder, 'x')));
      const curl = await inFolder((folder) =>
        runProcess('curl', ['-s', '-o', path.join(folder, 'x'), server.url]),
      );
      ratios.own.push(own.report.workSeconds / curl.seconds);
      ratios.cold.push(cold.seconds / curl.seconds);
      ratios.bare.push(bare.seconds / curl.seconds);
      ratios.toBare.push(cold.seconds / bare.seconds);
    }
  } finally {
    await server.stop();
  }
  const name = `download of the ${label} archive (${by})`;
  figures.add(`${name} against curl`, median(ratios.own), '×', { atMost: 1.4 });
  figures.add(`${name} against curl, first of a new process, its start too`, median(ratios.cold), '×');
  figures.add(`${name}: fetch piped to a file against curl, its start too`, median(ratios.bare), '×');
  figures.add(`${name} against fetch piped to a file, the start of both too`, median(ratios.toBare), '×');
}

async function benchOverlap(label: string, archive: string): Promise<void> {
  const server = await startFileServer(path.join(bundles, 'fileServer.cjs'), archive, linkBytesPerSecond);
  const ratios: number[] = [];
  const reports: SelfReport[] = [];
  const idle: SelfReport[] = [];
  try {
    for (let pair = 0; pair < Math.min(pairs, 3); pair++) {
      const download = (what: string) =>
        inFolder((folder) => runWatched('downloadProcess.cjs', [server.url, folder, what]));
      const whole = await download('whole');
      const only = await download('only');
      ratios.push(whole.seconds / only.seconds);
      reports.push(whole.report);
      idle.push(whole.idle);
    }
  } finally {
    await server.stop();
  }
  figures.add(`${label} at 60 MB/s: download and unpack against download`, median(ratios), '×', {
    atMost: 1.1,
  });
  const after = median(reports.map((it) => it.afterLastByteMs ?? 0));
  figures.add(`${label} at 60 MB/s: from the last byte to done`, after, 'ms');
  const growth = median(reports.map((it) => it.peakRssBytes - it.startRssBytes));
  figures.add(`${label} at 60 MB/s: growth of resident memory`, growth / 1e6, 'MB', { atMost: 150 });
  addLoop(`${label} at 60 MB/s`, reports, idle);
}

function runWatched(script: string, args: readonly string[]) {
  return runOwnWatched(path.join(bundles, 'idleProcess.cjs'), path.join(bundles, script), args);
}

function addLoop(name: string, reports: readonly SelfReport[], idle: readonly SelfReport[]): void {
  const ours = reports.map((it, i) => findBlocked(it, idle[i] ?? { stalls: [] }));
  const p99 = median(reports.map((it) => it.loopP99Ms));
  figures.add(`${name}, event loop blocked while an idle process was not`, Math.max(...ours), 'ms', {
    atMost: 50,
  });
  figures.add(`${name}, event loop p99`, p99, 'ms', { atMost: 10 });
  const max = Math.max(...reports.map((it) => it.loopMaxMs));
  figures.add(`${name}, event loop, longest delay`, max, 'ms');
  const work = Math.max(...reports.map((it) => it.longestWorkMs));
  figures.add(`${name}, processor time of one turn at most`, work, 'ms');
  const idleMax = Math.max(...idle.map((it) => it.loopMaxMs));
  figures.add(`${name}, longest delay of the idle process`, idleMax, 'ms');
}

/**
 * Runs something in an empty folder that is gone afterwards. What earlier runs left to be written is on the disk by then,
 * and what memory they gave back is in use again.
 */
async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  await runProcess('sync', []);
  memory.fill();
  const folder = await mkdtemp(path.join(scratch, 'x-'));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
