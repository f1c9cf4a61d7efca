import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RateLimitedError } from '../../../../src/api/errors.ts';
import type { ExportRow } from '../../../../src/exports/exportRow.ts';
import type { JobDependencies } from '../../../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../../../src/exports/jobs/jobs.ts';
import { createLedger } from '../../../../src/exports/jobs/ledger.ts';
import { readManifest } from '../../../../src/exports/jobs/manifest.ts';
import { segmentJob, useJobFixture } from '../../../support/exportJobs.ts';
import { makeZip } from '../../../support/exportZipMaker.ts';
import { untilSo } from '../../../support/until.ts';

describe('jobs', () => {
  const users = Array.from({ length: 50 }, (_, i) => `{"external_id":"u-${i}"}\n`).join('');
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from(users) }]);
  const fixture = useJobFixture(archive);
  const { createJobs } = fixture;

  const stages = (jobs: Jobs, id: string): string[] => {
    const seen: string[] = [];
    jobs.onDidChange((changed) => {
      const stage = changed === id ? jobs.get(id)?.stage.stage : undefined;
      if (stage && seen.at(-1) !== stage) seen.push(stage);
    });
    return seen;
  };

  it('takes a segment export from the request to a finished folder', async () => {
    const jobs = createJobs();
    const settled: ExportRow[] = [];
    jobs.onDidSettle((row) => void settled.push(row));
    const id = await jobs.start(segmentJob);
    const seen = stages(jobs, id);
    const row = await jobs.whenSettled(id);
    assert.deepEqual(seen, ['requested', 'preparing', 'downloading', 'unpacking', 'done']);
    assert.equal(row.stage.stage, 'done');
    assert.deepEqual(settled, [row]);
    assert.deepEqual(jobs.list(), [row]);
    const manifest = await readManifest(row.directory);
    assert.equal(manifest?.connection, 'Shop');
    assert.deepEqual(manifest.request, { segmentId: 'seg-1' });
    assert.equal(manifest.result.outcome === 'file' && manifest.result.users, 50);
    assert.equal((await stat(row.directory)).mode & 0o777, 0o700);
    for (const name of await readdir(row.directory)) {
      assert.equal((await stat(path.join(row.directory, name))).mode & 0o777, 0o600, name);
    }
  });

  it('has every stage in the ledger before it shows it', async () => {
    const jobs = createJobs();
    const ledger = createLedger(fixture.root);
    const checks: Promise<void>[] = [];
    const order = ['requested', 'preparing', 'downloading', 'unpacking', 'done'];
    jobs.onDidChange((id) => {
      const shown = id === undefined ? undefined : jobs.get(id)?.stage.stage;
      if (id === undefined || shown === undefined) return;
      checks.push(
        ledger.read(id).then((entry) => {
          const kept = entry?.kind === 'job' ? entry.record.stage.stage : 'done';
          // What is on disk may be newer by now, and never older.
          assert.ok(order.indexOf(kept) >= order.indexOf(shown), `${shown} was shown, ${kept} is kept`);
        }),
      );
    });
    await jobs.whenSettled(await jobs.start(segmentJob));
    await Promise.all(checks);
    assert.ok(checks.length >= 5);
  });

  it('keeps the archive where asked to', async () => {
    const jobs = createJobs();
    const { directory } = await jobs.whenSettled(await jobs.start({ ...segmentJob, keepArchive: true }));
    assert.ok(archive.equals(await readFile(path.join(directory, 'export.zip'))));
  });

  it('never works in two windows on one job, and the other window sees it finish', async () => {
    await fixture.serve({ stage: 'downloading', holds: true });
    const here = createJobs();
    const id = await here.start(segmentJob);
    const there = createJobs();
    await there.refresh();
    assert.equal(there.get(id)?.worker, 'elsewhere');
    await assert.rejects(there.cancel(id), /another window/i);
    await assert.rejects(there.remove(id), /another window/i);
    await assert.rejects(there.retry(id), /another window/i);
    fixture.server.release();
    await here.whenSettled(id);
    await there.refresh();
    assert.equal(there.get(id)?.stage.stage, 'done');
    assert.equal(fixture.server.starts(), 1);
  });

  it('is taken up by the other window when the first one goes', async () => {
    await fixture.serve({ stage: 'downloading', holds: true });
    const here = createJobs();
    const id = await here.start(segmentJob);
    const there = createJobs();
    await there.refresh();
    await untilSo(() => here.get(id)?.stage.stage === 'downloading');
    await here.shutdown();
    fixture.server.release();
    // It looks by itself from time to time.
    await untilSo(() => there.get(id)?.stage.stage === 'done');
    assert.equal(fixture.server.starts(), 1);
  });

  it('ends as delivered, with the key prefix, where the company has a bucket', async () => {
    const jobs = createJobs({
      startSegment: async () => ({ objectPrefix: 'bb8e2a91-c4aa-478b-b3f2-a4ee91731ad1-1464728599' }),
    });
    const { stage, directory } = await jobs.whenSettled(await jobs.start(segmentJob));
    assert.equal(stage.stage, 'delivered');
    const keyPatterns = stage.stage === 'delivered' ? stage.keyPatterns : [];
    assert.match(keyPatterns[0] ?? '', /^segment-export\/seg-1\/\d{4}-\d\d-\d\d\/bb8e2a91-.*-1464728599\/$/);
    assert.deepEqual(await readdir(directory), ['manifest.json']);
    const later = createJobs();
    await later.refresh();
    assert.deepEqual(later.list()[0]?.stage, stage);
  });

  it('points at the running job when the service says that one is running', async () => {
    let calls = 0;
    const startSegment: JobDependencies['startSegment'] = async (_job, signal) => {
      if (++calls === 2) throw new RateLimitedError('already in progress', undefined);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error)),
      );
    };
    const jobs = createJobs({ startSegment });
    const first = await jobs.start(segmentJob);
    // Another window, which has not looked at the folder yet.
    const there = createJobs({ startSegment });
    const { stage } = await there.whenSettled(await there.start(segmentJob));
    assert.ok(stage.stage === 'failed');
    assert.deepEqual([stage.code, stage.follow], ['alreadyRunning', first]);
  });

  it('tells a rate limit that is used up from an export that is running', async () => {
    const retryAt = Date.now() + 60_000;
    const jobs = createJobs({
      startSegment: () => Promise.reject(new RateLimitedError('It is used up.', retryAt, { usedUp: true })),
    });
    const { stage } = await jobs.whenSettled(await jobs.start(segmentJob));
    assert.ok(stage.stage === 'failed');
    assert.deepEqual([stage.code, stage.message, stage.follow], ['rateLimited', 'It is used up.', undefined]);
    assert.ok(stage.remedy.includes(new Date(retryAt).toLocaleTimeString()));
  });

  it('asks for a new export only where there is no link, or it expired', async () => {
    let calls = 0;
    const links = ['/gone.zip', '/export.zip'];
    const startSegment: JobDependencies['startSegment'] = async () => ({
      url: `${fixture.server.origin}${links[calls++]}`,
    });
    let gone = 0;
    const jobs = createJobs({
      startSegment,
      fetchFor: () => async (url, init) => {
        if (url.endsWith('/gone.zip')) return new Response('', { status: gone++ === 0 ? 206 : 403 });
        return fetch(url, init);
      },
    });
    const id = await jobs.start(segmentJob);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'expired');
    assert.equal(calls, 1);
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(calls, 2);
  });

  it('asks for no new export where the old link leads to it again', async () => {
    let wasReady = false;
    let isSignedIn = false;
    const jobs = createJobs({
      fetchFor: () => async (url, init) => {
        if (wasReady && !isSignedIn) return new Response('Sign in first.', { status: 403 });
        const response = await fetch(url, init);
        wasReady ||= response.ok;
        return response;
      },
    });
    const id = await jobs.start(segmentJob);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'expired');
    isSignedIn = true;
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(fixture.server.starts(), 1);
  });

  it('goes on with the same link after it was cancelled', async () => {
    const jobs = createJobs();
    const id = await jobs.start(segmentJob);
    await untilSo(() => jobs.get(id)?.stage.stage === 'preparing');
    await jobs.cancel(id);
    assert.equal(jobs.get(id)?.stage.stage, 'cancelled');
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(fixture.server.starts(), 1);
  });

  it('downloads one after another, several jobs at once', async () => {
    let now = 0;
    let most = 0;
    const jobs = createJobs({
      fetchFor: () => async (url, init) => {
        const isPoll = new Headers(init.headers).has('range');
        now += isPoll ? 0 : 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 30));
        const response = await fetch(url, init);
        now -= isPoll ? 0 : 1;
        return response;
      },
    });
    const ids = await Promise.all([1, 2, 3].map(() => jobs.start(segmentJob)));
    for (const id of ids) assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(most, 1);
  });

  it('lets others download while one waits to try again', async () => {
    let tries = 0;
    const jobs = createJobs({
      fetchFor: (job) => (url, init) => {
        const isPoll = new Headers(init.headers).get('range') === 'bytes=0-0';
        if (isPoll || job.title !== 'Unreachable') return fetch(url, init);
        tries++;
        return Promise.reject(new TypeError('fetch failed'));
      },
    });
    const stuck = await jobs.start({ ...segmentJob, title: 'Unreachable' });
    await untilSo(() => tries > 0);
    const other = await jobs.start(segmentJob);
    assert.equal((await jobs.whenSettled(other)).stage.stage, 'done');
    await jobs.cancel(stuck);
  });

  it('cleans up what died between the manifest and the clean-up', async () => {
    const first = createJobs();
    const { id, directory } = await first.whenSettled(await first.start(segmentJob));
    const names = await readdir(directory);
    await createLedger(fixture.root).save({
      ...segmentJob,
      version: 1,
      id,
      createdAt: 1,
      warnings: [],
      stage: { stage: 'unpacking', at: 1, readBytes: 0, writtenBytes: 0, users: 0 },
    });
    await writeFile(path.join(directory, 'export.zip'), archive);
    const later = createJobs();
    await later.refresh();
    assert.equal(later.get(id)?.stage.stage, 'done');
    assert.deepEqual(await readdir(directory), names);
  });

  it('removes a finished export, and a running one after cancelling it', async () => {
    const jobs = createJobs();
    const finished = await jobs.start(segmentJob);
    await jobs.whenSettled(finished);
    const running = await jobs.start(segmentJob);
    await jobs.remove(finished);
    await jobs.remove(running);
    assert.deepEqual(jobs.list(), []);
    assert.deepEqual(await readdir(fixture.root), []);
    await assert.rejects(jobs.remove('../elsewhere'), /no export of this name/);
  });

  it('lists a folder that it cannot read, and does nothing to it whatever it is told', async () => {
    const id = '2026-01-01-broken-00000000';
    await mkdir(path.join(fixture.root, id));
    await writeFile(path.join(fixture.root, id, 'job.json'), `{"version":2,"id":"${id}"}`);
    const jobs = createJobs();
    await jobs.refresh();
    const [row] = jobs.list();
    assert.deepEqual([row?.kind, row?.stage.stage], ['unreadable', 'failed']);
    await assert.rejects(jobs.remove(id), /cannot be read, so nothing in it is deleted/);
    await assert.rejects(jobs.cancel(id));
    await assert.rejects(jobs.retry(id));
    await jobs.refresh();
    assert.deepEqual(jobs.list(), [row]);
    assert.deepEqual(await readdir(path.join(fixture.root, id)), ['job.json']);
  });
});
