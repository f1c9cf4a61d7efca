import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobStage } from '../../../../../src/exports/jobs/jobRecord.ts';
import type { Jobs } from '../../../../../src/exports/jobs/jobs.ts';
import { readManifest } from '../../../../../src/exports/jobs/manifest.ts';
import { takeStamp } from '../../../../../src/ndjson/file/fileStamp.ts';
import { readIndexFile } from '../../../../../src/ndjson/file/indexFile.ts';
import { createLimiter } from '../../../../../src/util/limiter.ts';
import {
  createShiftedClock,
  createTestJobs,
  makeIds,
  makeUserJob,
  takeUpJob,
  testKey,
} from '../../../../support/exportJobs.ts';
import { mountSmallDisk } from '../../../../support/exportSmallDisk.ts';
import { runJobProcess } from '../../../../support/runJobProcess.ts';
import { untilSo } from '../../../../support/until.ts';
import type { UserFault, UserFaultServer } from '../../../../support/userFaultServer.ts';
import { serializeLines, startUserFaultServer } from '../../../../support/userFaultServer.ts';

/** 500 ids are ten requests; the fault befalls the sixth. */
const idCount = 500;
const faultyRequest = 6;
const answeredBefore = 250;

/** What a test does to the process or its machine, rather than to the network. */
const localFaults = ['kill -9', 'reload', 'disk full', 'folder away', 'clock forward', 'cancel'] as const;
type LocalFault = (typeof localFaults)[number];

/**
 * How a fault that passes ends, and one that lasts: `done`, `cancelled`, or the code of a failure. What waits for as long as
 * it takes is cancelled by the test, once the trouble is shown.
 */
const networkFaults: [fault: UserFault, passing: string, lasting: string][] = [
  ['reset', 'done', 'waits'],
  ['stall', 'done', 'waits'],
  ['half answer', 'done', 'waits'],
  ['hang', 'done', 'waits'],
  ['limited until a reset', 'done', 'waits'],
  ['busy for a second', 'done', 'server'],
  ['cut JSON', 'done', 'schema'],
  ['web page', 'done', 'schema'],
  ['nothing', 'done', 'schema'],
  [429, 'done', 'waits'],
  [500, 'done', 'server'],
  [502, 'done', 'server'],
  [503, 'done', 'server'],
  [504, 'done', 'server'],
  [302, 'network', 'network'],
  [400, 'badRequest', 'badRequest'],
  [401, 'auth', 'auth'],
  [403, 'forbidden', 'forbidden'],
  [404, 'notFound', 'notFound'],
];

const localEnds: Record<LocalFault, string> = {
  'kill -9': 'done',
  reload: 'done',
  'disk full': 'diskFull',
  'folder away': 'fileSystem',
  'clock forward': 'done',
  cancel: 'cancelled',
};

interface Cell {
  name: string;
  end: string;
  run: (folder: string) => Promise<string>;
}

const networkCells = networkFaults.flatMap(([fault, passing, lasting]): Cell[] => [
  { name: `${fault}, passing`, end: passing, run: (folder) => runNetworkFault(folder, fault, false) },
  { name: `${fault}, lasting`, end: lasting, run: (folder) => runNetworkFault(folder, fault, true) },
]);
const localCells = localFaults.map((fault): Cell => {
  return { name: fault, end: localEnds[fault], run: (folder) => runLocalFault(folder, fault) };
});

describe('the fault matrix of an export of users by external ID', function () {
  this.timeout(120_000);
  const all = [...networkCells, ...localCells];
  const limiter = createLimiter(8);
  const ends = new Map<string, Promise<string>>();
  let root: string;

  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'user-faults-'));
    for (const { name, run } of all) {
      const folder = path.join(root, name.replace(/\W+/g, '-'));
      const cell = limiter.run(async () => {
        await mkdir(folder);
        return run(folder);
      }, new AbortController().signal);
      cell.catch(() => undefined);
      ends.set(name, cell);
    }
  });
  after(async () => {
    const settled = await Promise.allSettled(ends.values());
    await rm(root, { recursive: true, force: true });
    printMatrix(settled.map((it) => (it.status === 'fulfilled' ? it.value : 'WRONG')));
  });

  for (const { name, end } of all)
    it(`fetching × ${name}: ${end}${end === 'done' ? '' : ', and Retry: done'}`, async () => {
      assert.equal(await ends.get(name), end);
    });
});

