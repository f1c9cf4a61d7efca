import assert from 'node:assert/strict';
import { showSize } from '../../../src/util/showSize.ts';
import { createFormats } from '../../../webview-ui/viewer/formats.ts';

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

  it('shows what the pages show, whatever the size and the locale', () => {
    for (const locale of ['en-US', 'de-DE', 'fr-FR', 'hi-IN', 'ar-EG']) {
      const { size } = createFormats(locale);
      for (let bytes = 1; bytes < 1e16; bytes *= 1.37)
        for (const near of [Math.floor(bytes), Math.ceil(bytes * 1.0001)])
          assert.equal(size(near), showSize(near, locale));
      for (const power of [0, 1, 2, 3, 4])
        for (const by of [-1, 0, 1, -52]) {
          const bytes = Math.max(0, 1024 ** power + by);
          assert.equal(size(bytes), showSize(bytes, locale));
        }
    }
  });
});
