import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { RateLimitedError } from '../../../src/api/errors.ts';
import { splitIntoWeeks } from '../../../src/exports/eventExport.ts';
import type { JobPorts } from '../../../src/exports/jobRunner.ts';
import type { Jobs } from '../../../src/exports/jobs.ts';
import { readManifest } from '../../../src/exports/manifest.ts';
import { createTestJobs } from '../../support/exportJobs.ts';
import { makeZip } from '../../support/exportZipMaker.ts';

describe('jobs', () => {
  let root: string;
  const open: Jobs[] = [];
  const users = Array.from({ length: 50 }, (_, i) => `{"external_id":"u-${i}"}\n`).join('');
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from(users) }]);

  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'jobs-'))));
  afterEach(async () => {
    await Promise.all(open.splice(0).map((it) => it.shutdown()));
    await rm(root, { recursive: true, force: true });
  });

  function createJobs(ports: Partial<JobPorts> = {}): Jobs {
    // Nothing here asks a server.
    const jobs = createTestJobs(root, 'http://127.0.0.1:1', ports);
    open.push(jobs);
    return jobs;
  }

  describe('of raw events', () => {
    const eventJob = {
      kind: 'events' as const,
      title: 'Raw events',
      connection: { id: 'c', name: 'Shop' },
      request: {
        parts: [
          { startingAt: '2016-05-01T00:00:00+00:00', endingAt: '2016-05-08T00:00:00+00:00' },
          { startingAt: '2016-05-08T00:00:00+00:00', endingAt: '2016-05-12T00:00:00+00:00' },
        ],
      },
    };

    it('asks for a week at a time, each when it is told to, and ends with the key patterns', async () => {
      const asked: number[] = [];
      const jobs = createJobs({ startEvents: async (_job, part) => (asked.push(part), {}) });
      const id = await jobs.start(eventJob);
      const { stage } = await jobs.whenSettled(id);
      assert.deepEqual(stage.stage === 'started' && [stage.part, stage.parts], [1, 2]);
      // A restart of the editor does not start the next one by itself.
      const later = createJobs({ startEvents: async (_job, part) => (asked.push(part), {}) });
      await jobs.shutdown();
      await later.refresh();
      assert.deepEqual(asked, [0]);
      await later.retry(id);
      const { stage: last } = await later.whenSettled(id);
      assert.deepEqual(asked, [0, 1]);
      assert.deepEqual(last.stage === 'delivered' && last.keyPatterns, [
        'appboy-event-data/app_groups/APP_GROUP_ID/2016-05-dd-HH-MM-events.csv.zip',
        'appboy-event-data/app_groups/APP_GROUP_ID/2016-05-dd-HH-MM-event_properties.csv.zip',
      ]);
    });

    it('cuts a long span into consecutive weeks', () => {
      assert.deepEqual(splitIntoWeeks('2016-05-01T00:00:00-05:00', '2016-05-16T12:00:00-05:00'), [
        { startingAt: '2016-05-01T00:00:00-05:00', endingAt: '2016-05-08T00:00:00-05:00' },
        { startingAt: '2016-05-08T00:00:00-05:00', endingAt: '2016-05-15T00:00:00-05:00' },
        { startingAt: '2016-05-15T00:00:00-05:00', endingAt: '2016-05-16T12:00:00-05:00' },
      ]);
      const week = { startingAt: '2016-05-01T00:00:00Z', endingAt: '2016-05-08T00:00:00Z' };
      assert.deepEqual(splitIntoWeeks(week.startingAt, week.endingAt), [week]);
    });

    it('rests as busy while another one runs, and asks again when told to', async () => {
      let busy = true;
      const jobs = createJobs({
        async startEvents() {
          if (busy) throw new RateLimitedError('one at a time', undefined);
          return {};
        },
      });
      const id = await jobs.start({ ...eventJob, request: { parts: eventJob.request.parts.slice(0, 1) } });
      assert.equal((await jobs.whenSettled(id)).stage.stage, 'busy');
      busy = false;
      await jobs.retry(id);
      assert.equal((await jobs.whenSettled(id)).stage.stage, 'delivered');
    });
  });

  describe('of files at hand', () => {
    it('unpacks a downloaded archive, and leaves it alone', async () => {
      const file = path.join(root, 'mine.bin');
      await writeFile(file, archive);
      const jobs = createJobs();
      const row = await jobs.whenSettled(
        await jobs.start({ kind: 'import', title: 'mine.bin', request: { path: file } }),
      );
      assert.ok(row.stage.stage === 'done');
      assert.equal(await readFile(row.stage.ndjsonPath, 'utf8'), users);
      assert.ok(archive.equals(await readFile(file)));
      assert.equal((await readManifest(row.directory))?.kind, 'import');
    });

    it('says what is wrong with a file that is none of ours', async () => {
      const file = path.join(root, 'page.json');
      await writeFile(file, '<html>');
      const jobs = createJobs();
      const { stage } = await jobs.whenSettled(
        await jobs.start({ kind: 'import', title: 'x', request: { path: file } }),
      );
      assert.equal(stage.stage === 'failed' && stage.code, 'notAnExport');
      const missing = await jobs.start({
        kind: 'import',
        title: 'x',
        request: { path: path.join(root, 'none') },
      });
      const { stage: other } = await jobs.whenSettled(missing);
      assert.equal(other.stage === 'failed' && other.code, 'fileSystem');
    });
  });
});
