import assert from 'node:assert/strict';
import type { ExportRow } from '../../../src/exports/exportRow.ts';
import type { JobStage } from '../../../src/exports/jobs/jobRecord.ts';
import { listActions } from '../../../src/exports/exportActions.ts';
import { drawExport } from '../../../src/views/exportNode.ts';

const now = Date.parse('2026-03-01T12:00:00Z');

function makeRow(stage: JobStage, more: Partial<ExportRow> = {}): ExportRow {
  return {
    id: '2026-03-01-lapsed-users-00000000',
    directory: '/exports/2026-03-01-lapsed-users-00000000',
    kind: 'segment',
    title: 'Lapsed users',
    connectionName: 'Acme',
    createdAt: now - 120_000,
    stage,
    worker: 'here',
    request: { segmentId: 'abc', fields: ['email', 'country'] },
    warnings: [],
    ...more,
  };
}

const at = now - 65_000;
const downloading = { stage: 'downloading', at, receivedBytes: 54_000_000 } as const;
const done = {
  stage: 'done',
  at,
  ndjsonPath: '/x/users.ndjson',
  users: 25_000,
  sizeBytes: 120e6,
  badLines: 0,
} as const;
const failed = {
  stage: 'failed',
  at,
  during: 'requested',
  code: 'x',
  message: 'It broke.',
  remedy: 'Mend it.',
} as const;

const fetching = {
  stage: 'fetching',
  at,
  total: 10_000,
  answered: 9_000,
  users: 8_950,
  unknownIds: 50,
} as const;
const partial = { answered: 9_000, total: 10_000, users: 8_950, sizeBytes: 12e6, unknownIds: 50 };

