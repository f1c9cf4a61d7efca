import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createCopyFolder } from '../../../src/host/copyFolder.ts';

describe('the folder of copies', () => {
  let root: string;
  beforeEach(async () => void (root = path.join(await mkdtemp(path.join(os.tmpdir(), 'copies-')), 'copies')));
  afterEach(() => rm(path.dirname(root), { recursive: true, force: true }));

  const bytes = Buffer.from('{"external_id":"1"}\n');

  it('holds a copy until it is removed, for its owner only', async () => {
    const folder = createCopyFolder(root);
    const target = folder.createTarget('users.ndjson');
    assert.equal(path.basename(target.path), 'users.ndjson');
    await target.write(bytes);
    assert.deepEqual(await readFile(target.path), bytes);
    assert.equal((await stat(target.path)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(target.path))).mode & 0o777, 0o700);
    await target.write(Buffer.from('{}\n'));
    assert.equal(await readFile(target.path, 'utf8'), '{}\n');
    assert.deepEqual(await readdir(path.dirname(target.path)), ['users.ndjson']);
    target.clear();
    await assert.rejects(stat(target.path));
    await target.write(bytes);
    target.remove();
    assert.deepEqual(await readdir(root), []);
  });

  it('writes nothing into a target that was removed, however late the bytes come', async () => {
    const folder = createCopyFolder(root);
    const target = folder.createTarget('users.ndjson');
    const writing = target.write(bytes);
    target.remove();
    await writing;
    await target.write(bytes);
    assert.deepEqual(await readdir(root).catch(() => []), []);
  });

  it('is whole at every moment where several are written at once', async () => {
    const target = createCopyFolder(root).createTarget('users.ndjson');
    const texts = ['a', 'b', 'c', 'd'].map((it) => it.repeat(3_000_000));
    await Promise.all(
      texts.map(async (text) => {
        await target.write(Buffer.from(text));
        assert.ok(texts.includes(await readFile(target.path, 'utf8')));
      }),
    );
    assert.deepEqual(await readdir(path.dirname(target.path)), ['users.ndjson']);
  });

  it('lets no name lead out of it', async () => {
    const folder = createCopyFolder(root);
    const names = [
      '',
      '.',
      '..',
      '../x',
      'a/b',
      'C:\\con',
      'a\u0000b',
      '.part',
      'x'.repeat(500),
      '🎉'.repeat(90),
    ];
    for (const name of names) {
      const target = folder.createTarget(name);
      assert.equal(path.dirname(path.dirname(target.path)), root, name);
      await target.write(bytes);
      assert.deepEqual(await readFile(target.path), bytes);
    }
  });

  it('is freed of what ended processes left, and of nothing else', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['--version']);
    const live = createCopyFolder(root, process.ppid).createTarget('of-another-window.ndjson');
    const left = createCopyFolder(root, ended).createTarget('left.ndjson');
    const sameNumber = createCopyFolder(root).createTarget('of-an-earlier-process-of-our-number.ndjson');
    const folder = createCopyFolder(root);
    const own = folder.createTarget('own.ndjson');
    for (const it of [live, left, sameNumber, own]) await it.write(bytes);
    const outside = path.join(path.dirname(root), 'outside');
    await mkdir(outside);
    await writeFile(path.join(outside, 'mine.txt'), 'mine');
    const link = path.basename(path.dirname(left.path));
    await symlink(
      outside,
      path.join(
        root,
        link.replace(/.$/, (it) => (it === '0' ? '1' : '0')),
      ),
    );
    await mkdir(path.join(root, 'photos'));
    await folder.removeAbandoned();
    const kept = [live, own].map((it) => path.basename(path.dirname(it.path)));
    const names = (await readdir(root)).filter((it) => !it.startsWith(`${ended}-`));
    assert.deepEqual(names.sort(), [...kept, 'photos'].sort());
    await assert.rejects(stat(left.path));
    assert.equal(await readFile(path.join(outside, 'mine.txt'), 'utf8'), 'mine');
    await createCopyFolder(path.join(root, 'none')).removeAbandoned();
  });
});
