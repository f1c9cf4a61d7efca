import assert from 'node:assert/strict';
import {
  addHash,
  createRegisters,
  estimateDistinct,
  mergeRegisters,
} from '../../src/ndjson/scan/hyperLogLog.ts';
import { hashText } from '../../src/ndjson/json/keyHash.ts';
import { createKeyIndexBuilder } from '../../src/ndjson/keys/keyIndex.ts';
import { createLineIndexBuilder } from '../../src/ndjson/file/lineIndex.ts';
import { createLineList } from '../../src/ndjson/file/lineList.ts';
import { createLineLocator } from '../../src/ndjson/file/lineLocator.ts';
import { splitAtLines } from '../../src/ndjson/file/fileRanges.ts';
import { createNumberList } from '../../src/ndjson/file/numberList.ts';
import { createCountMerger } from '../../src/ndjson/scan/countMerger.ts';
import type { CountedValue } from '../../src/ndjson/scan/valueCount.ts';
import { createRandom } from '../support/random.ts';

describe('hyperLogLog', () => {
  for (const distinct of [0, 1, 10, 1000, 10_000, 300_000]) {
    it(`estimates ${distinct} within 6 %, in two halves put together`, () => {
      const halves = [createRegisters(), createRegisters()] as const;
      for (let i = 0; i < distinct * 2; i++)
        addHash(halves[i % 2 === 0 ? 0 : 1], hashText(`value ${i % distinct}`).low);
      mergeRegisters(halves[0], halves[1]);
      const estimate = estimateDistinct(halves[0]);
      assert.ok(Math.abs(estimate - distinct) <= distinct * 0.06, `${estimate}`);
    });
  }
});

describe('lineList and lineLocator', () => {
  it('keep and find what was pushed, over several pages', () => {
    const list = createLineList();
    for (let i = 0; i < 40_000; i++) list.push(i * 3);
    assert.deepEqual([list.length, list.at(39_999), list.at(40_000)], [40_000, 119_997, Number.NaN]);
    assert.deepEqual(
      [list.lowerBound(0), list.lowerBound(4), list.lowerBound(119_997), list.lowerBound(119_998)],
      [0, 2, 39_999, 40_000],
    );
    assert.deepEqual(list.slice(39_998, 9), [119_994, 119_997]);
  });

  it('tell the line of every byte, and of a few', () => {
    const index = createLineIndexBuilder();
    const random = createRandom(62);
    index.push(Buffer.from(Array.from({ length: 3000 }, () => 'x'.repeat(random.below(30))).join('\n')));
    for (const step of [1, 50, 7001]) {
      const locator = createLineLocator(index);
      for (let at = 0; at < index.sizeBytes; at += step) assert.equal(locator.locate(at), index.lineAt(at));
    }
  });
});

describe('ranges', () => {
  it('cover the file, and lines are not cut', () => {
    const index = createLineIndexBuilder();
    const random = createRandom(63);
    index.push(
      Buffer.from(`${Array.from({ length: 300 }, () => 'x'.repeat(random.below(100))).join('\n')}no end`),
    );
    for (const ranges of [splitAtLines(index, 500), splitAtLines(index, 1)]) {
      assert.equal(ranges[0]?.fromByte, 0);
      assert.equal(ranges.at(-1)?.toByte, index.sizeBytes);
      for (const [i, it] of ranges.slice(1).entries()) assert.equal(it.fromByte, ranges[i]?.toByte);
    }
    const starts = new Set(Array.from({ length: index.lineCount }, (_, i) => index.lineStart(i)));
    assert.ok(splitAtLines(index, 500).every((it) => starts.has(it.fromByte)));
    assert.deepEqual(splitAtLines(createLineIndexBuilder(), 500), []);
  });
});

describe('keyIndex', () => {
  it('finds every key of 20,000 in 12 bytes each, all lines of one that is there twice', async () => {
    const builder = createKeyIndexBuilder('id');
    for (const [part, firstLine] of [
      [0, 0],
      [1, 10_000],
    ] as const) {
      const numbers = createNumberList();
      for (let i = 0; i < 10_000; i++) {
        const { low, high } = hashText(part === 1 && i === 5 ? 'user 7' : `user ${part * 10_000 + i}`);
        for (const number of [low, high, i]) numbers.push(number);
      }
      builder.add(numbers.finish(), firstLine);
    }
    const index = await builder.build();
    assert.deepEqual(index.findLines('user 7'), [7, 10_005]);
    for (const i of [0, 9999, 10_000, 19_999]) assert.ok(index.findLines(`user ${i}`).includes(i));
    assert.deepEqual(index.findLines('nobody'), []);
    assert.ok(index.memoryBytes / index.keyCount < 12.1);
  });
});

