import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AuthError } from '../../../../../src/api/errors.ts';
import { segmentJob, useJobFixture } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

describe('jobs that another start left', () => {
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"u-1"}\n') }]);
  const fixture = useJobFixture(archive);
  const { createJobs } = fixture;

  async function onlyNextStartSends(id: string): Promise<void> {
    assert.equal(fixture.server.starts(), 0);
    const next = createJobs();
    await next.refresh();
    assert.equal((await next.whenSettled(id)).stage.stage, 'done');
    assert.equal(fixture.server.starts(), 1);
  }

  it('are sent by the next start where they were not sent yet', async () => {
    const first = createJobs();
    const id = await first.start(segmentJob);
    await first.shutdown();
    await onlyNextStartSends(id);
  });

  it('are left to the next start where they were started while the editor went', async () => {
    const first = createJobs();
    const starting = first.start(segmentJob);
    await first.shutdown();
    const id = await starting;
    await delay(50);
    await onlyNextStartSends(id);
  });

  it('keep what is refused while the editor goes', async () => {
    const refusal = Promise.withResolvers<never>();
    const asked = Promise.withResolvers<void>();
    const first = createJobs({
      startSegment() {
        asked.resolve();
        return refusal.promise;
      },
    });
    const id = await first.start(segmentJob);
    // A look at the file would come too early: it says so before its folder is flushed, and nothing is sent until then.
    await asked.promise;
    assert.match(await readFile(path.join(fixture.root, id, 'job.json'), 'utf8'), /"sending": ?true/);
    const gone = first.shutdown();
    refusal.reject(new AuthError('The key is unknown to this host.'));
    await gone;
    const next = createJobs();
    await next.refresh();
    const stage = next.get(id)?.stage;
    assert.ok(stage?.stage === 'failed' && stage.code === 'auth', JSON.stringify(stage));
  });

  it('can be had again when what was in the way of a clean-up is gone', async () => {
    const jobs = createJobs({
      startSegment: () => Promise.reject(new AuthError('The key is unknown to this host.')),
    });
    const id = await jobs.start(segmentJob);
    await jobs.whenSettled(id);
    // No file, and so not removed as one.
    const inTheWay = path.join(fixture.root, id, 'export.zip');
    await mkdir(inTheWay);
    await assert.rejects(jobs.cancel(id));
    await rm(inTheWay, { recursive: true });
    await jobs.cancel(id);
    assert.equal(jobs.get(id)?.stage.stage, 'cancelled');
    await jobs.remove(id);
    assert.equal(jobs.get(id), undefined);
  });

  it('stay cancelled when the clean-up fails', async () => {
    const reported: unknown[] = [];
    const jobs = createJobs({
      startSegment: async () => ({ url: `${fixture.server.origin}/export.zip` }),
      fetchFor: () => async () => new Response('', { status: 403 }),
      reportUnexpected: (error) => reported.push(error),
    });
    const id = await jobs.start(segmentJob);
    while (jobs.get(id)?.stage.stage !== 'preparing') await delay(5);
    await mkdir(path.join(fixture.root, id, 'export.zip'));
    await jobs.cancel(id);
    await jobs.refresh();
    assert.equal(jobs.get(id)?.stage.stage, 'cancelled');
    assert.equal(reported.length, 1);
  });

  it('are all taken up but the one that cannot be, and that is said once', async () => {
    const first = createJobs();
    const ids = [await first.start(segmentJob), await first.start({ ...segmentJob, title: 'Other' })];
    await first.shutdown();
    // No lock that can be read, and no room for another: a folder stands there.
    await mkdir(path.join(fixture.root, ids[0] ?? '', 'lock-9'));
    const reported: unknown[] = [];
    const jobs = createJobs({ reportUnexpected: (error) => reported.push(error) });
    for (let look = 0; look < 3; look++) await jobs.refresh();
    assert.equal((await jobs.whenSettled(ids[1] ?? '')).stage.stage, 'done');
    assert.notEqual(jobs.get(ids[0] ?? '')?.stage.stage, 'done');
    assert.match(String(reported), /^Error: The export “[-\d]+-big-spenders-[0-9a-f]+” cannot go on: EISDIR/);
    assert.equal(reported.length, 1);
  });
});
