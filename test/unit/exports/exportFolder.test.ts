import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createExportId, isExportId, measureFolder } from '../../../src/exports/exportFolder.ts';
import { readManifest } from '../../../src/exports/manifest.ts';

describe('the folder of an export', () => {
  let root: string;
  beforeEach(async () => void (root = await mkdtemp(path.join(os.tmpdir(), 'export-folder-'))));
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is named after the day and what a title has of letters, whatever the title', () => {
    const now = Date.UTC(2016, 4, 31);
    assert.match(createExportId('Big Spenders / „VIP“', now), /^2016-05-31-big-spenders-vip-[0-9a-f]{8}$/);
    const titles = [
      '',
      '../../etc/passwd',
      '🎉',
      'x'.repeat(500),
      'عملاء',
      'C:\\con',
      '.',
      '-',
      'a\u0000b',
      'Zoë',
    ];
    for (const title of titles) {
      const id = createExportId(title, now);
      assert.ok(isExportId(id), id);
      assert.notEqual(id, createExportId(title, now));
    }
  });

  it('is never elsewhere', () => {
    for (const id of ['', '.', '..', '../x', 'a/b', 'a\\b', '/etc', 'A', 'x'.repeat(99), 'a\n']) {
      assert.equal(isExportId(id), false, JSON.stringify(id));
    }
  });

  it('is measured with all its files', async () => {
    await writeFile(path.join(root, 'a'), 'four');
    await writeFile(path.join(root, 'b.part'), 'sixsix');
    await mkdir(path.join(root, 'folder'));
    assert.equal(await measureFolder(root), 10);
    assert.equal(await measureFolder(path.join(root, 'none')), 0);
  });

  it('has a manifest only if that is one of ours', async () => {
    for (const text of ['', '{', '[]', 'null', '{"version":2}', '{"version":1,"kind":"users"}']) {
      await writeFile(path.join(root, 'manifest.json'), text);
      assert.equal(await readManifest(root), undefined, text);
    }
  });
});
