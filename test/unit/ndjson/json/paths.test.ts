import assert from 'node:assert/strict';
import { listPathsOf, suggestColumns } from '../../../../src/ndjson/show/columns.ts';
import { collectValues, longestPath } from '../../../../src/ndjson/json/paths.ts';
import { writeClause } from '../../../../src/viewer/writeClause.ts';
import { createWorkspace, last, linesFrom, query, type Workspace } from '../workspace.ts';

const line = { '': { x: 1, '': 'deep' }, a: { '': [2] } };

describe('empty field names', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  it('have paths of their own, which lead to their values', () => {
    const paths = listPathsOf([line]);
    assert.deepEqual(paths, ['', '.x', '.', 'a', 'a.']);
    assert.deepEqual(
      paths.map((it) => collectValues(line, it)),
      [[line['']], [1], ['deep'], [line.a], [[2]]],
    );
  });

  it('are suggested as columns; names too long to be asked for are neither suggested nor listed', () => {
    const long = 'x'.repeat(longestPath + 1);
    const lines = [{ '': 1, [long]: 2, a: { [long.slice(2)]: 3 } }];
    assert.deepEqual(suggestColumns(lines), [{ path: '', show: 'value' }]);
    assert.deepEqual(listPathsOf(lines), ['', 'a']);
  });

  it('are read, counted and filtered by', async () => {
    const file = await workspace.openText(
      'empty.ndjson',
      `${JSON.stringify(line)}\n{"":7}\n{"":7,"\\u0061":1}\n`,
    );
    // No columns at all, and one of an empty path, are not the same.
    assert.deepEqual(
      (await file.readRows(linesFrom(0, 3))).map((it) => it.cells),
      [[], [], []],
    );
    const columns = ['', '.x', '.', 'a.'].map((path) => ({ path, show: 'value' }) as const);
    assert.deepEqual(
      (await file.readRows(linesFrom(0, 3), { columns: columns.slice(0, 1) })).map((it) => it.cells),
      [['{"x":1,"":"deep"}'], ['7'], ['7']],
    );
    assert.deepEqual((await file.readRows(linesFrom(0, 1), { columns }))[0]?.cells, [
      '{"x":1,"":"deep"}',
      '1',
      'deep',
      '[2]',
    ]);
    const { counts } = await last(file.countBy(''));
    assert.deepEqual(counts.values, [[7, 2]]);
    for (const [path, value, found] of [
      ['', 7, [1, 2]],
      ['.x', 1, [0]],
      ['.', 'deep', [0]],
      ['a.', 2, [0]],
    ] as const) {
      const { lines } = await last(file.filter(query(writeClause(path, value))));
      assert.deepEqual(lines.slice(0, 9), found, path);
    }
    assert.deepEqual((await last(file.filter(query('"":*')))).lines.slice(0, 9), [0, 1, 2]);
  });
});
