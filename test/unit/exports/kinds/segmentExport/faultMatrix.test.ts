import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobStage } from '../../../../../src/exports/jobs/jobRecord.ts';
import { createLimiter } from '../../../../../src/util/limiter.ts';
import type {
  FaultPlan,
  FaultServer,
  FaultStage,
  NetworkFault,
} from '../../../../support/exportFaultServer.ts';
import { startFaultServer } from '../../../../support/exportFaultServer.ts';
import {
  createShiftedClock,
  createTestJobs,
  segmentJob,
  takeUpJob,
  testKey,
} from '../../../../support/exportJobs.ts';
import { mountSmallDisk } from '../../../../support/exportSmallDisk.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';
import { runJobProcess } from '../../../../support/runJobProcess.ts';

/** What a test does to the process or its machine, rather than to the network. */
type LocalFault = 'kill -9' | 'reload' | 'diskFull' | 'clockForward' | 'cancel';
type Fault = LocalFault | NetworkFault;
const localFaults: readonly Fault[] = ['kill -9', 'reload', 'diskFull', 'clockForward', 'cancel'];

const stages: FaultStage[] = ['requested', 'preparing', 'downloading', 'unpacking'];
const faults: [title: string, fault: Fault][] = [
  ['kill -9', 'kill -9'],
  ['window reload', 'reload'],
  ['connection reset', 'reset'],
  ['stalled socket', 'stall'],
  ['truncated body', 'truncate'],
  ['changed entity tag', 'changeTag'],
  ['403', 403],
  ['404', 404],
  ['429', 429],
  ['500', 500],
  ['503', 503],
  ['disk full', 'diskFull'],
  ['clock set forward', 'clockForward'],
  ['cancel', 'cancel'],
];

/** How each cell must end: `done`, or the code of a failure, `expired`, `cancelled`. */
const expected: Record<FaultStage, Partial<Record<string, string>>> = {
  requested: {
    'kill -9': 'startUnknown',
    'window reload': 'startUnknown',
    'connection reset': 'startUnknown',
    ...{
      'stalled socket': 'startUnknown',
      'truncated body': 'startUnknown',
      '403': 'forbidden',
      '404': 'notFound',
    },
    '429': 'alreadyRunning',
    '500': 'startUnknown',
    '503': 'startUnknown',
    'disk full': 'diskFull',
    cancel: 'cancelled',
  },
  preparing: { 'disk full': 'diskFull', cancel: 'cancelled' },
  downloading: { '403': 'expired', '404': 'expired', 'disk full': 'diskFull', cancel: 'cancelled' },
  unpacking: { 'truncated body': 'truncated', 'disk full': 'diskFull', cancel: 'cancelled' },
};

/** Cells in which the fault cannot happen, and why. They are run all the same: the job must not even notice. */
function explainNotApplicable(stage: FaultStage, fault: Fault): string | undefined {
  if (stage === 'requested' && fault === 'changeTag') return 'the answer to the request has no entity tag';
  const isOfNetwork = !localFaults.includes(fault);
  // What was cut short on the way without a word shows here.
  if (stage === 'unpacking' && isOfNetwork && fault !== 'truncate')
    return 'nothing is asked while an archive is unpacked: the host would have answered so';
  return undefined;
}

