import assert from 'node:assert/strict';
import type { ExportRow } from '../../../src/exports/exportRow.ts';
import { describeRemaining, explainDeletion } from '../../../src/views/deletionTexts.ts';

const row: ExportRow = {
  ...{ id: '2024-01-05-vips-1a2b3c4d', directory: '/exports/2024-01-05-vips-1a2b3c4d', kind: 'segment' },
  ...{ title: 'VIPs', connectionName: 'Shop', createdAt: 1, worker: 'nobody', request: {}, warnings: [] },
  stage: { stage: 'done', at: 1, ndjsonPath: '/x', users: 1234, sizeBytes: 1_000_000, badLines: 0 },
};
const own = [
  { name: 'users.ndjson', sizeBytes: 1_048_576 },
  { name: 'export.zip', sizeBytes: 524_288 },
];

describe('the words before and after a deletion', () => {
  it('say how much goes, and where', () => {
    assert.equal(
      explainDeletion([{ row, content: { own, others: [] } }]),
      '1,234 lines, 1.5 MB: the folder is removed from the disk for good.\n\n/exports/2024-01-05-vips-1a2b3c4d',
    );
    const two = explainDeletion([
      { row, content: { own, others: [] } },
      { row: { ...row, kind: 'import', directory: '/exports/b' }, content: { own, others: [] } },
    ]);
    assert.match(two, /^2,468 lines, 3 MB: the folders are removed .* The file it was read from stays\./);
    assert.match(two, /\n\/exports\/b$/);
  });

  it('name what stays, as one line each, and count only what goes', () => {
    const others = ['notes.txt', 'photos', 'a\u202egnp.exe', 'd', 'e', 'f', 'g'];
    assert.equal(
      explainDeletion([{ row, content: { own, others } }]),
      '1,234 lines, 1.5 MB: the files of the export are removed from the disk for good.\n\n' +
        'The folder stays, with what is not part of the export: “notes.txt”, “photos”, “agnp.exe”, “d”, “e” and 2 others.\n' +
        '/exports/2024-01-05-vips-1a2b3c4d',
    );
    assert.equal(
      describeRemaining(row, ['notes.txt']),
      'Deleted “VIPs”. The folder stays, with what is not part of the export: “notes.txt”.',
    );
  });
});
