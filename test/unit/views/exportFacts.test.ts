import assert from 'node:assert/strict';
import type { ExportRow } from '../../../src/exports/exportRow.ts';
import {
  describeBadLines,
  describeHowRead,
  explainExport,
  noteWarnings,
} from '../../../src/views/exportFacts.ts';

type DoneStage = ExportRow['stage'] & { stage: 'done' };

const finished: DoneStage = {
  stage: 'done',
  at: Date.parse('2026-03-01T12:00:00Z'),
  ndjsonPath: '/exports/one/users.ndjson',
  users: 25_000,
  sizeBytes: 120e6,
  badLines: 0,
};
const ofRows: DoneStage = { ...finished, ndjsonPath: '/exports/one/events.ndjson' };

function rowOf(stage: ExportRow['stage'], more: Partial<ExportRow> = {}): ExportRow {
  return {
    id: 'one',
    directory: '/exports/one',
    kind: 'segment',
    title: 'Lapsed users',
    connectionName: undefined,
    createdAt: stage.at - 120_000,
    stage,
    worker: 'here',
    request: {},
    warnings: [],
    ...more,
  };
}

describe('what is known of an export', () => {
  it('says what is wrong with lines, and what became of them', () => {
    assert.equal(
      describeBadLines({ ...finished, badLines: 1 }),
      '1 line of it is no whole object: kept as received.',
    );
    assert.equal(
      describeBadLines({ ...finished, badLines: 1200 }),
      '1,200 lines of it are no whole object: kept as received.',
    );
  });

  it('says how a file was read, and where its first bad line is', () => {
    const reading = 'CSV, semicolon, 3 columns, 2 rows, windows-1252';
    const notes = ['1 line has bytes that are not UTF-8: kept as they are.'];
    const stage = { ...ofRows, badLines: 1, firstBadLine: 1200, reading, readingNotes: notes };
    const facts = explainExport(rowOf(stage), '');
    assert.ok(facts.includes(`Read as: ${reading}`));
    assert.ok(facts.includes(notes[0] ?? ''));
    assert.ok(facts.includes('Rows that do not fit the columns: 1, the first in line 1,200'));
    assert.equal(describeHowRead(stage), `Read as ${reading}. ${notes[0]}`);
    assert.equal(describeHowRead(finished), undefined);
  });

  it('speaks of rows where the file was CSV', () => {
    assert.equal(
      describeBadLines({ ...ofRows, badLines: 1 }),
      '1 row of it does not fit the columns: kept as far as the text could be told apart.',
    );
    assert.equal(
      describeBadLines({ ...ofRows, badLines: 2 }),
      '2 rows of it do not fit the columns: kept as far as the text could be told apart.',
    );
  });

  it('names in the row what was left out of an archive, and has the notes in the tooltip', () => {
    const names = ['README.txt', 'a\u202egnp.png', 'c.md', 'd.md', 'e.md'];
    const notes = ['2 bytes behind the archive were ignored.'];
    const row = rowOf(finished, { leftOut: names, notes });
    assert.equal(noteWarnings(row), 'left out: README.txt, agnp.png, c.md and 2 more');
    assert.ok(explainExport(row, '').includes(notes[0] ?? ''));
    assert.equal(
      noteWarnings(rowOf({ ...finished, badLines: 1 }, { leftOut: ['README.txt'] })),
      '1 bad line · left out: README.txt',
    );
  });

  it('has the number of bad lines in the tooltip, and a mark in the row', () => {
    const lines = rowOf({ ...finished, badLines: 3 });
    assert.ok(explainExport(lines, '').includes('Lines that are no whole object: 3'));
    assert.equal(noteWarnings(lines), '3 bad lines');
    assert.ok(
      explainExport(rowOf({ ...ofRows, badLines: 3 }), '').includes('Rows that do not fit the columns: 3'),
    );
    const sized = (sizeBytes: number): string =>
      explainExport(rowOf({ ...finished, sizeBytes }), '').find((it) => it.startsWith('Size')) ?? '';
    assert.deepEqual([sized(94), sized(1536)], ['Size: 94 bytes', 'Size: 1.5 KB (1,536 bytes)']);
    const whole = rowOf(finished);
    assert.equal(
      explainExport(whole, '').some((it) => it.includes('Rows') || it.includes('Lines')),
      false,
    );
    assert.equal(noteWarnings(whole), undefined);
    assert.equal(noteWarnings(rowOf(finished, { warnings: ['Some users are missing.'] })), 'with a warning');
  });

  it('names what was asked for, and no more than eight of many', () => {
    const fields = Array.from({ length: 10 }, (_, i) => `field ${i + 1}`);
    const facts = explainExport(rowOf(finished, { request: { segmentId: 'abc', fields, appIds: 7 } }), '');
    assert.ok(facts.includes('Segment identifier: abc'));
    assert.ok(facts.includes(`Fields: ${fields.slice(0, 8).join(', ')} and 2 more`));
    assert.equal(
      facts.some((it) => it.startsWith('Apps')),
      false,
    );
  });

  it('says of a partial result how far it is, and of users by external ID how many were asked for', () => {
    const partial = { answered: 9_000, total: 10_000, users: 8_950, sizeBytes: 12e6, unknownIds: 50 };
    const at = finished.at;
    const cancelled = rowOf({ stage: 'cancelled', at, during: 'fetching', partial }, { kind: 'users' });
    const facts = explainExport({ ...cancelled, request: { idCount: 10_000 } }, '');
    for (const fact of [
      'Partial result: 9,000 of 10,000 IDs were answered',
      'Unknown IDs: 50',
      'External IDs: 10,000',
    ])
      assert.ok(facts.includes(fact), facts.join());
    const failed = { stage: 'failed', at, during: 'fetching', code: 'x', message: 'm', remedy: 'r' } as const;
    assert.ok(explainExport(rowOf(failed), '').includes('While it was being fetched'));
  });
});
