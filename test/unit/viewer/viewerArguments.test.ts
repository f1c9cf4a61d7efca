import assert from 'node:assert/strict';
import { createViewerWorkspace, type OpenViewer, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';
import { longestPath } from '../../../src/ndjson/json/paths.ts';
import { longestText, type ViewerPage } from '../../../src/protocol/viewer.ts';

const whole = { of: 'file' } as const;

/** What a page never asks, and somebody else's text might. */
const refused: [keyof ViewerPage, unknown][] = [
  ['readRows', { list: whole, from: 0, count: 501, columns: [] }],
  ['readRows', { list: whole, from: -1, count: 1, columns: [] }],
  ['readRows', { list: whole, from: 0.5, count: 1, columns: [] }],
  ['readRows', { list: whole, from: 1e300, count: 1, columns: [] }],
  ['readRows', { list: { of: 'nothing' }, from: 0, count: 1, columns: [] }],
  ['readRows', { list: whole, from: 0, count: 1, columns: [{ path: 'a', show: 'html' }] }],
  ['readRows', { list: whole, from: 0, count: 1, columns: Array(201).fill({ path: 'a', show: 'value' }) }],
  ['readRows', { list: whole, from: 0, count: 1, columns: [], extra: 1 }],
  ['readRows', { list: { of: 'comparison', task: 1, part: '__proto__' }, from: 0, count: 1, columns: [] }],
  [
    'startTask',
    { kind: 'find', pattern: { kind: 'text', text: '', matchCase: true, wholeWord: true, isRaw: false } },
  ],
  ['startTask', { kind: 'shell', command: 'rm' }],
  ['startTask', { kind: 'count', path: 'x'.repeat(longestText + 1), filter: '' }],
  ['startTask', undefined],
  ['watchTask', { task: 'constructor', seen: 0 }],
  ['stepHit', { task: 1, list: whole, rowIndex: -2, direction: 'next' }],
  ['stepHit', { task: 1, list: whole, rowIndex: 0, direction: 'sideways' }],
  ['openRows', { list: whole, ranges: [{ from: 5, to: 4 }] }],
  [
    'openRows',
    {
      list: whole,
      ranges: [
        { from: 5, to: 9 },
        { from: 9, to: 12 },
      ],
    },
  ],
  ['copyRows', { list: whole, ranges: [{ from: 0, to: 1 }], as: 'html' }],
  ['saveRows', { list: whole, format: 'exe', columns: [] }],
  ['saveRows', { list: whole, format: 'csv', columns: [], path: '/etc/passwd' }],
  ['compareRows', { list: whole, rowIndexes: [1] }],
  ['rememberColumns', { columns: [{ path: 'a', show: 'value', widthPx: -5 }] }],
];

describe('viewerArguments', () => {
  let workspace: ViewerWorkspace;
  let open: OpenViewer;
  before(async () => {
    workspace = await createViewerWorkspace();
    const hostile = '<img src=x onerror=alert(1)>';
    open = await workspace.open(
      'x.ndjson',
      `{"id":"${hostile}","${hostile}":"=cmd()"}\n\u0000no json\n\n{"id":2}`,
    );
  });
  after(() => workspace.remove());

  for (const [name, argument] of refused)
    it(`refuses ${name} of ${JSON.stringify(argument)?.slice(0, 90)}`, async () => {
      await assert.rejects(open.ask(name, argument as never), { name: /ZodError/ });
    });

  it('takes no task for another, and none for what it is not', async () => {
    await assert.rejects(open.ask('watchTask', { task: 99, seen: 0 }), /no longer kept/);
    await assert.rejects(open.ask('stopTask', { task: 99 }), /no longer kept/);
    const { task } = await open.finish({ kind: 'count', path: 'id', filter: '' });
    const list = { of: 'task', task } as const;
    await assert.rejects(
      open.ask('readRows', { list, from: 0, count: 1, columns: [] }),
      /does not find lines/,
    );
    const part = { of: 'comparison', task, part: 'removed' } as const;
    await assert.rejects(open.ask('findRowIndex', { list: part, line: 0 }), /no such list/);
    await assert.rejects(open.ask('openRow', { list: part, rowIndex: 0, beside: false }), /no such list/);
  });

  it('gives other people’s text as text, and its paths as they are', async () => {
    const start = await open.ask('start', undefined);
    assert.deepEqual(start.paths, ['id', '<img src=x onerror=alert(1)>']);
    assert.equal(start.keyPath, 'id');
    const rows = await open.ask('readRows', {
      list: { of: 'file' },
      from: 0,
      count: 9,
      columns: start.columns,
    });
    assert.deepEqual(
      rows.map((it) => it.state),
      ['json', 'invalid', 'blank', 'json'],
    );
    const ranges = [{ from: 0, to: 3 }];
    assert.equal(
      await open.ask('copyRows', { list: { of: 'file' }, ranges, as: 'id' }),
      'Copied 2 identifiers. 2 rows have none.',
    );
    const { stage } = await open.finish({ kind: 'count', path: '<img src=x onerror=alert(1)>', filter: '' });
    assert.ok(stage.result?.kind === 'counts');
    assert.deepEqual(stage.result.values, [
      { text: '=cmd()', clause: '"<img src=x onerror=alert(1)>":"=cmd()"', count: 1 },
    ]);
  });

  it('takes every path that it offers, an empty one too, and offers none that it does not take', async () => {
    const tooLong = 'k'.repeat(longestPath + 1);
    const odd = await workspace.open(
      'names.ndjson',
      `${JSON.stringify({ '': 1, [tooLong]: { inner: 2 }, a: 1, ['b'.repeat(longestPath)]: 3 })}\n`.repeat(3),
    );
    assert.ok(longestPath <= longestText);
    const { columns, rows, paths } = await odd.ask('start', undefined);
    assert.deepEqual(paths, ['', 'a', 'b'.repeat(longestPath)]);
    assert.deepEqual(
      columns.map((it) => it.path),
      paths,
    );
    assert.deepEqual(rows[0]?.cells, ['1', '1', '3']);
    assert.deepEqual(await odd.ask('readRows', { list: whole, from: 0, count: 100, columns }), rows);
    await odd.ask('rememberColumns', { columns });
    for (const path of paths) await odd.finish({ kind: 'count', path, filter: '' });
    const { stage } = await odd.finish({ kind: 'profile', filter: '' });
    assert.ok(stage.result?.kind === 'profile');
    assert.deepEqual(
      stage.result.fields.map((it) => it.path),
      paths,
    );
    // An object and a number in each line.
    assert.equal(stage.result.otherCount, 6);
  });

  it('refuses to copy what the clipboard should not take, with a sentence', async () => {
    const big = await workspace.open(
      'big.ndjson',
      `${JSON.stringify({ id: 'x'.repeat(1000) })}\n`.repeat(12_000),
    );
    const all = { list: { of: 'file' }, ranges: [{ from: 0, to: 4_000_000_000 }] } as const;
    await big.viewer.viewed.held().file.whenIndexed();
    await assert.rejects(open.ask('openRows', { ...all, ranges: [] }), /no such rows/);
    await assert.rejects(
      big.ask('copyRows', { ...all, ranges: [...all.ranges], as: 'json' }),
      /more than 10 MB.*Save them to a file/,
    );
    assert.deepEqual(big.desk.copied, []);
  });
});
