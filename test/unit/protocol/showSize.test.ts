import assert from 'node:assert/strict';
import { showSize } from '../../../src/protocol/showSize.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

describe('showSize', () => {
  it('shows sizes as the editor does: 1 KB is 1,024 bytes, with a digit after the point', () => {
    const sizes: [number, string][] = [
      [0, '0 bytes'],
      [1, '1 byte'],
      [1000, '1,000 bytes'],
      [1023, '1,023 bytes'],
      [kilobyte, '1 KB'],
      [1549, '1.5 KB'],
      [50_000_000, '47.7 MB'],
      [1023.94 * kilobyte, '1,023.9 KB'],
      [1023.96 * kilobyte, '1 MB'],
      [120 * megabyte, '120 MB'],
      [5.4 * kilobyte * megabyte, '5.4 GB'],
      [2000 * megabyte * megabyte, '2,000 TB'],
      [5000 * megabyte * megabyte, '5,000 TB'],
    ];
    for (const [bytes, shown] of sizes) assert.equal(showSize(bytes, 'en-US'), shown);
  });

  it('shows the same in the figures of every locale, one unit after another', () => {
    const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
    for (const locale of ['en-US', 'de-DE', 'fr-FR', 'hi-IN', 'ar-EG']) {
      const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
      for (const power of [1, 2, 3, 4]) {
        for (const amount of [1, 1.5, 47.7, 512, 1023])
          assert.equal(showSize(amount * 1024 ** power, locale), `${figure.format(amount)} ${units[power]}`);
        for (const by of [-1, 0, 1, -52]) {
          const lesser = (1024 ** power + by) / 1024 ** (power - 1);
          const isRounded = power > 1 && lesser >= 1023.95;
          const shown =
            by < 0 && !isRounded
              ? `${figure.format(lesser)} ${units[power - 1]}`
              : `${figure.format(1)} ${units[power]}`;
          assert.equal(showSize(1024 ** power + by, locale), shown);
        }
      }
    }
  });
});