describe('the fault matrix of a segment export', function () {
  this.timeout(120_000);
  const texts = [makeTexts('a'), makeTexts('b')] as const;
  const zips = texts.map((it) =>
    makeZip(it.map((text, i) => ({ name: `${i}.txt`, data: Buffer.from(text), descriptor: true }))),
  );
  const outcomes = new Map<string, string>();
  // Cells mostly wait; several at a time keep the whole in seconds.
  const limiter = createLimiter(8);
  const cells = new Map<string, Promise<string>>();
  let root: string;

  before(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'fault-matrix-'));
    for (const stage of stages) {
      for (const [title, fault] of faults) {
        const name = `${stage} × ${title}`;
        const cell = limiter.run(() => runCell(name, stage, fault), new AbortController().signal);
        cell.catch(() => undefined);
        cells.set(name, cell);
      }
    }
  });
  after(async () => {
    await Promise.allSettled(cells.values());
    await rm(root, { recursive: true, force: true });
    printMatrix(outcomes);
  });

  for (const stage of stages) {
    for (const [title] of faults) {
      const end = expected[stage][title] ?? 'done';
      it(`${stage} × ${title}: ${end}`, async () => {
        const name = `${stage} × ${title}`;
        assert.equal(await cells.get(name), end);
        outcomes.set(name, end);
      });
    }
  }

  async function runCell(name: string, stage: FaultStage, fault: Fault): Promise<string> {
    const folder = path.join(root, name.replace(/\W+/g, '-'));
    await mkdir(folder);
    const local = localFaults.includes(fault);
    const hangs = stage === 'requested' && ['kill -9', 'reload', 'cancel'].includes(String(fault));
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = zips;
    const plan: FaultPlan = {
      stage,
      fault: hangs ? 'hang' : local ? undefined : (fault as NetworkFault),
      archives:
        stage === 'unpacking' && fault === 'truncate' ? [first.subarray(0, -9), second] : [first, second],
      holds: stage === 'downloading' && local && fault !== 'diskFull',
    };
    const server = await startFaultServer(plan);
    try {
      const last = await runFault(folder, server, stage, fault, checkFolder);
      await checkFolder(folder, last, stage, fault);
      assert.ok(server.starts() <= 1, `${server.starts()} requests to start`);
      if (stage === 'unpacking') assert.equal(server.late(), 0, 'something was asked during the unpacking');
      return last.stage === 'failed' ? last.code : last.stage;
    } finally {
      await server.close();
    }
  }

  /** Nothing under a final name that is not whole; nothing unfinished left behind what is done; a reason; the key nowhere. */
  async function checkFolder(folder: string, last: JobStage, stage: FaultStage, fault: Fault): Promise<void> {
    const [id = ''] = (await readdir(folder)).filter((it) => it !== '.filler');
    const directory = path.join(folder, id);
    const files = id === '' ? [] : (await readdir(directory)).sort();
    for (const file of files) {
      const bytes = await readFile(path.join(directory, file)).catch(() => Buffer.alloc(0));
      assert.ok(!bytes.includes(testKey), `the key is in ${file}`);
    }
    if (last.stage === 'failed')
      assert.ok(last.message !== '' && last.remedy !== '' && last.during === stage);
    if (last.stage !== 'done') {
      assert.deepEqual(
        files.filter((it) => /^(users|manifest)/.test(it) && !it.includes('.part')),
        [],
      );
      return;
    }
    assert.deepEqual(files, ['manifest.json', 'users.ndjson', 'users.ndjson.index']);
    const served =
      texts[fault === 'changeTag' && ['preparing', 'downloading'].includes(stage) ? 1 : 0].join('');
    assert.equal(await readFile(path.join(directory, 'users.ndjson'), 'utf8'), served);
    assert.equal(last.users, served.split('\n').length - 1);
  }
});

/** Ten members whose bytes hardly pack, so that half an archive is half a download, and more than is written at once. */
function makeTexts(salt: string): string[] {
  return Array.from({ length: 10 }, (_, part) =>
    Array.from(
      { length: 400 },
      (_, i) => `{"id":"${salt}-${part}-${i}","noise":"${randomBytes(600).toString('base64')}"}\n`,
    ).join(''),
  );
}