describe('countMerger', () => {
  const rest = { lineCount: 10, missingCount: 1, invalidCount: 0, blankCount: 0, objectCount: 0 };
  const write = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => [`s${from + i}`, 1] as const);

  it('gives the most common values, and lets the rarest go where there are more than its limit', async () => {
    const merger = createCountMerger(3);
    await merger.add({
      ...rest,
      values: [
        ['a', 1],
        ['b', 5],
        ['c', 2],
        ['d', 9],
      ],
    });
    await merger.add({
      ...rest,
      values: [
        ['c', 2],
        ['d', 1],
      ],
    });
    const top = merger.top(2);
    assert.deepEqual(top.values, [
      ['d', 10],
      ['b', 5],
    ]);
    assert.deepEqual([top.lineCount, top.missingCount, top.distinctCount], [20, 2, 4]);
    assert.deepEqual([top.otherCount, top.mayLack], [3, 2], 'a and c as they were when they went');
  });

  it('is exact up to its limit', async () => {
    const merger = createCountMerger(4);
    for (const to of [2, 4, 4]) await merger.add({ ...rest, values: write(0, to) });
    const { values, distinctCount, otherCount, mayLack } = merger.top(9);
    assert.deepEqual([distinctCount, otherCount, mayLack], [4, 0, 0]);
    assert.deepEqual(new Map(values).get('s0'), 3);
  });

  it('finds the most common value behind 210,000 others', async () => {
    const merger = createCountMerger();
    await merger.add({ ...rest, values: write(0, 100_000) });
    await merger.add({ ...rest, values: write(100_000, 210_000) });
    for (let i = 0; i < 10; i++) await merger.add({ ...rest, values: [['COMMON', 10_000]] });
    const { values, distinctCount, otherCount, mayLack } = merger.top(1000);
    assert.deepEqual(values[0], ['COMMON', 100_000]);
    assert.equal(values.length, 1000);
    assert.ok(distinctCount >= 200_000 && distinctCount <= 210_001, String(distinctCount));
    assert.ok(otherCount >= 100_000 && otherCount < 210_000, String(otherCount));
    assert.equal(mayLack, 1);
  });

  it('loses no line, and is too low by no more than it says, for 300 mixtures', async () => {
    const random = createRandom(64);
    for (let round = 0; round < 300; round++) {
      const merger = createCountMerger(1 + random.below(20));
      const exact = new Map<CountedValue, number>();
      for (let part = random.below(12); part > 0; part--) {
        const values = new Map<CountedValue, number>();
        for (let i = random.below(30); i > 0; i--) values.set(random.below(60), 1 + random.below(9));
        for (const [value, count] of values) exact.set(value, (exact.get(value) ?? 0) + count);
        await merger.add({ ...rest, values: [...values] });
      }
      const { values, distinctCount, otherCount, mayLack } = merger.top(100);
      const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);
      assert.equal(sum(values.map(([, count]) => count)) + otherCount, sum(exact.values()));
      assert.ok(distinctCount <= exact.size && (otherCount > 0 || distinctCount === exact.size));
      const kept = new Map(values);
      for (const [value, count] of exact) {
        const found = kept.get(value) ?? 0;
        assert.ok(found <= count && count - found <= mayLack, `round ${round}: ${found} of ${count}`);
      }
    }
  });

  it('adds up numbers that no double holds', async () => {
    const merger = createCountMerger(2);
    const rest = { lineCount: 1, missingCount: 0, invalidCount: 0, blankCount: 0, objectCount: 0 };
    for (const decimal of ['1e+400', '2e+400', '1e+400', '3e+400'])
      await merger.add({ ...rest, values: [[{ decimal }, 1]] });
    const { values, distinctCount, otherCount } = merger.top(9);
    assert.deepEqual(values, [[{ decimal: '1e+400' }, 2]]);
    assert.deepEqual([distinctCount, otherCount], [3, 2]);
  });
});
