import assert from 'node:assert/strict';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JobRecord } from '../../../../src/exports/jobs/jobRecord.ts';
import { createLedger, type Ledger } from '../../../../src/exports/jobs/ledger.ts';
import { writeManifest, type Manifest } from '../../../../src/exports/jobs/manifest.ts';
import { listFolder } from '../../../../src/exports/jobs/ownFiles.ts';
import { keyIndexFilePath } from '../../../../src/ndjson/keys/keyIndexFile.ts';
import { makeUserJob, segmentJob, useJobFixture } from '../../../support/exportJobs.ts';
import { endAfter } from '../../../support/interrupt.ts';
import { startUserFaultServer, type UserFaultServer } from '../../../support/userFaultServer.ts';
import { makeZip } from '../../../support/exportZipMaker.ts';

const id = '2024-01-05-big-spenders-1a2b3c4d';

const record: JobRecord = {
  ...{
    version: 1,
    kind: 'import',
    id,
    title: 'Big spenders',
    createdAt: 1,
    keepArchive: false,
    warnings: [],
  },
  request: { path: '/x' },
  stage: { stage: 'cancelled', at: 1, during: 'unpacking' },
};

const manifest: Manifest = {
  version: 1,
  id,
  kind: 'segment',
  title: 'Big spenders',
  request: {},
  warnings: [],
  requestedAt: '2024-01-05T00:00:00.000Z',
  finishedAt: '2024-01-05T00:01:00.000Z',
  result: {
    outcome: 'file',
    file: 'users.ndjson',
    sizeBytes: 3,
    users: 1,
    blankLines: 0,
    badLines: { count: 0, numbers: [] },
  },
};

