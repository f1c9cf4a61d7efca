import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { indexFilePath } from '../../../../src/ndjson/file/indexFile.ts';
import { keyIndexFilePath } from '../../../../src/ndjson/keys/keyIndexFile.ts';
import { trimCache } from '../../../../src/ndjson/file/trimCache.ts';

describe('trimCache', () => {
  it('removes what was not used for longest, by number and by size', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'trim-'));
    const places = new Map<string, number>();
    for (let n = 0; n < 10; n++) {
      const file = indexFilePath(`/data/${n}.ndjson`, directory);
      places.set(path.basename(file), n);
      await writeFile(file, 'x'.repeat(100));
      await utimes(file, 1000 + n, 1000 + n);
    }
    const names = async () =>
      (await readdir(directory))
        .map((it) => places.get(it))
        .sort()
        .join('');
    await trimCache(directory, { maxFiles: 6, maxBytes: 1e9 });
    assert.equal(await names(), '456789');
    await trimCache(directory, { maxFiles: 6, maxBytes: 350 });
    assert.equal(await names(), '789');
    await trimCache(path.join(directory, 'missing'));
    await rm(directory, { recursive: true });
  });

  it('touches nothing that is not an index', async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'trim-'));
    const keys = keyIndexFilePath('/data/a.ndjson', 'external_id', directory);
    const draft = `${keys}.${crypto.randomUUID()}.part`;
    for (const file of [indexFilePath('/data/a.ndjson', directory), keys, draft]) await writeFile(file, 'x');
    for (const name of ['notes.txt', 'users.ndjson', 'users.ndjson.index', 'a.keys'])
      await writeFile(path.join(directory, name), 'mine');
    const outside = path.join(directory, 'outside');
    await mkdir(outside);
    await symlink(outside, indexFilePath('/data/linked.ndjson', directory));
    await trimCache(directory, { maxFiles: 0, maxBytes: 0 });
    const linked = path.basename(indexFilePath('/data/linked.ndjson', directory));
    assert.deepEqual(
      (await readdir(directory)).sort(),
      [linked, 'a.keys', 'notes.txt', 'outside', 'users.ndjson', 'users.ndjson.index'].sort(),
    );
    await rm(directory, { recursive: true });
  });
});
