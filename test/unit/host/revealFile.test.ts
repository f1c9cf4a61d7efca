import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';

describe('revealing a file', () => {
  it('is done in one place, for the command is not in every window', async () => {
    const callers: string[] = [];
    for await (const file of glob('src/**/*.ts'))
      if (/revealFileInOS/.test(await readFile(file, 'utf8'))) callers.push(file);
    assert.deepEqual(callers, ['src/host/revealFile.ts']);
  });
});
