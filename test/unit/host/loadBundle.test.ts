import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLoadError, loadBundle } from '../../../src/host/loadBundle.ts';
import { isUserError } from '../../../src/protocol/userError.ts';

/** As the bundles load each other. */
const require = createRequire(import.meta.url);

describe('loading a bundle', () => {
  it('that is missing or half written tells what to do, and is tried again the next time', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'bundle-'));
    const file = path.join(folder, 'part.cjs');
    const load = () => loadBundle(async () => require(file) as { answer: number });
    for (const breakIt of [async () => undefined, () => writeFile(file, 'exports.answer = ')]) {
      await breakIt();
      await assert.rejects(load(), (error: Error) => {
        assert.match(error.message, /could not be loaded.* reload the window\.$/);
        assert.ok(error.cause instanceof Error);
        return isLoadError(error) && isUserError(error);
      });
    }
    await writeFile(file, 'exports.answer = 42;');
    assert.equal((await load()).answer, 42);
    await rm(folder, { recursive: true });
    assert.equal(await load(), await load());
  });
});
