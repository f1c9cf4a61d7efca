import assert from 'node:assert/strict';
import { createLineList } from '../../../src/ndjson/file/lineList.ts';
import { orderByAfter } from '../../../src/ndjson/diff/pairOrder.ts';
import { listAllLines, selectLines, stepHit } from '../../../src/viewer/viewedList.ts';
import { createRandom } from '../../support/random.ts';

const listOf = (lines: Iterable<number>) => {
  const list = createLineList();
  for (const line of lines) list.push(line);
  return list;
};
const { signal } = new AbortController();

describe('viewedList', () => {
  it('picks the lines of a selection, of millions as of few, and none beyond the list', () => {
    const all = listAllLines(() => 5_000_000);
    const picked = selectLines(all, [
      { from: 3, to: 5 },
      { from: 100, to: 3_000_099 },
      { from: 4_999_999, to: 9_000_000 },
      { from: 9_500_000, to: 9_600_000 },
    ]);
    assert.equal(picked.length, 3 + 3_000_000 + 1);
    assert.deepEqual([0, 2, 3, 1_000_000, 3_000_003].map(picked.at), [3, 5, 100, 1_000_097, 4_999_999]);
    assert.deepEqual([-1, 3_000_004].map(picked.at), [NaN, NaN]);
    assert.equal(selectLines(all, undefined).at(4_999_999), 4_999_999);
    assert.equal(selectLines(all, []).length, 0);
  });

  it('steps through what two lists have in common, as a walk through both would', async () => {
    const random = createRandom(5);
    for (let round = 0; round < 60; round++) {
      const pick = (odds: number): number[] => [...Array(80).keys()].filter(() => random.below(odds) === 0);
      const [shownLines, foundLines] = [pick(1 + random.below(5)), pick(1 + random.below(5))];
      const [shown, found] = [listOf(shownLines), listOf(foundLines)];
      const common = shownLines.flatMap((line, rowIndex) => {
        const hit = foundLines.indexOf(line);
        return hit < 0 ? [] : [{ rowIndex, line, hit }];
      });
      for (let rowIndex = -1; rowIndex <= shown.length; rowIndex++) {
        const next = await stepHit({ shown, found }, rowIndex, 'next', signal);
        assert.deepEqual(
          next,
          common.find((it) => it.rowIndex > rowIndex),
        );
        const previous = await stepHit({ shown, found }, rowIndex, 'previous', signal);
        assert.deepEqual(
          previous,
          common.findLast((it) => it.rowIndex < rowIndex),
        );
      }
    }
  });

  it('lets others have their turn where two lists of millions have nothing in common', async () => {
    const odd = (function* () {
      for (let line = 1; line < 600_000; line += 2) yield line;
    })();
    const even = (function* () {
      for (let line = 0; line < 600_000; line += 2) yield line;
    })();
    const lists = { shown: listOf(odd), found: listOf(even) };
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    assert.equal(await stepHit(lists, -1, 'next', signal), undefined);
    clearInterval(timer);
    assert.ok(turns > 3, String(turns));
    const controller = new AbortController();
    const stepping = stepHit(lists, -1, 'next', controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(stepping, /enough/);
  });

  it('orders pairs of lines by the second, lines above 65,536 too', async () => {
    const random = createRandom(9);
    const after = [...Array(150_000).keys()].map((n) => n * 7);
    for (let i = after.length - 1; i > 0; i--) {
      const other = random.below(i + 1);
      [after[i], after[other]] = [after[other] ?? 0, after[i] ?? 0];
    }
    const ordered = await orderByAfter({ before: listOf(after.map((_, n) => n)), after: listOf(after) });
    for (let rowIndex = 0; rowIndex < after.length; rowIndex++) {
      assert.equal(ordered.after.at(rowIndex), rowIndex * 7);
      assert.equal(after[ordered.before.at(rowIndex)], rowIndex * 7);
    }
  });
});
