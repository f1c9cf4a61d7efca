import assert from 'node:assert/strict';
import type { JobDependencies } from '../../../../../src/exports/jobs/jobRunner.ts';
import { segmentJob, useJobFixture } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

describe('an export whose answer is on its way', () => {
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"u-1"}\n') }]);
  const fixture = useJobFixture(archive);

  /** Answers some time after it was asked, and tells when it was. */
  function createSlowService(): {
    asked: Promise<void>;
    calls(): number;
    start: JobDependencies['startSegment'];
  } {
    let calls = 0;
    let announceStart: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => (announceStart = resolve));
    return {
      asked,
      calls: () => calls,
      async start() {
        calls++;
        announceStart();
        await new Promise((resolve) => setTimeout(resolve, 100));
        return { url: `${fixture.server.origin}/export.zip` };
      },
    };
  }

  it('keeps the link when it is cancelled, and goes on with it when it is retried', async () => {
    const service = createSlowService();
    const jobs = fixture.createJobs({ startSegment: service.start });
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
    const jobs = fixture.createJobs({ startSegment: service.start });
    const id = await jobs.start(segmentJob);
    await service.asked;
    await jobs.shutdown();
    const later = fixture.createJobs({ startSegment: service.start });
    await later.refresh();
    assert.equal((await later.whenSettled(id)).stage.stage, 'done');
    assert.equal(service.calls(), 1);
    await later.shutdown();
  });
});
