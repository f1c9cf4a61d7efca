import assert from 'node:assert/strict';
import type { RowRange } from '../../../../src/protocol/viewer.ts';
import { lookAtColumns } from '../../../../webview-ui/viewer/grid/columnWidths.ts';
import { readGridKey, type KeyPress } from '../../../../webview-ui/viewer/grid/gridKeys.ts';
import { pageRows } from '../../../../src/protocol/viewer.ts';
import { createPageCache, pagesAround } from '../../../../webview-ui/viewer/grid/pageCache.ts';
import {
  mapScroll,
  reveal,
  revealInMiddle,
  rowPx,
  tallestPx,
} from '../../../../webview-ui/viewer/grid/scrollMap.ts';
import {
  actedOn,
  fit,
  select,
  selectAll,
  type Selected,
  type SelectMode,
} from '../../../../webview-ui/viewer/grid/selection.ts';
import {
  addRange,
  clip,
  countRowsIn,
  holds,
  removeRange,
  toggle,
} from '../../../../webview-ui/viewer/rowRanges.ts';
import type { ViewerRow } from '../../../../src/protocol/viewer.ts';

describe('the scroll bar of the rows', () => {
  it('is the rows themselves as long as they fit into an element', () => {
    const map = mapScroll(1000, 300);
    assert.equal(map.isExact, true);
    assert.equal(map.spacePx, 1000 * rowPx);
    for (const top of [0, 1, 777, map.lastTopPx]) {
      assert.equal(map.toScroll(top), top);
      assert.equal(map.toTop(top), top);
    }
  });

  it('reaches the first and the last of any number of rows, and every row has a position of its own on the way', () => {
    for (const rowCount of [400_000, 2_000_000, 120_000_000]) {
      const viewPx = 617;
      const map = mapScroll(rowCount, viewPx);
      assert.equal(map.spacePx, tallestPx);
      assert.equal(map.toTop(0), 0);
      assert.equal(map.toTop(tallestPx - viewPx), rowCount * rowPx - viewPx);
      for (const row of [1, 2, 12_345, rowCount - 40, rowCount - 30])
        assert.ok(
          Math.abs(map.toTop(map.toScroll(row * rowPx)) - row * rowPx) < 0.01,
          `${row} of ${rowCount}`,
        );
    }
  });

  it('takes lists that are shorter than the view, and none', () => {
    assert.deepEqual([mapScroll(3, 300).lastTopPx, mapScroll(3, 300).toTop(50)], [0, 0]);
    assert.equal(mapScroll(0, 300).spacePx, 0);
  });

  it('moves as little as it takes to bring a row into view, or brings a far one into the middle', () => {
    assert.equal(reveal(220, 10, 220), 220);
    assert.equal(reveal(220, 9, 220), 198);
    assert.equal(reveal(220, 20, 220), 242);
    assert.equal(revealInMiddle(220, 12, 220), 220);
    assert.equal(revealInMiddle(0, 1000, 220), 1000 * rowPx - 99);
    assert.equal(revealInMiddle(9999, 1, 220), 0);
  });
});

describe('ranges of rows', () => {
  it('stay few, whatever they hold', () => {
    const all = addRange([], { from: 0, to: 120_000_000 });
    assert.equal(countRowsIn(all), 120_000_001);
    assert.deepEqual(toggle(all, 5), [
      { from: 0, to: 4 },
      { from: 6, to: 120_000_000 },
    ]);
    assert.deepEqual(addRange(toggle(all, 5), { from: 5, to: 5 }), all);
    assert.deepEqual(clip(all, 10), [{ from: 0, to: 9 }]);
    assert.deepEqual(clip(all, 0), []);
  });

  it('are what a set of row indexes would be, whatever is added and removed', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    let ranges: RowRange[] = [];
    const rowIndexes = new Set<number>();
    for (let round = 0; round < 400; round++) {
      const from = random(60);
      const part = { from, to: from + random(6) };
      const isAdded = random(3) > 0;
      ranges = (isAdded ? addRange : removeRange)(ranges, part);
      for (let rowIndex = part.from; rowIndex <= part.to; rowIndex++)
        rowIndexes[isAdded ? 'add' : 'delete'](rowIndex);
      for (let rowIndex = -1; rowIndex < 70; rowIndex++)
        assert.equal(holds(ranges, rowIndex), rowIndexes.has(rowIndex));
      assert.equal(countRowsIn(ranges), rowIndexes.size);
      for (const [at, { from: next }] of ranges.slice(1).entries())
        assert.ok(next > (ranges[at]?.to ?? 0) + 1, 'apart from one another');
    }
  });
});

