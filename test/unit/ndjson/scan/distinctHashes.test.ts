import assert from 'node:assert/strict';
import {
  addDistinct,
  countDistinct,
  createDistinctHashes,
  exactLimit,
  mergeDistinct,
  type DistinctHashes,
} from '../../../../src/ndjson/scan/distinctHashes.ts';
import { Profiler } from '../../../../src/ndjson/scan/fieldProfile.ts';
import { hashText } from '../../../../src/ndjson/json/keyHash.ts';
import { createProfileMerger } from '../../../../src/ndjson/scan/profileMerger.ts';

function collect(from: number, to: number): DistinctHashes {
  const distinct = createDistinctHashes();
  for (let i = from; i < to; i++) addDistinct(distinct, hashText(`value ${i}`));
  for (let i = from; i < to; i++) addDistinct(distinct, hashText(`value ${i}`));
  return distinct;
}

describe('distinctHashes', () => {
  it('is exact up to its limit, also when put together', () => {
    for (const count of [0, 1, 10, 20, 100, 10_484, exactLimit]) {
      assert.deepEqual(countDistinct(collect(0, count), Infinity), { count, isExact: true });
      const merged = collect(0, Math.ceil(count * 0.7));
      mergeDistinct(merged, collect(Math.floor(count * 0.3), count));
      assert.deepEqual(countDistinct(merged, Infinity), { count, isExact: true });
    }
  });

  it('keeps every hash, 0 and the greatest too, and those that are half the same', () => {
    const distinct = createDistinctHashes();
    const lows = [0, 0, 0xffff_ffff, -1, 0x200, 0x400, 0x600];
    for (const low of lows) for (const high of [0, 7]) addDistinct(distinct, { low, high });
    assert.equal(countDistinct(distinct, Infinity).count, 10);
  });

  it('estimates beyond, whichever of two that are put together was beyond already', () => {
    const ranges = [
      [0, exactLimit + 1, 0, exactLimit + 1],
      [0, 10_000, 5000, 20_000],
      [0, 50_000, 49_900, 50_020],
      [0, 10, 0, 50_020],
      [0, 40_000, 30_000, 90_000],
    ] as const;
    for (const [from, to, otherFrom, otherTo] of ranges) {
      const merged = collect(from, to);
      mergeDistinct(merged, collect(otherFrom, otherTo));
      const { count, isExact } = countDistinct(merged, Infinity);
      const expected = Math.max(to, otherTo);
      assert.equal(isExact, false);
      assert.ok(count > exactLimit && Math.abs(count - expected) < expected * 0.07, `${count}: ${expected}`);
    }
  });

  it('never tells more than there are values', () => {
    for (let count = exactLimit + 1; count < 200_000; count = Math.ceil(count * 1.05)) {
      const found = countDistinct(collect(0, count), count);
      assert.ok(found.count <= count && found.count > count * 0.93, `${found.count} of ${count}`);
    }
  });

  it('counts ids of 10,484 lines exactly, put together of several ranges, within what all fields may keep', () => {
    for (const [hashLimit, isExact] of [
      [undefined, true],
      [1000, false],
    ] as const) {
      const merger = createProfileMerger(hashLimit);
      const profiler = new Profiler();
      for (let line = 0; line < 10_484; line++) {
        profiler.addLine({ value: { id: `user-${line}`, n: line % 7, list: [line, null, { x: 1 }] } });
        if (line % 1000 === 999) merger.add(profiler.take());
      }
      merger.add(profiler.take());
      const fields = new Map(merger.total().fields.map((it) => [it.path, it]));
      for (const path of ['id', 'list']) {
        const field = fields.get(path);
        assert.equal(field?.isDistinctExact, isExact, path);
        assert.ok((field?.distinctEstimate ?? Infinity) <= 10_484);
        if (isExact) assert.equal(field?.distinctEstimate, 10_484);
      }
      assert.deepEqual([fields.get('n')?.distinctEstimate, fields.get('n')?.isDistinctExact], [7, true]);
    }
  });
});