/** One request, or all from it on, goes wrong; where that is the end, the service is mended, and Retry must do the rest. */
async function runNetworkFault(folder: string, fault: UserFault, lasts: boolean): Promise<string> {
  const server = await startUserFaultServer({ fault, at: faultyRequest, lasts });
  const silent = fault === 'hang' || fault === 'stall';
  const jobs = createTestJobs(folder, server.origin, silent ? { timeoutMs: 400 } : {});
  const waits = lasts && networkFaults.some(([it, , lasting]) => it === fault && lasting === 'waits');
  try {
    if (waits) cancelInTrouble(jobs);
    const id = await jobs.start(makeUserJob(idCount));
    const { stage } = await jobs.whenSettled(id);
    await checkFolder(folder, id, stage);
    if (stage.stage === 'done') {
      checkAsked(server);
      return 'done';
    }
    assert.equal(answeredOf(stage), answeredBefore);
    server.heal();
    await finishByRetry(jobs, folder, id);
    checkAsked(server);
    return stage.stage === 'failed' ? stage.code : 'waits';
  } finally {
    await jobs.shutdown();
    await server.close();
  }
}

/** Cancels once the job says what it waits for, and when it goes on. */
function cancelInTrouble(jobs: Jobs): void {
  jobs.onDidChange((id) => {
    const stage = id === undefined ? undefined : jobs.get(id)?.stage;
    if (id !== undefined && stage?.stage === 'fetching' && stage.trouble && stage.retryAt)
      void jobs.cancel(id);
  });
}

async function runLocalFault(folder: string, fault: LocalFault): Promise<string> {
  const server = await startUserFaultServer({ at: faultyRequest, holds: true });
  try {
    if (fault === 'kill -9') return await runKill(folder, server);
    return await disturb(folder, server, fault);
  } finally {
    await server.close();
  }
}

async function disturb(folder: string, server: UserFaultServer, fault: LocalFault): Promise<string> {
  const disk = fault === 'disk full' ? await mountSmallDisk(folder) : undefined;
  const clock = createShiftedClock();
  const jobs = createTestJobs(folder, server.origin, { clock });
  const id = await jobs.start(makeUserJob(idCount));
  const directory = path.join(folder, id);
  const away = `${folder}-away`;
  await untilSo(() => server.requests() >= faultyRequest);
  let over: Promise<void> | undefined;
  disk?.fill(directory);
  if (fault === 'folder away') await rename(directory, away);
  if (fault === 'clock forward') clock.shiftMs = 10 * 24 * 3_600_000;
  if (fault === 'cancel') over = jobs.cancel(id);
  if (fault === 'reload') over = jobs.shutdown();
  server.release();
  await over;
  if (fault === 'reload') return takeUp(folder, server);
  const { stage } = await jobs.whenSettled(id);
  disk?.empty();
  if (fault === 'folder away') {
    await rm(directory, { recursive: true, force: true });
    await rename(away, directory);
  } else await checkFolder(folder, id, stage);
  if (stage.stage !== 'done') await finishByRetry(jobs, folder, id);
  // What was on its way when it was cancelled may come to be asked for again.
  checkAsked(server, fault === 'cancel' || fault === 'disk full' ? 1 : 0);
  await jobs.shutdown();
  if (disk) await rm(directory, { recursive: true });
  await disk?.unmount();
  return stage.stage === 'failed' ? stage.code : stage.stage;
}

/** Ends a process the hard way while it waits for the sixth answer, and lets another one go on. */
async function runKill(folder: string, server: UserFaultServer): Promise<string> {
  await runJobProcess([folder, server.origin, String(idCount)], (stage, kill) => {
    if (stage.stage === 'fetching' && stage.answered === answeredBefore) kill();
  });
  server.release();
  return takeUp(folder, server);
}

async function takeUp(folder: string, server: UserFaultServer): Promise<string> {
  const { id, stage } = await takeUpJob(folder, server.origin);
  await checkFolder(folder, id, stage);
  checkAsked(server, 1);
  return stage.stage === 'failed' ? stage.code : stage.stage;
}

