import assert from 'node:assert/strict';
import { readdir, utimes, writeFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { trimCache } from '../../../src/ndjson/trimCache.ts';

describe('trimCache', () => {
  it('removes what was not used for longest, by number and by size', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'trim-'));
    for (let n = 0; n < 10; n++) {
      await writeFile(path.join(directory, `${n}.index`), 'x'.repeat(100));
      await utimes(path.join(directory, `${n}.index`), 1000 + n, 1000 + n);
    }
    const names = async () => (await readdir(directory)).map((it) => it[0]).join('');
    await trimCache(directory, { maxFiles: 6, maxBytes: 1e9 });
    assert.equal(await names(), '456789');
    await trimCache(directory, { maxFiles: 6, maxBytes: 350 });
    assert.equal(await names(), '789');
    await trimCache(path.join(directory, 'missing'));
    await rm(directory, { recursive: true });
  });
});
