import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ForbiddenError } from '../../../src/api/errors.ts';
import type { FaultServer } from '../../support/exportFaultServer.ts';
import { startFaultServer } from '../../support/exportFaultServer.ts';
import { createTestJobs, segmentJob } from '../../support/exportJobs.ts';
import { makeZip } from '../../support/exportZipMaker.ts';

describe('an expired export that is asked for again', () => {
  let root: string;
  let server: FaultServer;
  const zip = (name: string): Buffer =>
    makeZip([{ name: 'a.txt', data: Buffer.from(`{"external_id":"${name}"}\n`) }]);

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'renewal-'));
    server = await startFaultServer({
      stage: 'unpacking',
      fault: undefined,
      archives: [zip('old'), zip('old')],
    });
  });
  afterEach(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  it('has its old link as long as there is no new one', async () => {
    let isBlocked = false;
    let wasReady = false;
    let calls = 0;
    const jobs = createTestJobs(root, server.origin, {
      async startSegment() {
        if (++calls > 1) throw new ForbiddenError('The network refuses it.', '');
        return { url: `${server.origin}/export.zip` };
      },
      fetchFor: () => async (url, init) => {
        if (isBlocked) return new Response('Sign in first.', { status: 403 });
        const response = await fetch(url, init);
        // From the first download on.
        isBlocked = response.ok && !wasReady;
        wasReady ||= response.ok;
        return response;
      },
    });
    const id = await jobs.start(segmentJob);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'expired');
    await jobs.retry(id);
    const { stage } = await jobs.whenSettled(id);
    assert.ok(stage.stage === 'failed' && stage.code === 'forbidden', JSON.stringify(stage));
    isBlocked = false;
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(calls, 2);
    await jobs.shutdown();
  });
});