async function finishByRetry(jobs: Jobs, folder: string, id: string): Promise<void> {
  // After its folder was away, the lock is given back at the next beat.
  await untilSo(() => jobs.retry(id).then(() => true, isLocked));
  const { stage } = await jobs.whenSettled(id);
  assert.equal(stage.stage, 'done', JSON.stringify(stage));
  await checkFolder(folder, id, stage);
}

function isLocked(error: unknown): boolean {
  assert.match(String(error), /is running already/);
  return false;
}

/** Every id was answered; `again` answers at most were sent twice, because they never came to the disk. */
function checkAsked(server: UserFaultServer, again = 0): void {
  const answered = server.answered().flat();
  assert.deepEqual([...new Set(answered)].sort(), makeIds(idCount).sort());
  assert.ok(answered.length - idCount <= again * 50, `${answered.length - idCount} ids were answered twice`);
}

const answeredOf = (stage: JobStage): number =>
  'partial' in stage && stage.partial ? stage.partial.answered : 0;

/** Done byte for byte, or partial, said so everywhere, and with a reason; the key nowhere, and no id in a name. */
async function checkFolder(folder: string, id: string, stage: JobStage): Promise<void> {
  const directory = path.join(folder, id);
  assert.match(id, /^\d{4}-\d\d-\d\d-500-users-[0-9a-f]{8}$/);
  const files = (await readdir(directory)).sort();
  for (const file of files) assert.ok(!(await readFile(path.join(directory, file))).includes(testKey), file);
  const manifest = await readManifest(directory);
  if (stage.stage === 'failed') assert.ok(stage.message !== '' && stage.remedy !== '', stage.code);
  if (stage.stage === 'done') {
    assert.deepEqual(files, ['manifest.json', 'users.ndjson', 'users.ndjson.index']);
    await checkLines(directory, idCount);
    assert.equal(manifest?.result.outcome === 'file' && manifest.result.partial, undefined);
    assert.deepEqual(
      manifest?.invalidUserIds,
      makeIds(idCount).filter((it) => it.startsWith('?')),
    );
    return;
  }
  const answered = answeredOf(stage);
  // On a full disk there was no room for a result; what came is there all the same, as Retry will show.
  if (answered === 0) {
    assert.ok(stage.stage === 'failed' && stage.code === 'diskFull', JSON.stringify(stage));
    assert.equal(manifest, undefined);
    return;
  }
  await checkLines(directory, answered);
  const result = manifest?.result;
  assert.ok(result?.outcome === 'file');
  assert.deepEqual(result.partial, { answered, total: idCount });
}

async function checkLines(directory: string, answered: number): Promise<void> {
  const file = path.join(directory, 'users.ndjson');
  assert.equal(await readFile(file, 'utf8'), serializeLines(makeIds(idCount).slice(0, answered)));
  const reading = await readIndexFile(`${file}.index`, await takeStamp(file));
  assert.equal(reading.outcome, 'ready');
  const users = makeIds(answered).filter((it) => !it.startsWith('?')).length;
  assert.equal(reading.outcome === 'ready' && reading.index.lineCount, users);
}

function printMatrix(ends: readonly string[]): void {
  const width = 26;
  const lines = networkFaults.map(([fault], i) => {
    const [passing = '', lasting = ''] = ends.slice(2 * i, 2 * i + 2);
    return `    ${String(fault).padEnd(width)}${passing.padEnd(18)}${lasting}`;
  });
  const local = localFaults.map((fault, i) => {
    return `    ${fault.padEnd(width)}${(ends[2 * networkFaults.length + i] ?? '').padEnd(18)}-`;
  });
  const done = ends.filter((it) => it === 'done').length;
  const wrong = ends.filter((it) => it === 'WRONG').length;
  console.log(`\n    ${'fetching'.padEnd(width)}${'passing'.padEnd(18)}lasting`);
  console.log([...lines, ...local].join('\n'));
  console.log(
    `    ${ends.length} cells: ${done} done byte for byte by themselves, ${ends.length - done - wrong} kept what had come, ` +
      `said why, and were completed by Retry, ${wrong} wrong\n`,
  );
}
