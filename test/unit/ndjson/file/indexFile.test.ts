import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isUnchanged, takeStamp } from '../../../../src/ndjson/file/fileStamp.ts';
import { indexFilePath, readIndexFile, writeIndexFile } from '../../../../src/ndjson/file/indexFile.ts';
import { createLineIndexBuilder } from '../../../../src/ndjson/file/lineIndex.ts';
import { createRandom } from '../../../support/random.ts';

describe('indexFile', () => {
  let directory: string;
  let filePath: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'index-file-'));
    filePath = path.join(directory, 'users.ndjson');
    const lines = Array.from({ length: 2000 }, (_, i) => `{"external_id":"${'u'.repeat(i % 700)}${i}"}\n`);
    await writeFile(filePath, `${lines.join('')}{"last":true}`);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function writeIndex(): Promise<string> {
    const index = createLineIndexBuilder();
    index.push(await readFile(filePath));
    const indexPath = indexFilePath(filePath);
    await writeIndexFile(indexPath, index, await takeStamp(filePath));
    return indexPath;
  }

  it('gives back the same lines, and leaves nothing but the file', async () => {
    const indexPath = await writeIndex();
    const reading = await readIndexFile(indexPath, await takeStamp(filePath));
    assert.ok(reading.outcome === 'ready');
    const expected = createLineIndexBuilder();
    expected.push(await readFile(filePath));
    const { index } = reading;
    assert.equal(index.lineCount, 2001);
    for (let n = 0; n < 2001; n++) {
      assert.equal(index.lineStart(n), expected.lineStart(n));
      assert.equal(index.lineEnd(n), expected.lineEnd(n));
    }
    assert.deepEqual((await readdir(directory)).sort(), ['users.ndjson', 'users.ndjson.index']);
    if (process.platform !== 'win32') assert.equal((await stat(indexPath)).mode & 0o777, 0o600);
  });

  it('keeps indexes of equally named files apart in a cache folder', () => {
    assert.notEqual(indexFilePath('/a/users.ndjson', '/cache'), indexFilePath('/b/users.ndjson', '/cache'));
    assert.equal(path.dirname(indexFilePath('/a/users.ndjson', '/cache')), '/cache');
  });

  it('is missing where there is none', async () => {
    assert.deepEqual(await readIndexFile(`${filePath}.index`, await takeStamp(filePath)), {
      outcome: 'missing',
    });
  });

  it('is stale when the size, the time or the bytes of the file differ', async () => {
    const indexPath = await writeIndex();
    const stamp = await takeStamp(filePath);
    const { atimeMs, mtimeMs } = await stat(filePath);
    const bytes = await readFile(filePath);
    bytes[0] = 0x5b;
    await writeFile(filePath, bytes);
    await utimes(filePath, atimeMs / 1000, mtimeMs / 1000);
    const swapped = await takeStamp(filePath);
    assert.equal(swapped.sizeBytes, stamp.sizeBytes);
    assert.notEqual(swapped.sample, stamp.sample);
    assert.deepEqual(await readIndexFile(indexPath, { ...stamp, sample: swapped.sample }), {
      outcome: 'stale',
    });
    assert.deepEqual(await readIndexFile(indexPath, { ...stamp, mtimeMs: stamp.mtimeMs + 1 }), {
      outcome: 'stale',
    });
    assert.deepEqual(await readIndexFile(indexPath, { ...stamp, sizeBytes: stamp.sizeBytes + 1 }), {
      outcome: 'stale',
    });
    assert.equal(await isUnchanged(filePath, stamp), false);
    assert.equal(await isUnchanged(filePath, swapped), true);
    assert.equal(await isUnchanged(`${filePath}.gone`, swapped), false);
  });

  it('refuses to be written for a file of another size', async () => {
    const stamp = await takeStamp(filePath);
    await assert.rejects(writeIndexFile(`${filePath}.index`, createLineIndexBuilder(), stamp), RangeError);
  });

  it('refuses every file with a changed, missing or foreign byte', async () => {
    const indexPath = await writeIndex();
    const stamp = await takeStamp(filePath);
    const good = await readFile(indexPath);
    const random = createRandom(5);
    for (let round = 0; round < 200; round++) {
      const bad = Buffer.from(good);
      const at = round < 60 ? round : random.below(bad.length);
      bad[at] = ((bad[at] ?? 0) + 1 + random.below(255)) % 256;
      await writeFile(indexPath, bad);
      // Bytes 20 to 23 of the preamble carry nothing.
      const expected = at >= 20 && at < 24 ? 'ready' : 'unusable';
      assert.equal((await readIndexFile(indexPath, stamp)).outcome, expected, `byte ${at}`);
    }
    for (const length of [0, 7, 23, 24, good.length - 1]) {
      await writeFile(indexPath, good);
      await truncate(indexPath, length);
      assert.equal((await readIndexFile(indexPath, stamp)).outcome, 'unusable', `cut to ${length}`);
    }
  });

  it('refuses an index whose checksum is right and whose lines are not', async () => {
    const lying = createLineIndexBuilder();
    const { sizeBytes } = await takeStamp(filePath);
    lying.push(new Uint8Array(sizeBytes).fill(0x0a));
    const { newlines } = lying.pack();
    newlines.pages[0]?.fill(255);
    const stamp = await takeStamp(filePath);
    await writeIndexFile(`${filePath}.index`, lying, stamp);
    assert.equal((await readIndexFile(`${filePath}.index`, stamp)).outcome, 'unusable');
  });
});
