import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createExportJobs, type ExportJobs } from '../../../../src/exports/jobs/exportJobs.ts';
import { createExportPlaces } from '../../../../src/exports/jobs/exportPlaces.ts';
import { createJobsOpener } from '../../../../src/exports/jobs/openJobs.ts';
import { createConnectionStore } from '../../../../src/connections/connectionStore.ts';
import { createSession } from '../../../../src/connections/session.ts';
import { createMemorySecrets, createMemoryState } from '../../../support/memoryStorage.ts';

const workerUrl = new URL('../../../../src/exports/archive/unpackWorker.ts', import.meta.url);

describe('the exports of all folders', () => {
  let root: string;
  let chosen: string;
  let loads: number;
  /** How often loading fails before it succeeds. */
  let failures: number;
  let exports: ExportJobs;

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'appboy-all-exports-'));
    chosen = '';
    loads = 0;
    failures = 0;
    exports = open();
  });
  afterEach(async () => {
    exports.dispose();
    await rm(root, { recursive: true, force: true });
  });

  /** As a window of the editor does when it starts. */
  function open(state = createMemoryState()): ExportJobs {
    const places = createExportPlaces(state, path.join(root, 'own'), () => chosen);
    const announce = async (): Promise<void> => undefined;
    const store = createConnectionStore({
      state: createMemoryState(),
      secrets: createMemorySecrets(),
      announce,
      newId: () => 'x',
    });
    const noClient = (): never => assert.fail('no client is needed for a file at hand');
    const downloads = { remote: noClient, sample: noClient };
    return createExportJobs(places, async () => {
      loads += 1;
      if (failures-- > 0) throw new Error('Cannot find module ./exports.cjs');
      const session = createSession(store, noClient);
      return createJobsOpener({
        store,
        session,
        downloads,
        workerUrl,
        reportUnexpected: (it) => assert.fail(String(it)),
      });
    });
  }

  async function importLines(count: number): Promise<string> {
    const file = path.join(root, `${count}.txt`);
    await writeFile(file, '{"external_id":"1"}\n'.repeat(count));
    return exports.start({ kind: 'import', title: `${count}.txt`, request: { path: file } });
  }

  it('load nothing for a start of the editor that finds no job', async () => {
    await exports.resume();
    assert.equal(loads, 0);
    await exports.refresh();
    assert.equal(loads, 1);
    assert.deepEqual(exports.list(), []);
  });

  it('load again what could not be loaded, without a reload of the window', async () => {
    failures = 2;
    await assert.rejects(exports.refresh(), /Cannot find module/);
    await assert.rejects(importLines(1), /Cannot find module/);
    const row = await exports.whenResting(await importLines(1));
    assert.equal(row?.stage.stage, 'done');
    assert.equal(loads, 3);
  });

  it('are shown together, the newest first, wherever the setting has put them', async () => {
    const settled: string[] = [];
    exports.onDidSettle((row) => settled.push(row.title));
    const first = await exports.whenResting(await importLines(1));
    assert.equal(first?.stage.stage, 'done');
    chosen = path.join(root, 'elsewhere');
    const second = await exports.whenResting(await importLines(2));
    assert.ok(second && second.directory.startsWith(chosen));
    assert.deepEqual(
      exports.list().map((it) => it.title),
      ['2.txt', '1.txt'],
    );
    assert.deepEqual(settled, ['1.txt', '2.txt']);
    await (await exports.jobsOf(second.id)).remove(second.id);
    assert.deepEqual(
      exports.list().map((it) => it.title),
      ['1.txt'],
    );
    assert.equal(await exports.whenResting(second.id), undefined);
    await assert.rejects(exports.jobsOf(second.id), /There is no export/);
    await assert.rejects(exports.jobsOf('../../..'), /There is no export/);
  });

  it('go on by themselves after a start that finds one unfinished', async () => {
    const id = await importLines(3);
    const row = await exports.whenResting(id);
    assert.ok(row);
    // As a crash leaves it: the job is there, its manifest is not.
    const job = {
      ...{
        version: 1,
        id,
        title: '3.txt',
        createdAt: row.createdAt,
        keepArchive: false,
        warnings: [],
        kind: 'import',
      },
      request: { path: path.join(root, '3.txt') },
      stage: { stage: 'unpacking', at: row.createdAt, readBytes: 0, writtenBytes: 0, users: 0 },
    };
    await writeFile(path.join(row.directory, 'job.json'), JSON.stringify(job));
    await rm(path.join(row.directory, 'manifest.json'));
    exports.dispose();
    exports = open();
    await exports.resume();
    assert.equal((await exports.whenResting(id))?.stage.stage, 'done');
    assert.equal(
      await readFile(path.join(row.directory, 'users.ndjson'), 'utf8'),
      '{"external_id":"1"}\n'.repeat(3),
    );
  });

  it('leave out a folder that somebody is writing, until it is plain that nobody is', async () => {
    const id = '2026-03-01-two-users-00000000';
    const folder = path.join(root, 'own', id);
    const part = path.join(folder, 'users.ndjson.part');
    await mkdir(folder, { recursive: true });
    await writeFile(part, '{}\n');
    await exports.refresh();
    assert.deepEqual(exports.list(), []);
    assert.equal(exports.get(id), undefined);
    await assert.rejects(exports.jobsOf(id), /There is no export/);
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const it of [folder, part]) await utimes(it, longAgo, longAgo);
    await exports.refresh();
    assert.deepEqual(
      exports.list().map((it) => it.kind),
      ['leftover'],
    );
    assert.deepEqual(await (await exports.jobsOf(id)).remove(id), []);
    assert.deepEqual(exports.list(), []);
    assert.deepEqual(await readdir(path.join(root, 'own')), []);
  });

  it('show nothing of a folder that holds other things', async () => {
    chosen = path.join(root, 'home');
    for (const name of ['photos', 'work-2024', '2024-01-05-notes-1a2b3c4d']) {
      const folder = path.join(chosen, name);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'mine.txt'), 'mine');
      const longAgo = new Date(Date.now() - 3_600_000);
      for (const it of [folder, path.join(folder, 'mine.txt')]) await utimes(it, longAgo, longAgo);
    }
    await exports.resume();
    assert.equal(loads, 0);
    const done = await exports.whenResting(await importLines(1));
    assert.ok(done && done.directory.startsWith(chosen));
    await exports.refresh();
    assert.deepEqual(
      exports.list().map((it) => it.id),
      [done.id],
    );
    for (const name of ['photos', 'work-2024', '2024-01-05-notes-1a2b3c4d'])
      await assert.rejects(exports.jobsOf(name), /There is no export/);
  });
});
