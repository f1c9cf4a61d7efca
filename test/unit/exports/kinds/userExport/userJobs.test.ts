import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RateLimitedError } from '../../../../../src/api/errors.ts';
import { resultFileOf } from '../../../../../src/exports/exportRow.ts';
import type { JobRecord, JobStage } from '../../../../../src/exports/jobs/jobRecord.ts';
import type { JobDependencies } from '../../../../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../../../../src/exports/jobs/jobs.ts';
import { readManifest } from '../../../../../src/exports/jobs/manifest.ts';
import { drawExport } from '../../../../../src/views/exportNode.ts';
import { makeIds, makeUserJob, useUserJobFixture } from '../../../../support/exportJobs.ts';
import { untilSo } from '../../../../support/until.ts';
import { serializeLines } from '../../../../support/userFaultServer.ts';

describe('exports of users by external ID', function () {
  this.timeout(60_000);
  const fixture = useUserJobFixture();
  const { createJobs, serve } = fixture;

  const describeRow = (jobs: Jobs, id: string): string => {
    const row = jobs.get(id);
    assert.ok(row);
    return drawExport(row, Date.now()).description;
  };

  const linesOf = (id: string): Promise<string> =>
    readFile(path.join(fixture.root, id, 'users.ndjson'), 'utf8');

  /** What `job.json` says of the job. */
  async function readRecord(id: string): Promise<JobRecord> {
    return JSON.parse(await readFile(path.join(fixture.root, id, 'job.json'), 'utf8')) as JobRecord;
  }

  it('of 10,000 ids are whole after one 503 at request 180 of 200', async () => {
    await serve({ fault: 503, at: 180 });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(10_000));
    const { stage } = await jobs.whenSettled(id);
    assert.ok(stage.stage === 'done', JSON.stringify(stage));
    assert.deepEqual([stage.users, fixture.server.requests()], [9_900, 201]);
    assert.equal(await linesOf(id), serializeLines(makeIds(10_000)));
  });

  it('of 10,000 ids keep 179 answers where the service fails for good at request 180, and Retry asks for the rest', async () => {
    await serve({ fault: 503, at: 180, lasts: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(10_000));
    const row = await jobs.whenSettled(id);
    const { stage } = row;
    assert.ok(stage.stage === 'failed' && stage.code === 'server', JSON.stringify(stage));
    assert.match(`${stage.message} ${stage.remedy}`, /HTTP 503.*Retry later: it goes on where it stopped\./);
    assert.deepEqual([stage.partial?.answered, stage.partial?.users], [8_950, 8_860]);
    assert.match(describeRow(jobs, id), /^Failed · Partial, 8,860 of 10,000 users · The service failed/);
    assert.equal(drawExport(row, 0).contextValue, 'export open copyPath retry copyUnknown reveal delete');
    assert.equal(await readFile(resultFileOf(row) ?? '', 'utf8'), serializeLines(makeIds(8_950)));
    fixture.server.heal();
    const asked = fixture.server.requests();
    await jobs.retry(id);
    assert.match(describeRow(jobs, id), /^Fetching · 8,950 of 10,000 IDs$/);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(fixture.server.requests() - asked, 21);
    assert.equal(await linesOf(id), serializeLines(makeIds(10_000)));
  });

  it('are in the ledger before the first request, with ids in no name, and small records', async () => {
    await serve({ at: 1, holds: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(2_000));
    assert.equal(describeRow(jobs, id), 'Fetching · 0 of 2,000 IDs');
    const record = await readRecord(id);
    assert.deepEqual(
      [record.kind, record.title, record.request],
      ['users', '2,000 users by external ID', { idCount: 2000 }],
    );
    assert.match(id, /^\d{4}-\d\d-\d\d-2000-users-[0-9a-f]{8}$/);
    await untilSo(() => fixture.server.requests() === 1);
    const names = await readdir(path.join(fixture.root, id));
    for (const name of ['external-ids.part', 'job.json', 'users.ndjson.journal.part', 'users.ndjson.part'])
      assert.ok(names.includes(name), names.join());
    for (const name of names)
      assert.equal((await stat(path.join(fixture.root, id, name))).mode & 0o777, 0o600, name);
    assert.equal((await stat(path.join(fixture.root, id))).mode & 0o777, 0o700);
    fixture.server.release();
    await jobs.whenSettled(id);
    assert.deepEqual((await readdir(path.join(fixture.root, id))).sort(), [
      'manifest.json',
      'users.ndjson',
      'users.ndjson.index',
    ]);
    for (const name of await readdir(path.join(fixture.root, id)))
      assert.equal((await stat(path.join(fixture.root, id, name))).mode & 0o777, 0o600, name);
  });

  it('of one user have the id in their title, and not in the name of their folder', async () => {
    const jobs = createJobs();
    const id = await jobs.start({ ...makeUserJob(1), externalIds: ['jane', 'jane'] });
    const row = await jobs.whenSettled(id);
    assert.equal(row.title, 'User jane');
    assert.match(id, /^\d{4}-\d\d-\d\d-user-[0-9a-f]{8}$/);
    assert.deepEqual(fixture.server.answered(), [['jane']]);
  });

  it('ask for each id once, in order, and spell it as it was given', async () => {
    const jobs = createJobs();
    const odd = ['a', 'line\nbreak', 'quote"', '{"x":1}', 'emoji 🙂', '\ud800 alone'];
    const job = {
      ...makeUserJob(1),
      externalIds: [...odd, ...makeIds(60), 'a', ...odd],
      request: { fields: ['email'] },
    };
    const row = await jobs.whenSettled(await jobs.start(job));
    assert.deepEqual(
      fixture.server.answered().map((it) => it.length),
      [50, 16],
    );
    assert.deepEqual(fixture.server.answered().flat().slice(0, 6), odd);
    const manifest = await readManifest(row.directory);
    assert.deepEqual(manifest?.request, { externalIds: [...odd, ...makeIds(60)], fields: ['email'] });
    assert.equal(manifest.connection, 'Shop');
    assert.deepEqual(row.unknownIds, ['?jane-7@example.com']);
    const [request] = fixture.server.received;
    const { fields_to_export: fields } = JSON.parse(request?.body ?? '') as Record<string, unknown>;
    assert.deepEqual(fields, ['external_id', 'email']);
  });

  it('may come to no user at all, or have no id', async () => {
    const jobs = createJobs();
    const row = await jobs.whenSettled(await jobs.start({ ...makeUserJob(1), externalIds: ['?a', '?b'] }));
    assert.deepEqual(row.stage.stage === 'done' && [row.stage.users, row.stage.sizeBytes], [0, 0]);
    assert.deepEqual(row.unknownIds, ['?a', '?b']);
    await assert.rejects(jobs.start({ ...makeUserJob(1), externalIds: [] }), /no external ID/);
    assert.equal(jobs.list().length, 1);
  });

  it('become a partial result when they are cancelled, also over a restart, and can be completed', async () => {
    await serve({ at: 4, holds: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(500));
    await untilSo(() => fixture.server.requests() === 4);
    await jobs.cancel(id);
    fixture.server.release();
    assert.match(describeRow(jobs, id), /^Partial, 148 of 500 users · \d+(\.\d)? KB · just now$/);
    assert.equal(await linesOf(id), serializeLines(makeIds(150)));
    await jobs.shutdown();
    const later = createJobs();
    await later.refresh();
    assert.match(describeRow(later, id), /^Partial, 148 of 500 users/);
    const manifest = await readManifest(path.join(fixture.root, id));
    assert.ok(manifest?.result.outcome === 'file');
    assert.deepEqual(manifest.result.partial, { answered: 150, total: 500 });
    await later.retry(id);
    const { stage } = await later.whenSettled(id);
    assert.equal(stage.stage, 'done');
    assert.equal(await linesOf(id), serializeLines(makeIds(500)));
    assert.equal(
      fixture.server
        .answered()
        .flat()
        .filter((it) => makeIds(150).includes(it)).length,
      150,
    );
  });

  it('leave nothing of a person but the ids where nothing had come when they were cancelled', async () => {
    await serve({ at: 1, holds: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(100));
    await untilSo(() => fixture.server.requests() === 1);
    await jobs.cancel(id);
    assert.equal(describeRow(jobs, id), 'Cancelled · just now');
    const names = (await readdir(path.join(fixture.root, id))).filter((it) => !it.startsWith('lock-'));
    assert.deepEqual(names.sort(), ['external-ids.part', 'job.json']);
    fixture.server.release();
    await jobs.retry(id);
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(await linesOf(id), serializeLines(makeIds(100)));
  });

  it('stay partial when a failed one is given up, and go when they are deleted', async () => {
    await serve({ fault: 401, at: 3, lasts: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(500));
    await jobs.whenSettled(id);
    await jobs.cancel(id);
    assert.match(describeRow(jobs, id), /^Partial, 99 of 500 users/);
    assert.equal(await linesOf(id), serializeLines(makeIds(100)));
    await jobs.remove(id);
    assert.deepEqual(await readdir(fixture.root), []);
  });

  it('run in one window at a time, and are taken up by the other when the first one goes', async () => {
    await serve({ at: 4, holds: true });
    const here = createJobs();
    const id = await here.start(makeUserJob(500));
    const there = createJobs();
    await untilSo(() => fixture.server.requests() === 4);
    await there.refresh();
    assert.equal(there.get(id)?.worker, 'elsewhere');
    await assert.rejects(there.retry(id), /another window/);
    await assert.rejects(there.cancel(id), /another window/i);
    await here.shutdown();
    fixture.server.release();
    await untilSo(() => there.get(id)?.stage.stage === 'done');
    assert.equal(await linesOf(id), serializeLines(makeIds(500)));
  });

  it('show a rate limit with its end, and wait for it over a restart', async () => {
    let limited = true;
    const asked: number[] = [];
    const resetAt = Date.now() + 40 * 60_000;
    const fetchUsers: JobDependencies['fetchUsers'] = async (_job, ids) => {
      asked.push(ids.length);
      if (asked.length >= 3 && limited) throw new RateLimitedError('Too many.', resetAt);
      return { users: ids.map((it) => JSON.stringify({ external_id: it })), invalidUserIds: [] };
    };
    const jobs = createJobs({ fetchUsers });
    const id = await jobs.start(makeUserJob(500));
    const troubleOf = (stage: JobStage | undefined) => stage?.stage === 'fetching' && stage.retryAt;
    await untilSo(() => Boolean(troubleOf(jobs.get(id)?.stage)));
    const shown = troubleOf(jobs.get(id)?.stage) || 0;
    // The moment that was asked for, and a little jitter.
    assert.ok(shown >= resetAt && shown <= resetAt + 1000, `${shown - resetAt}`);
    assert.equal(
      describeRow(jobs, id),
      `Fetching · 100 of 500 IDs · Rate limit reached · goes on at ${new Date(shown).toLocaleTimeString()}`,
    );
    await jobs.shutdown();
    const later = createJobs({ fetchUsers });
    await later.refresh();
    await untilSo(() => Boolean(troubleOf(later.get(id)?.stage)));
    await later.shutdown();
    limited = false;
    const last = createJobs({ fetchUsers });
    await last.refresh();
    assert.equal((await last.whenSettled(id)).stage.stage, 'done');
    // Two answers, two refusals, and the other eight.
    assert.equal(asked.length, 12);
  });

  it('wait for a service that is away, show it, and go on by themselves', async () => {
    await fixture.serve({ at: 4, holds: true });
    const jobs = createJobs();
    const id = await jobs.start(makeUserJob(500));
    await untilSo(() => fixture.server.requests() === 4);
    await fixture.server.close();
    await untilSo(() => /refused the connection/.test(describeRow(jobs, id)));
    assert.match(
      describeRow(jobs, id),
      /^Fetching · 150 of 500 IDs · 127\.0\.0\.1:\d+ refused the connection\. · goes on at /,
    );
    const { port } = new URL(fixture.server.origin);
    await fixture.serve({ port: Number(port) });
    assert.equal((await jobs.whenSettled(id)).stage.stage, 'done');
    assert.equal(await linesOf(id), serializeLines(makeIds(500)));
    assert.equal(fixture.server.answered().length, 7);
  });

  it('that are finished, of this version or the one before, are listed', async () => {
    const id = '2026-03-01-2-users-0a1b2c3d';
    await mkdir(path.join(fixture.root, id));
    await writeFile(path.join(fixture.root, id, 'users.ndjson'), '{"external_id":"a"}\n');
    const manifest = {
      version: 1,
      id,
      kind: 'users',
      title: '2 users by external ID',
      connection: 'Shop',
      request: { externalIds: ['a', 'b'] },
      requestedAt: '2026-03-01T12:00:00.000Z',
      finishedAt: '2026-03-01T12:00:01.000Z',
      invalidUserIds: ['b'],
      warnings: [],
      result: {
        outcome: 'file',
        file: 'users.ndjson',
        sizeBytes: 20,
        users: 1,
        blankLines: 0,
        badLines: { count: 0, numbers: [] },
      },
    };
    await writeFile(path.join(fixture.root, id, 'manifest.json'), JSON.stringify(manifest));
    const jobs = createJobs();
    await jobs.refresh();
    const [row] = jobs.list();
    assert.ok(row?.stage.stage === 'done');
    assert.deepEqual([row.kind, row.stage.users, row.unknownIds], ['users', 1, ['b']]);
    assert.equal(drawExport(row, 0).contextValue, 'export open copyPath copyUnknown reveal delete');
    await assert.rejects(jobs.retry(id), /this export is finished/);
  });
});
