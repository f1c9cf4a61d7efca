import assert from 'node:assert/strict';
import { ForbiddenError } from '../../../../../src/api/errors.ts';
import { segmentJob, useJobFixture } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

describe('an expired export that is asked for again', () => {
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"old"}\n') }]);
  const fixture = useJobFixture(archive);

  it('has its old link as long as there is no new one', async () => {
    let isBlocked = false;
    let wasReady = false;
    let calls = 0;
    const jobs = fixture.createJobs({
      async startSegment() {
        if (++calls > 1) throw new ForbiddenError('The network refuses it.', '');
        return { url: `${fixture.server.origin}/export.zip` };
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
