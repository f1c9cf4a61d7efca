import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createExportId, isExportId } from '../../../../src/exports/disk/exportFolder.ts';
import { readManifest } from '../../../../src/exports/jobs/manifest.ts';

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

  it('is never elsewhere, and never a name that is not made for an export', () => {
    const paths = ['', '.', '..', '../x', 'a/b', 'a\\b', '/etc', 'A', 'x'.repeat(99), 'a\n'];
    const names = [
      'photos',
      'work-2024',
      '2024-01-05',
      '2024-01-05-notes',
      '1a2b3c4d',
      'notes-1a2b3c4d',
      '2024-01-05-notes-1A2B3C4D',
      '2024-01-05-notes-1a2b3c4',
      '2024-01-05-notes-1a2b3c4d5',
      '2024-01-05--notes-1a2b3c4d',
      '2024-01-05-no_tes-1a2b3c4d',
      '2024-1-5-notes-1a2b3c4d',
      '2024-02-30-notes-1a2b3c4d',
      '2024-13-01-notes-1a2b3c4d',
      '2024-01-05-notes-1a2b3c4d copy',
      '2024-01-05-notes-1a2b3c4d\n',
      `2024-01-05-${'x'.repeat(41)}-1a2b3c4d`,
    ];
    for (const id of [...paths, ...names]) assert.equal(isExportId(id), false, JSON.stringify(id));
    for (const id of [
      '2024-02-29-1a2b3c4d',
      `2024-01-05-${'x'.repeat(40)}-1a2b3c4d`,
      '2024-01-05-a-b-00000000',
    ])
      assert.ok(isExportId(id), id);
  });

  it('has a manifest only if that is one of ours', async () => {
    for (const text of ['', '{', '[]', 'null', '{"version":2}', '{"version":1,"kind":"users"}']) {
      await writeFile(path.join(root, 'manifest.json'), text);
      assert.equal(await readManifest(root), undefined, text);
    }
  });
});
