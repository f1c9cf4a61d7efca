import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobPorts } from '../../../src/exports/jobRunner.ts';
import type { FaultServer } from '../../support/exportFaultServer.ts';
import { startFaultServer } from '../../support/exportFaultServer.ts';
import { createTestJobs, segmentJob } from '../../support/exportJobs.ts';
import { makeZip } from '../../support/exportZipMaker.ts';

describe('an export whose answer is on its way', () => {
  let root: string;
  let server: FaultServer;
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"u-1"}\n') }]);

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'answer-'));
    server = await startFaultServer({ stage: 'unpacking', fault: undefined, archives: [archive, archive] });
  });
  afterEach(async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  /** Answers some time after it was asked, and tells when it was. */
  function createSlowService(): { asked: Promise<void>; calls(): number; start: JobPorts['startSegment'] } {
    let calls = 0;
    let tell: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (tell = resolve));
    return {
      asked,
      calls: () => calls,
      async start() {
        calls++;
        tell();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { url: `${server.origin}/export.zip` };
      },
    };
  }

  it('keeps the link when it is cancelled, and goes on with it when it is retried', async () => {
    const service = createSlowService();
    const jobs = createTestJobs(root, server.origin, { startSegment: service.start });
    const id = await jobs.start(segmentJob);
    await service.asked;
    await jobs.cancel(id);
    assert.equal(jobs.get(id)?.stage.stage, 'cancelled');
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(service.calls(), 1);
    await jobs.shutdown();
  });

  it('goes on after the window was closed meanwhile', async () => {
    const service = createSlowService();
    const jobs = createTestJobs(root, server.origin, { startSegment: service.start });
    const id = await jobs.start(segmentJob);
    await service.asked;
    await jobs.shutdown();
    const later = createTestJobs(root, server.origin, { startSegment: service.start });
    await later.refresh();
    assert.equal((await later.whenSettled(id)).stage.stage, 'done');
    assert.equal(service.calls(), 1);
    await later.shutdown();
  });
});