describe('the ledger', () => {
  let root: string;
  let ledger: Ledger;
  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'ledger-'));
    ledger = createLedger(root);
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  /** Writes files into a folder of the root; a name that ends in `/` is a folder. */
  async function fill(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
    const directory = path.join(root, folder);
    await mkdir(directory, { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
      await writeFile(path.join(directory, name), text);
    }
    return directory;
  }

  async function finish(folder = id, of = manifest): Promise<string> {
    const directory = await fill(folder, { 'users.ndjson': '{}\n', 'users.ndjson.index': 'index' });
    await writeManifest(directory, of);
    return directory;
  }

  /** Every file below the root with its text; links are left out. */
  async function snapshot(): Promise<Record<string, string>> {
    const found = await readdir(root, { recursive: true, withFileTypes: true });
    const files = found.filter((it) => it.isFile());
    const texts = files.map(async (it) => {
      const file = path.join(it.parentPath, it.name);
      return [path.relative(root, file), await readFile(file, 'utf8')] as const;
    });
    return Object.fromEntries(await Promise.all(texts));
  }

  const kinds = async (): Promise<string[]> => (await ledger.list()).map((it) => `${it.kind} ${it.id}`);

  describe('in a folder that holds other things', () => {
    const strangers: Record<string, Record<string, string>> = {
      photos: { 'a.jpg': 'a', 'album/b.jpg': 'b' },
      'work-2024': { 'report.txt': 'r' },
      '2024-01-05': { 'notes.txt': 'n' },
      '2024-01-05-notes-1a2b3c4d': { 'notes.txt': 'n', 'users.ndjson': '{}\n' },
      '2024-01-05-web-1a2b3c4d': { 'manifest.json': '{"name":"An extension","version":"1.0"}', 'a.js': '' },
      '2024-01-05-build-1a2b3c4d': { 'job.json': '{"version":1,"id":"nightly","steps":[]}' },
      '2024-01-05-data-1a2b3c4d': { 'users.ndjson': '{}\n', 'export.zip': 'PK' },
      '2024-01-05-parts-1a2b3c4d': { 'users.ndjson.part': '{}\n', 'mine.txt': 'mine' },
      '2024-01-05-empty-1a2b3c4d': {},
      '2024-13-45-no-day-1a2b3c4d': { 'users.ndjson.part': '{}\n' },
      '2024-01-05-no-hex-1a2b3c4': { 'users.ndjson.part': '{}\n' },
    };

    it('lists nothing but exports, and removes nothing else whatever it is told', async () => {
      for (const [name, files] of Object.entries(strangers)) await fill(name, files);
      await finish();
      assert.deepEqual(await kinds(), [`finished ${id}`]);
      const before = await snapshot();
      for (const name of [...Object.keys(strangers), '..', '.', '', '/', `${id}/..`, `${id}\n`])
        await assert.rejects(ledger.remove(name), /There is no export of this name\./, name);
      assert.deepEqual(await snapshot(), before);
      assert.deepEqual(await ledger.remove(id), []);
      const names = await readdir(root);
      assert.deepEqual(names.sort(), Object.keys(strangers).sort());
    });

    it('takes no copy, no renamed export and no link for one of its own', async () => {
      const outside = await mkdtemp(path.join(os.tmpdir(), 'ledger-outside-'));
      const directory = await finish();
      const copy = '2024-01-05-copied-1a2b3c4d';
      await cp(directory, path.join(root, copy), { recursive: true });
      await rename(directory, path.join(outside, id));
      await symlink(path.join(outside, id), path.join(root, id), 'dir');
      try {
        assert.deepEqual(await kinds(), []);
        for (const it of [id, copy]) await assert.rejects(ledger.remove(it), /There is no export/);
        assert.equal((await readdir(path.join(outside, id))).length, 3);
        assert.equal((await readdir(path.join(root, copy))).length, 3);
      } finally {
        await rm(outside, { recursive: true });
      }
    });

    it('knows an export that was unzipped under its own name', async () => {
      const directory = await finish();
      await rename(directory, path.join(root, 'away'));
      await cp(path.join(root, 'away'), directory, { recursive: true });
      assert.deepEqual(await kinds(), [`finished ${id}`]);
    });
  });

  describe('looking again', () => {
    const finishedOf = async (): Promise<Manifest> => {
      const [entry] = await ledger.list();
      assert.ok(entry?.kind === 'finished');
      return entry.manifest;
    };

    it('reads no manifest a second time that is still what it was', async () => {
      await finish();
      const before = await finishedOf();
      assert.equal(await finishedOf(), before);
      const entry = await ledger.read(id);
      assert.ok(entry?.kind === 'finished' && entry.manifest === before);
    });

    it('sees one that was replaced, changed in its place, taken away, and put back', async () => {
      const directory = await finish();
      assert.equal((await finishedOf()).title, 'Big spenders');
      await writeManifest(directory, { ...manifest, title: 'Low spenders' });
      assert.equal((await finishedOf()).title, 'Low spenders');
      await fill(id, { 'manifest.json': JSON.stringify({ ...manifest, title: 'One' }) });
      assert.equal((await finishedOf()).title, 'One');
      await fill(id, { 'manifest.json': '{' });
      assert.deepEqual(await kinds(), [`unreadable ${id}`]);
      await writeManifest(directory, manifest);
      assert.equal((await finishedOf()).title, 'Big spenders');
      await rm(path.join(directory, 'manifest.json'));
      assert.deepEqual(await kinds(), []);
      await symlink(path.join(directory, 'users.ndjson'), path.join(directory, 'manifest.json'));
      assert.deepEqual(await kinds(), []);
    });
  });

  describe('removing an export', () => {
    it('leaves what is not of the export, and names it', async () => {
      const directory = await finish();
      await fill(id, { 'notes.txt': 'mine', 'photos/a.jpg': 'a', 'users.ndjson.bak': 'b', 'lock-x': 'l' });
      const outside = path.join(root, 'outside.zip');
      await writeFile(outside, 'precious');
      await symlink(outside, path.join(directory, 'export.zip'));
      const { own, others } = await listFolder(directory);
      const stays = ['export.zip', 'lock-x', 'notes.txt', 'photos', 'users.ndjson.bak'];
      assert.deepEqual([...others].sort(), stays);
      const sizes = await Promise.all(
        own.map(async (it) => (await stat(path.join(directory, it.name))).size),
      );
      assert.deepEqual(
        own.map((it) => it.sizeBytes),
        sizes,
      );
      assert.deepEqual([...(await ledger.remove(id))].sort(), stays);
      assert.deepEqual((await readdir(directory)).sort(), stays);
      assert.equal(await readFile(outside, 'utf8'), 'precious');
      assert.deepEqual(await kinds(), []);
    });

    it('that is interrupted leaves nothing that looks finished, and can be gone on with', async () => {
      const directory = await finish();
      await fill(id, { 'notes.txt': 'mine' });
      // Where the process ends between two files.
      await rename(path.join(directory, 'manifest.json'), path.join(directory, 'manifest.json.part'));
      await rm(path.join(directory, 'users.ndjson.index'));
      assert.deepEqual(await kinds(), [`leftover ${id}`]);
      assert.deepEqual(await ledger.remove(id), ['notes.txt']);
      assert.deepEqual(await kinds(), []);
    });

    it('can be gone on with wherever it is interrupted, and never looks finished then', async () => {
      const partial: Manifest = {
        ...manifest,
        kind: 'users',
        result: { ...manifest.result, partial: { answered: 1, total: 2 } },
      };
      const stages: Record<string, () => Promise<unknown>> = {
        finished: () => finish(),
        'not closed': async () => Promise.all([finish(), ledger.save(record)]),
        partial: async () => Promise.all([finish(id, partial), ledger.save(record)]),
        'beside other things': async () =>
          Promise.all([finish(id, partial), ledger.save(record), fill(id, { 'notes.txt': 'mine' })]),
      };
      for (const [stage, prepare] of Object.entries(stages)) {
        for (let steps = 0, wasCut = true; wasCut; steps++) {
          await prepare();
          wasCut = await endAfter(steps, () => ledger.remove(id));
          const entry = await ledger.read(id);
          const names = await readdir(path.join(root, id)).catch((): string[] => []);
          const isWhole = names.includes('users.ndjson') && names.includes('users.ndjson.index');
          const where = `${stage}, after ${steps} steps: ${names.join()}`;
          if (!isWhole) assert.notEqual(entry?.kind, 'finished', where);
          if (names.some((it) => it.includes('.json'))) assert.ok(entry, where);
          if (entry) await ledger.remove(id);
          const rest = stage === 'beside other things' ? ['notes.txt'] : [];
          assert.deepEqual(await readdir(path.join(root, id)).catch(() => []), rest, where);
        }
        await rm(path.join(root, id), { recursive: true, force: true });
      }
    });

    it('forgets its job before its manifest: it is not begun again', async () => {
      await finish();
      await ledger.save({
        ...record,
        stage: { stage: 'unpacking', at: 1, readBytes: 0, writtenBytes: 0, users: 0 },
      });
      const entry = await ledger.read(id);
      assert.ok(entry?.kind === 'finished' && entry.unclosed);
      assert.deepEqual(await ledger.remove(id), []);
      assert.deepEqual(await readdir(root), []);
    });

    it('removes all that a crash may leave, before there was a job too', async () => {
      const draft = '0190163d-8694-739b-aea5-966c26f8ad91';
      const left = [
        'lock-1',
        'lock-12',
        `lock-2.${draft}.part`,
        'job.json.part',
        'manifest.json.part',
        'users.ndjson.part',
        'users.ndjson.journal.part',
        'users.ndjson.part.index',
        `users.ndjson.part.index.${draft}.part`,
        'events.ndjson',
        'events.ndjson.index',
        'export.zip',
        'export.zip.part',
        'export.zip.state.part',
        'export.zip.state.part.part',
      ];
      await fill(id, Object.fromEntries(left.map((it) => [it, 'x'])));
      assert.deepEqual(await kinds(), [`leftover ${id}`]);
      assert.deepEqual(await ledger.remove(id), []);
      assert.deepEqual(await readdir(root), []);
    });
  });

  describe('a folder that looks like ours and cannot be read', () => {
    const unclear: Record<string, Record<string, string>> = {
      'a torn manifest': { 'manifest.json': '{"version":1,"id":"20' },
      'an empty job': { 'job.json': '' },
      'a manifest of a later version': { 'manifest.json': JSON.stringify({ ...manifest, version: 2 }) },
      'a manifest with a date that is none': {
        'manifest.json': JSON.stringify({ ...manifest, finishedAt: '?' }),
      },
      'a manifest whose file lies elsewhere': {
        'manifest.json': JSON.stringify({
          ...manifest,
          result: { ...manifest.result, file: '../../.ssh/id' },
        }),
      },
      'a job in a stage of a later version': {
        'job.json': JSON.stringify({ ...record, stage: { stage: 'resting', at: 1 } }),
      },
    };
    for (const [name, files] of Object.entries(unclear)) {
      it(`is shown and not removed: ${name}`, async () => {
        await fill(id, { ...files, 'users.ndjson': '{}\n', 'users.ndjson.part': '' });
        assert.deepEqual(await kinds(), [`unreadable ${id}`]);
        const before = await snapshot();
        await assert.rejects(ledger.remove(id), /cannot be read, so nothing in it is deleted\. Reveal it/);
        assert.deepEqual(await snapshot(), before);
      });
    }

    it('is shown and not removed: one that permits nothing', async function () {
      const { seteuid, geteuid } = process;
      if (!seteuid || !geteuid) return this.skip();
      const directory = await finish();
      await chmod(directory, 0o000);
      // Nothing is forbidden to the superuser.
      const user = geteuid();
      if (user === 0) {
        await chmod(root, 0o755);
        seteuid(65_534);
      }
      try {
        assert.deepEqual(await kinds(), [`unreadable ${id}`]);
        await assert.rejects(ledger.remove(id), /cannot be read/);
      } finally {
        if (user === 0) seteuid(0);
        await chmod(directory, 0o700);
      }
      assert.deepEqual(await kinds(), [`finished ${id}`]);
    });

    it('is a job all the same where one of its two files is whole', async () => {
      await ledger.save(record);
      await fill(id, { 'manifest.json': '{' });
      assert.deepEqual(await kinds(), [`job ${id}`]);
    });
  });
});