describe('selecting rows', () => {
  const nothing: Selected = { active: 0, anchor: 0, ranges: [] };
  const follow = (...steps: [number, SelectMode][]): Selected =>
    steps.reduce((selected, [rowIndex, mode]) => select(selected, rowIndex, mode), nothing);

  it('extends from where it began, back and forth', () => {
    assert.deepEqual(follow([5, 'only'], [8, 'extend']).ranges, [{ from: 5, to: 8 }]);
    assert.deepEqual(follow([5, 'only'], [8, 'extend'], [3, 'extend']).ranges, [{ from: 3, to: 5 }]);
    assert.deepEqual(follow([5, 'only'], [9, 'toggle'], [11, 'extend']).ranges, [
      { from: 5, to: 5 },
      { from: 9, to: 11 },
    ]);
  });

  it('moves without selecting, and takes rows in and out', () => {
    const moved = follow([5, 'only'], [7, 'move']);
    assert.deepEqual([moved.active, moved.ranges], [7, [{ from: 5, to: 5 }]]);
    assert.deepEqual(follow([5, 'only'], [7, 'move'], [7, 'toggle']).ranges, [
      { from: 5, to: 5 },
      { from: 7, to: 7 },
    ]);
    assert.deepEqual(follow([5, 'only'], [5, 'toggle']).ranges, []);
  });

  it('acts on the active row where none is selected, and never on rows that are not there', () => {
    assert.deepEqual(actedOn({ ...nothing, active: 4 }), [{ from: 4, to: 4 }]);
    assert.deepEqual(selectAll(nothing, 3).ranges, [{ from: 0, to: 2 }]);
    assert.deepEqual(selectAll(nothing, 0), nothing);
    assert.deepEqual(fit({ active: 9, anchor: 9, ranges: [{ from: 2, to: 9 }] }, 5), {
      active: 4,
      anchor: 4,
      ranges: [{ from: 2, to: 4 }],
    });
  });
});

describe('the keys of the rows', () => {
  const press = (key: string, held: Partial<KeyPress> = {}) =>
    readGridKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

  it('are those of the editor’s lists', () => {
    assert.deepEqual(press('ArrowDown'), { do: 'move', by: 'row', sign: 1, mode: 'only' });
    assert.deepEqual(press('PageUp', { shiftKey: true }), {
      do: 'move',
      by: 'page',
      sign: -1,
      mode: 'extend',
    });
    assert.deepEqual(press('End', { ctrlKey: true }), { do: 'move', by: 'all', sign: 1, mode: 'only' });
    assert.deepEqual(press('ArrowUp', { metaKey: true }), { do: 'move', by: 'row', sign: -1, mode: 'move' });
    assert.deepEqual(press('Enter', { ctrlKey: true }), { do: 'open', beside: true });
    assert.deepEqual(press('a', { ctrlKey: true }), { do: 'selectAll' });
    assert.deepEqual(press('C', { ctrlKey: true, shiftKey: true }), { do: 'copyId' });
    assert.deepEqual(press('F10', { shiftKey: true }), { do: 'menu' });
  });

  it('leave other keys to the page and the editor', () => {
    for (const [key, held] of [
      ['a', {}],
      ['c', { ctrlKey: true }],
      ['f', { ctrlKey: true }],
      ['ArrowDown', { altKey: true }],
      ['F10', {}],
    ] as const)
      assert.equal(press(key, held), undefined, key);
  });
});

describe('pages of rows', () => {
  it('are those in view first, then their neighbours, and none that the list does not have', () => {
    assert.deepEqual(pagesAround(0, 30, 1_000_000), [0, 1]);
    assert.deepEqual(pagesAround(pageRows * 4 - 5, pageRows * 4 + 5, 1_000_000), [3, 4, 5, 2]);
    assert.deepEqual(pagesAround(0, 30, 20), [0]);
    assert.deepEqual(pagesAround(0, 30, 0), []);
  });

  it('are kept while they are used, and a page at the end of a growing list is known to be short', () => {
    const cache = createPageCache<string>(2);
    cache.put(0, ['a', 'b']);
    assert.equal(cache.isWhole(0, 2), true);
    assert.equal(cache.isWhole(0, 3), false);
    cache.put(1, ['c']);
    assert.equal(cache.get(1), 'b');
    cache.put(2, ['d']);
    assert.equal(cache.get(1), 'b');
    assert.equal(cache.get(pageRows), undefined);
    assert.equal(cache.get(2 * pageRows), 'd');
    cache.clear();
    assert.equal(cache.get(0), undefined);
  });
});

describe('columns', () => {
  const row = (...cells: string[]): ViewerRow => ({
    ...{ line: 0, sizeBytes: 1, state: 'json', text: '', isCut: false, oddities: [] },
    cells,
  });

  it('are as wide as most of their values, and numbers stand at the end', () => {
    const rows = [row('1', 'a', '', '12'), row('-2.5e3', 'longer than others', '', 'x')];
    const columns = ['n', 'text', 'none', 'mixed'].map((path) => ({ path, show: 'value' }) as const);
    const looks = lookAtColumns(columns, rows, 7);
    assert.deepEqual(
      looks.map((it) => it.isNumeric),
      [true, false, false, false],
    );
    assert.ok((looks[1]?.widthPx ?? 0) > (looks[0]?.widthPx ?? 0));
    const [counted, made] = lookAtColumns(
      [
        { path: 'a', show: 'count' },
        { path: 'b', show: 'value', widthPx: 333 },
      ],
      [],
      7,
    );
    assert.equal(counted?.isNumeric, true);
    assert.equal(made?.widthPx, 333);
  });
});
