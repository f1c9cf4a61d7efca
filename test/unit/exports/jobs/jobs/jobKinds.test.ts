import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { RateLimitedError } from '../../../../../src/api/errors.ts';
import { splitIntoWeeks } from '../../../../../src/exports/rawEvents.ts';
import type { ExportRow } from '../../../../../src/exports/exportRow.ts';
import type { JobDependencies } from '../../../../../src/exports/jobs/jobRunner.ts';
import type { Jobs } from '../../../../../src/exports/jobs/jobs.ts';
import { readManifest } from '../../../../../src/exports/jobs/manifest.ts';
import { createTestJobs } from '../../../../support/exportJobs.ts';
import { makeZip } from '../../../../support/exportZipMaker.ts';

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

  function createJobs(overrides: Partial<JobDependencies> = {}, folder = root): Jobs {
    // Nothing here asks a server.
    const jobs = createTestJobs(folder, 'http://127.0.0.1:1', overrides);
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

    const events = 'id,user_id,name\r\ne1,u1,"Bought ""it"", twice"\r\ne2,u2\r\n';
    const properties = 'event_id,name,value\ne1,price,5\n';
    const eventLines =
      '{"id":"e1","user_id":"u1","name":"Bought \\"it\\", twice"}\n{"id":"e2","user_id":"u2"}\n';
    const propertyLines = '{"event_id":"e1","name":"price","value":"5"}\n';
    const tables = [
      { name: '2016-05-01-00-00-events.csv', data: Buffer.from(events), descriptor: true },
      { name: '2016-05-01-00-00-event_properties.csv', data: Buffer.from(properties), method: 0 as const },
    ];
    const ofRows: [title: string, bytes: Buffer, lines: string, badLine: number][] = [
      ['CSV', Buffer.from(events), eventLines, 2],
      ['packed CSV', gzipSync(events), eventLines, 2],
      // In name order.
      ['a zip of the two tables of raw events', makeZip(tables), propertyLines + eventLines, 3],
    ];
    for (const [title, bytes, lines, badLine] of ofRows) {
      it(`makes objects of the rows of ${title}, and counts those that do not fit`, async () => {
        const file = path.join(root, 'rows');
        await writeFile(file, bytes);
        const exportsRoot = path.join(root, 'exports');
        const jobs = createJobs({}, exportsRoot);
        const row = await jobs.whenSettled(
          await jobs.start({ kind: 'import', title: 'rows', request: { path: file } }),
        );
        assert.ok(row.stage.stage === 'done', JSON.stringify(row.stage));
        assert.equal(path.basename(row.stage.ndjsonPath), 'events.ndjson');
        assert.equal(await readFile(row.stage.ndjsonPath, 'utf8'), lines);
        assert.deepEqual([row.stage.users, row.stage.badLines], [lines.split('\n').length - 2, 1]);
        assert.equal(row.stage.firstBadLine, badLine);
        assert.match(row.stage.reading ?? '', /^CSV, comma, 3 columns, \d rows, UTF-8$/);
        const names = (await readdir(row.directory)).sort();
        assert.deepEqual(names, ['events.ndjson', 'events.ndjson.index', 'manifest.json']);
        for (const name of names) {
          assert.equal((await stat(path.join(row.directory, name))).mode & 0o777, 0o600, name);
        }
        for (const folder of [exportsRoot, row.directory]) {
          assert.equal((await stat(folder)).mode & 0o777, 0o700, folder);
        }
        const result = (await readManifest(row.directory))?.result;
        assert.ok(result?.outcome === 'file');
        assert.deepEqual([result.file, result.badLines.numbers], ['events.ndjson', [badLine]]);
        assert.ok(bytes.equals(await readFile(file)));
        // After a restart it is the same row.
        const later = createJobs({}, exportsRoot);
        await later.refresh();
        const { stage: read } = later.get(row.id) ?? {};
        assert.deepEqual(read?.stage === 'done' && { ...read, at: row.stage.at }, row.stage);
      });
    }

    it('refuses a zip of CSV whose bytes are not those of its directory', async () => {
      const file = path.join(root, 'rows.zip');
      const bytes = makeZip(tables);
      bytes[bytes.indexOf('price')] = 0x50;
      await writeFile(file, bytes);
      const jobs = createJobs();
      const row = await jobs.whenSettled(
        await jobs.start({ kind: 'import', title: 'x', request: { path: file } }),
      );
      assert.equal(row.stage.stage === 'failed' && row.stage.code, 'crcMismatch');
      const names = await readdir(row.directory);
      assert.deepEqual(
        names.filter((it) => /^(users|events|manifest)/.test(it) && !it.includes('.part')),
        [],
      );
    });

    it('recognises by content what a zip holds', async () => {
      const file = path.join(root, 'packed.zip');
      const jobs = createJobs();
      const open = async (data: Buffer): Promise<ExportRow> => {
        await writeFile(file, makeZip([{ name: 'users.txt', data }]));
        return jobs.whenSettled(await jobs.start({ kind: 'import', title: 'x', request: { path: file } }));
      };
      const pretty = await open(Buffer.from('{\n "users": [\n  {"external_id": "a"},\n  {}\n ]\n}\n'));
      assert.ok(pretty.stage.stage === 'done');
      assert.equal(await readFile(pretty.stage.ndjsonPath, 'utf8'), '{"external_id":"a"}\n{}\n');
      assert.equal(path.basename(pretty.stage.ndjsonPath), 'users.ndjson');
      for (const inner of [makeZip([]), gzipSync('{}\n')]) {
        const { stage } = await open(inner);
        assert.ok(stage.stage === 'failed');
        const remedy = 'Unpack it first, then open what was in it. The file was left as it is.';
        assert.deepEqual([stage.code, stage.remedy], ['nestedArchive', remedy]);
        assert.match(stage.message, /holds another archive/);
      }
      const picture = await open(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'));
      assert.equal(picture.stage.stage === 'failed' && picture.stage.code, 'notAnExport');
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
      assert.ok(other.stage === 'failed');
      assert.deepEqual(
        [other.code, other.message, other.remedy],
        [
          'missingFile',
          '“none” is not there any more.',
          'Put it back where it was, then Retry, or choose another file.',
        ],
      );
      const folder = await jobs.start({ kind: 'import', title: 'x', request: { path: root } });
      const { stage: third } = await jobs.whenSettled(folder);
      assert.equal(third.stage === 'failed' && third.code, 'notAFile');
    });
  });
});
