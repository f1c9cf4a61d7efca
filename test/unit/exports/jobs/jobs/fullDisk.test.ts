import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobDependencies } from '../../../../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../../../../src/exports/jobs/jobs.ts';
import type { FaultServer } from '../../../../support/exportFaultServer.ts';
import { startFaultServer } from '../../../../support/exportFaultServer.ts';
import { createTestJobs, segmentJob } from '../../../../support/exportJobs.ts';
import type { SmallDisk } from '../../../../support/exportSmallDisk.ts';
import { mountSmallDisk } from '../../../../support/exportSmallDisk.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';
import { untilSo } from '../../../../support/until.ts';

describe('jobs on a full disk', () => {
  let root: string;
  let server: FaultServer;
  let disk: SmallDisk;
  const open: Jobs[] = [];
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"u-1"}\n') }]);

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'full-disk-'));
    server = await startFaultServer({ stage: 'unpacking', fault: undefined, archives: [archive, archive] });
    disk = await mountSmallDisk(root);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((it) => it.shutdown()));
    await server.close();
    await disk.unmount();
    await rm(root, { recursive: true, force: true });
  });

  function createJobs(overrides: Partial<JobDependencies> = {}): Jobs {
    const jobs = createTestJobs(root, server.origin, overrides);
    open.push(jobs);
    return jobs;
  }

  const isInTrouble = (jobs: Jobs, id: string): boolean => {
    const stage = jobs.get(id)?.stage;
    assert.ok(stage === undefined || stage.stage === 'requested', `it is ${stage?.stage} by now`);
    return stage?.trouble !== undefined;
  };

  it('holds the link until it can be written, and asks for no other', async () => {
    const startSegment: JobDependencies['startSegment'] = async (job) => {
      disk.fill(path.join(root, job.id));
      return { url: `${server.origin}/export.zip` };
    };
    const jobs = createJobs({ startSegment });
    const id = await jobs.start(segmentJob);
    await untilSo(() => isInTrouble(jobs, id));
    disk.empty();
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
  });

  it('holds the key prefix until its manifest can be written', async () => {
    const startSegment: JobDependencies['startSegment'] = async (job) => {
      disk.fill(path.join(root, job.id));
      return { objectPrefix: 'prefix' };
    };
    const jobs = createJobs({ startSegment });
    const id = await jobs.start(segmentJob);
    await untilSo(() => isInTrouble(jobs, id));
    disk.empty();
    const { stage, directory } = await jobs.whenSettled(id);
    assert.equal(stage.stage, 'delivered');
    assert.deepEqual(await readdir(directory), ['manifest.json']);
  });

  it('starts nothing, now or later, where the job could not be written', async function () {
    if (!disk.whole) this.skip();
    const jobs = createJobs();
    disk.fill(root);
    await assert.rejects(jobs.start(segmentJob), { code: 'ENOSPC' });
    disk.empty();
    const later = createJobs();
    await later.refresh();
    assert.deepEqual(later.list(), []);
    assert.equal(server.starts(), 0);
  });

  it('takes a job up as soon as there is room for its lock', async function () {
    if (!disk.whole) this.skip();
    const first = createJobs();
    const id = await first.start(segmentJob);
    await untilSo(() => first.get(id)?.stage.stage === 'preparing');
    await first.shutdown();
    disk.fill(path.join(root, id));
    const later = createJobs();
    await later.refresh();
    assert.equal(later.get(id)?.worker, 'nobody');
    disk.empty();
    await untilSo(() => later.get(id)?.stage.stage === 'done');
    assert.equal(server.starts(), 1);
  });
});
