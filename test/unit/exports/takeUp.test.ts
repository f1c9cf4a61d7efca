import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobPorts } from '../../../src/exports/jobRunner.ts';
import type { Jobs } from '../../../src/exports/jobs.ts';
import type { FaultServer } from '../../support/exportFaultServer.ts';
import { startFaultServer } from '../../support/exportFaultServer.ts';
import { createTestJobs, segmentJob } from '../../support/exportJobs.ts';
import { makeZip } from '../../support/exportZipMaker.ts';

describe('jobs that another start left', () => {
  let root: string;
  let server: FaultServer;
  const open: Jobs[] = [];
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"u-1"}\n') }]);

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'take-up-'));
    server = await startFaultServer({ stage: 'unpacking', fault: undefined, archives: [archive, archive] });
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((it) => it.shutdown()));
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  function createJobs(ports: Partial<JobPorts> = {}): Jobs {
    const jobs = createTestJobs(root, server.origin, ports);
    open.push(jobs);
    return jobs;
  }

  it('are sent by the next start where they were not sent yet', async () => {
    const first = createJobs();
    const id = await first.start(segmentJob);
    await first.shutdown();
    assert.equal(server.starts(), 0);
    const next = createJobs();
    await next.refresh();
    assert.equal((await next.whenSettled(id)).stage.stage, 'done');
    assert.equal(server.starts(), 1);
  });

  it('are all taken up but the one that cannot be, and that is said once', async () => {
    const first = createJobs();
    const ids = [await first.start(segmentJob), await first.start({ ...segmentJob, title: 'Other' })];
    await first.shutdown();
    // No lock that can be read, and no room for another: a folder stands there.
    await mkdir(path.join(root, ids[0] ?? '', 'lock-9'));
    const reported: unknown[] = [];
    const jobs = createJobs({ reportUnexpected: (error) => reported.push(error) });
    for (let look = 0; look < 3; look++) await jobs.refresh();
    assert.equal((await jobs.whenSettled(ids[1] ?? '')).stage.stage, 'done');
    assert.notEqual(jobs.get(ids[0] ?? '')?.stage.stage, 'done');
    assert.match(String(reported), /^Error: The export “Big spenders” cannot go on: EISDIR/);
    assert.equal(reported.length, 1);
  });
});
