import assert from 'node:assert/strict';
import { showSize } from '../../../src/util/showSize.ts';

describe('showSize', () => {
  it('shows sizes in thousands of bytes, with a digit after the point for small numbers', () => {
    const sizes: [number, string][] = [
      [0, '0 bytes'],
      [1, '1 byte'],
      [999, '999 bytes'],
      [1000, '1 kB'],
      [1549, '1.5 kB'],
      [9_960, '10 kB'],
      [999_499, '999 kB'],
      [999_500, '1 MB'],
      [120_000_000, '120 MB'],
      [5_400_000_000, '5.4 GB'],
      [2_000_000_000_000_000, '2,000 TB'],
    ];
    for (const [bytes, shown] of sizes) assert.equal(showSize(bytes), shown);
  });
});