describe('the folder of a job', () => {
  const archive = makeZip([{ name: 'a.txt', data: Buffer.from('{"external_id":"1"}\n'.repeat(50)) }]);
  const fixture = useJobFixture(archive);
  let broken: UserFaultServer | undefined;
  afterEach(() => broken?.close());

  it('has only files that are known to be ours, at every stage: none stays when the export is deleted', async () => {
    broken = await startUserFaultServer({ fault: 401, at: 3, lasts: true });
    const segments = fixture.createJobs();
    const users = fixture.createJobs({}, broken.origin);
    const seen = new Set<string>();
    const strange = new Set<string>();
    const looks: Promise<void>[] = [];
    const look = async (directory: string): Promise<void> => {
      const { own, others } = await listFolder(directory).catch(() => ({ own: [], others: [] }));
      for (const it of own) seen.add(it.name.replace(/\d+/, 'N'));
      for (const it of others) strange.add(it);
    };
    for (const jobs of [segments, users])
      jobs.onDidChange((changed) => {
        const row = changed === undefined ? undefined : jobs.get(changed);
        if (row) looks.push(look(row.directory));
      });
    const copyPath = path.join(fixture.root, 'copy of a.zip');
    await writeFile(copyPath, archive);
    const ids = [
      await segments.start({ ...segmentJob, keepArchive: true }),
      await segments.start({
        kind: 'import',
        title: 'a.txt',
        request: { path: path.join(fixture.root, 'a.txt') },
      }),
      await segments.start({
        kind: 'import',
        title: 'a.zip',
        request: { path: 'ftp://a.zip', isCopy: true },
        copyPath,
      }),
    ];
    const partial = await users.start(makeUserJob(500));
    for (const it of ids) await segments.whenSettled(it);
    await users.whenSettled(partial);
    for (const it of [...ids, partial]) await keepIndexes(path.join(fixture.root, it));
    await Promise.all(looks);
    assert.deepEqual([...strange], []);
    const expected = [
      'job.json',
      'lock-N',
      'manifest.json',
      'export.zip',
      'external-ids.part',
      'users.ndjson',
      'users.ndjson.index',
      'users.ndjson.external_id.keys',
      'users.ndjson.part',
      'users.ndjson.journal.part',
    ];
    for (const it of expected) assert.ok(seen.has(it), `${it} was not seen: ${[...seen].join()}`);
    assert.deepEqual(await users.remove(partial), []);
    for (const it of ids) assert.deepEqual(await segments.remove(it), []);
    assert.deepEqual(await readdir(fixture.root), []);

    /** As the viewer does when somebody looks for a user, and for a value of a field with an odd name. */
    async function keepIndexes(directory: string): Promise<void> {
      const name = path.join(directory, 'users.ndjson');
      if (!(await stat(name).catch(() => undefined))) return;
      for (const field of ['external_id', 'What? A field / of ours…'])
        await writeFile(keyIndexFilePath(name, field), 'index', { flag: 'wx' });
      await look(directory);
    }
  });

  it('writes no lock and removes nothing in a folder that is not of an export', async () => {
    const id = '2024-01-05-notes-1a2b3c4d';
    await mkdir(path.join(fixture.root, id));
    await writeFile(path.join(fixture.root, id, 'notes.txt'), 'mine');
    const jobs = fixture.createJobs();
    await jobs.refresh();
    assert.deepEqual(jobs.list(), []);
    for (const act of [jobs.remove, jobs.cancel, jobs.retry]) await assert.rejects(act(id));
    assert.deepEqual(await readdir(path.join(fixture.root, id)), ['notes.txt']);
  });

  it('removes an export and names what stays, which is no export any more', async () => {
    const jobs = fixture.createJobs();
    const { id, directory } = await jobs.whenSettled(await jobs.start(segmentJob));
    await writeFile(path.join(directory, 'notes.txt'), 'mine');
    assert.deepEqual(await jobs.remove(id), ['notes.txt']);
    await jobs.refresh();
    assert.deepEqual(jobs.list(), []);
    assert.deepEqual(await readdir(directory), ['notes.txt']);
  });
});