function printMatrix(outcomes: ReadonlyMap<string, string>): void {
  const width = Math.max(...faults.map(([title]) => title.length)) + 2;
  const reasons: string[] = [];
  const lines = faults.map(([title, fault]) => {
    const ends = stages.map((stage) => {
      const end = outcomes.get(`${stage} × ${title}`) ?? 'WRONG';
      const reason = explainNotApplicable(stage, fault);
      if (reason === undefined) return end.padEnd(18);
      if (!reasons.includes(reason)) reasons.push(reason);
      return `${end} [${reasons.indexOf(reason) + 1}]`.padEnd(18);
    });
    return `    ${title.padEnd(width)}${ends.join('')}`;
  });
  const total = stages.length * faults.length;
  const done = [...outcomes.values()].filter((it) => it === 'done').length;
  console.log(`\n    ${''.padEnd(width)}${stages.map((it) => it.padEnd(18)).join('')}`);
  console.log(lines.join('\n'));
  reasons.forEach((reason, i) => console.log(`    [${i + 1}] not applicable: ${reason}`));
  console.log(
    `    ${total} cells: ${done} done byte for byte, ${outcomes.size - done} ended with a true reason and nothing ` +
      `under a final name, ${total - outcomes.size} wrong\n`,
  );
}

/** Runs a job with a fault at a stage, and whatever it takes to see how it ends. */
async function runFault(
  folder: string,
  server: FaultServer,
  stage: FaultStage,
  fault: Fault,
  check: (folder: string, last: JobStage, stage: FaultStage, fault: Fault) => Promise<void>,
): Promise<JobStage> {
  if (fault === 'kill -9') {
    await killAt(folder, server.origin, stage);
    server.release();
    return (await takeUpJob(folder, server.origin)).stage;
  }
  const disk = fault === 'diskFull' ? await mountSmallDisk(folder) : undefined;
  const clock = createShiftedClock();
  const jobs = createTestJobs(folder, server.origin, {
    clock,
    ...(fault === 'stall' && stage !== 'unpacking' ? { timeoutMs: 400 } : {}),
  });
  let acted = false;
  jobs.onDidChange((id) => {
    const seen = id === undefined ? undefined : jobs.get(id)?.stage;
    if (acted || id === undefined || seen?.stage !== stage) return;
    // A disk is full before the stage writes anything; all else happens in its middle.
    if (!disk && !isInside(seen, stage)) return;
    acted = true;
    server.release();
    disk?.fill(path.join(folder, id));
    if (fault === 'clockForward') clock.shiftMs = 10 * 24 * 3_600_000;
    if (fault === 'cancel') void jobs.cancel(id);
    if (fault === 'reload') void jobs.shutdown();
  });
  const id = await jobs.start(segmentJob);
  const { stage: last } = await jobs.whenSettled(id);
  assert.ok(acted || !localFaults.includes(fault), `never came to ${stage}: ${JSON.stringify(last)}`);
  if (fault === 'reload') return (await takeUpJob(folder, server.origin)).stage;
  if (disk) {
    await check(folder, last, stage, fault);
    // With room again it goes on, and asks for nothing twice.
    disk.empty();
    await jobs.retry(id);
    const { stage: end } = await jobs.whenSettled(id);
    assert.equal(end.stage, 'done');
    await jobs.shutdown();
    await check(folder, end, stage, fault);
    await rm(path.join(folder, id), { recursive: true });
    await disk.unmount();
    return last;
  }
  await jobs.shutdown();
  return last;
}

/** In the middle of a stage: a request that is under way, a download of which something has come. */
function isInside(seen: JobStage, stage: FaultStage): boolean {
  if (seen.stage !== stage) return false;
  if (seen.stage === 'requested') return seen.sending;
  return seen.stage !== 'downloading' || seen.receivedBytes > 0;
}

/** Starts a process that works on a job, and ends it the hard way in the middle of a stage. */
async function killAt(folder: string, origin: string, stage: FaultStage): Promise<void> {
  let killed = false;
  await runJobProcess([folder, origin], (seen, kill) => {
    if (killed || !isInside(seen, stage)) return;
    killed = true;
    kill();
  });
  assert.ok(killed, `never came to ${stage}`);
}