describe('a row of the Exports view', () => {
  const descriptions: [name: string, stage: JobStage, description: string][] = [
    ['requested', { stage: 'requested', at: now - 2000, sending: true }, 'Requesting · 2 s'],
    ['preparing', { stage: 'preparing', at, polls: 3 }, 'Preparing · 1 min'],
    [
      'preparing, in trouble',
      { stage: 'preparing', at: now - 4_000_000, polls: 30, trouble: 'No route.' },
      'Preparing · 1 h 6 min · No route.',
    ],
    [
      'downloading',
      { ...downloading, totalBytes: 120_000_000, bytesPerSecond: 6_000_000 },
      'Downloading · 45% · 11 s left · 5.7 MB/s · 51.5 MB of 114.4 MB',
    ],
    ['downloading an unknown amount', downloading, 'Downloading · 51.5 MB'],
    [
      'downloading, in trouble',
      { ...downloading, totalBytes: 120_000_000, trouble: 'The connection broke.' },
      'Downloading · 45% · The connection broke.',
    ],
    [
      'unpacking',
      { stage: 'unpacking', at, readBytes: 119, totalBytes: 120, writtenBytes: 65e6, users: 12_000 },
      'Unpacking · 99% · 12,000 users · 62 MB',
    ],
    ['fetching', fetching, 'Fetching · 9,000 of 10,000 IDs'],
    ['fetching one', { ...fetching, total: 1, answered: 0 }, 'Fetching · 0 of 1 ID'],
    [
      'fetching, in trouble',
      { ...fetching, trouble: 'No route.', retryAt: now + 5_000 },
      `Fetching · 9,000 of 10,000 IDs · No route. · goes on at ${new Date(now + 5_000).toLocaleTimeString()}`,
    ],
    ['done', done, '25,000 users · 114.4 MB · 1 minute ago'],
    [
      'done, with bad lines',
      { ...done, users: 1, badLines: 2 },
      '1 user · 114.4 MB · 1 minute ago · 2 bad lines',
    ],
    [
      'cancelled, with what came',
      { stage: 'cancelled', at, during: 'fetching', partial },
      'Partial, 8,950 of 10,000 users · 11.4 MB · 1 minute ago',
    ],
    ['failed, with what came', { ...failed, partial }, 'Failed · Partial, 8,950 of 10,000 users · It broke.'],
    [
      'partial, its job gone',
      { ...done, users: 8_950, partial },
      'Partial, 8,950 of 10,000 users · 114.4 MB · 1 minute ago',
    ],
    ['delivered', { stage: 'delivered', at, keyPatterns: ['a'] }, 'Delivered to your bucket · 1 minute ago'],
    ['failed', failed, 'Failed · It broke.'],
    ['expired', { stage: 'expired', at, message: 'Gone.' }, 'Expired: run it again · 1 minute ago'],
    ['cancelled', { stage: 'cancelled', at, during: 'preparing' }, 'Cancelled · 1 minute ago'],
    [
      'started',
      { stage: 'started', at, part: 1, parts: 3, keyPatterns: ['a'] },
      'Week 1 of 3 started · start the next when it has arrived',
    ],
  ];
  for (const [name, stage, description] of descriptions)
    it(`says what is known when it is ${name}`, () => {
      assert.equal(drawExport(makeRow(stage), now).description, description);
    });

  it('tells who works on it, where this window does not', () => {
    const elsewhere = makeRow(downloading, { worker: 'elsewhere' });
    assert.equal(drawExport(elsewhere, now).description, 'Downloading · 51.5 MB · in another window');
    assert.deepEqual(listActions(elsewhere), ['reveal']);
    const waiting = drawExport(makeRow(downloading, { worker: 'nobody' }), now);
    assert.equal(waiting.description, 'Downloading · 51.5 MB · waiting to go on');
  });

  it('offers in each stage what can be done in it', () => {
    const offered = (stage: JobStage): string => drawExport(makeRow(stage), now).contextValue;
    assert.equal(offered(downloading), 'export cancel reveal');
    assert.equal(offered(done), 'export open copyPath reveal delete');
    assert.equal(offered(failed), 'export retry reveal delete');
    const refused = makeRow({ ...failed, code: 'notAnExport' }, { kind: 'import' });
    assert.match(drawExport(refused, now).contextValue, /\breread\b/);
    assert.equal(offered({ ...failed, follow: 'other' }), 'export retry follow reveal delete');
    assert.equal(offered(fetching), 'export cancel reveal');
    assert.equal(
      offered({ stage: 'cancelled', at, during: 'fetching', partial }),
      'export open copyPath retry copyUnknown reveal delete',
    );
    const unknownIds = ['a'];
    assert.equal(
      drawExport(makeRow(done, { kind: 'users', unknownIds }), now).contextValue,
      'export open copyPath copyUnknown reveal delete',
    );
    assert.equal(offered({ stage: 'delivered', at, keyPatterns: ['a'] }), 'export copyKeys reveal delete');
    const unreadable = drawExport(makeRow(failed, { kind: 'unreadable' }), now);
    assert.equal(unreadable.contextValue, 'export reveal');
    const leftover = drawExport(makeRow(failed, { kind: 'leftover' }), now);
    assert.equal(leftover.contextValue, 'export reveal delete');
  });

  it('shows the keys of the weeks that were started, while the next one waits for its turn', () => {
    const parts = [
      { startingAt: '2026-02-02T00:00:00+00:00', endingAt: '2026-02-09T00:00:00+00:00' },
      { startingAt: '2026-02-09T00:00:00+00:00', endingAt: '2026-02-16T00:00:00+00:00' },
    ];
    const busy = (part: number) => ({ stage: 'busy', at, part, message: 'One runs.' }) as const;
    const draw = (part: number) =>
      drawExport(makeRow(busy(part), { kind: 'events', request: { parts } }), now);
    assert.deepEqual(draw(0).keyPatterns, []);
    assert.equal(draw(0).contextValue, 'export retry reveal delete');
    assert.equal(draw(1).keyPatterns.length, 2);
    assert.equal(draw(1).contextValue, 'export retry copyKeys reveal delete');
    const row = makeRow(failed, { kind: 'events', request: { parts }, startedParts: 1 });
    assert.equal(drawExport(row, now).keyPatterns.length, 2);
    assert.equal(drawExport(row, now).contextValue, 'export retry copyKeys reveal delete');
  });

  it('has a tooltip with all that is known, and a label that can be spoken', () => {
    const { tooltip, spoken } = drawExport(makeRow(failed, { warnings: ['One field is gone.'] }), now);
    const lines = tooltip.split('\n');
    for (const line of [
      'Lapsed users',
      'Segment export of “Acme”',
      'While it was being requested',
      'Mend it.',
      'Segment identifier: abc',
      'Fields: email, country',
      'The service warned: One field is gone.',
      'Folder: /exports/2026-03-01-lapsed-users-00000000',
    ])
      assert.ok(lines.includes(line), line);
    assert.equal(spoken, 'Lapsed users, segment export, Failed, It broke.');
  });

  it('shows hostile text as text, on one line', () => {
    const hostile = 'a\nb\u202eevil';
    const look = drawExport(makeRow({ ...failed, message: hostile }, { title: hostile, request: {} }), now);
    assert.equal(look.label, 'a bevil');
    for (const text of [look.description, look.spoken]) assert.doesNotMatch(text, /[\n\u202e]/);
    assert.equal(drawExport(makeRow(done, { title: ' ' }), now).label, '(no name)');
  });
});
