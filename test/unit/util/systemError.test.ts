import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { isSystemError } from '../../../src/util/systemError.ts';

describe('isSystemError', () => {
  it('knows what the file system refuses', async () => {
    const error = await readFile('/nowhere/at/all').catch((it: unknown) => it);
    assert.equal(isSystemError(error), true);
  });

  it('takes no error of the code for one', () => {
    const coded = Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' });
    for (const thrown of [
      new Error('ENOENT'),
      coded,
      Object.assign(new Error('x'), { code: 'ENOENT' }),
      'ENOENT',
    ])
      assert.equal(isSystemError(thrown), false);
  });
});
