import assert from 'node:assert/strict';
import {
  addDistinct,
  countDistinct,
  createDistinctHashes,
  exactLimit,
  mergeDistinct,
  type DistinctHashes,
} from '../../../src/ndjson/distinctHashes.ts';
import { hashText } from '../../../src/ndjson/keyHash.ts';

function collect(from: number, to: number): DistinctHashes {
  const distinct = createDistinctHashes();
  for (let i = from; i < to; i++) addDistinct(distinct, hashText(`value ${i}`).low);
  for (let i = from; i < to; i++) addDistinct(distinct, hashText(`value ${i}`).low);
  return distinct;
}

describe('distinctHashes', () => {
  it('is exact up to its limit, also when put together', () => {
    for (const count of [0, 1, 10, 20, 100, exactLimit]) {
      assert.deepEqual(countDistinct(collect(0, count)), { count, isExact: true });
      const merged = collect(0, Math.ceil(count * 0.7));
      mergeDistinct(merged, collect(Math.floor(count * 0.3), count));
      assert.deepEqual(countDistinct(merged), { count, isExact: true });
    }
  });

  it('keeps every hash, 0 and the greatest too', () => {
    const distinct = createDistinctHashes();
    for (const hash of [0, 0, 0xffff_ffff, -1, 0x200, 0x400, 0x600]) addDistinct(distinct, hash);
    assert.equal(countDistinct(distinct).count, 5);
  });

  it('estimates beyond, whichever of two that are put together was beyond already', () => {
    const ranges = [
      [0, 257, 0, 257],
      [0, 200, 100, 500],
      [0, 5000, 4990, 5020],
      [0, 10, 0, 5020],
      [0, 4000, 3000, 9000],
    ] as const;
    for (const [from, to, otherFrom, otherTo] of ranges) {
      const merged = collect(from, to);
      mergeDistinct(merged, collect(otherFrom, otherTo));
      const { count, isExact } = countDistinct(merged);
      const expected = Math.max(to, otherTo);
      assert.equal(isExact, false);
      assert.ok(count > exactLimit && Math.abs(count - expected) < expected * 0.07, `${count}: ${expected}`);
    }
  });
});
