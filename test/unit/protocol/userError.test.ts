import assert from 'node:assert/strict';
import { isUserError, UserError } from '../../../src/protocol/userError.ts';

describe('isUserError', () => {
  it('knows the class and what extends it', () => {
    class GoneError extends UserError {}
    assert.equal(isUserError(new UserError('The file is gone.')), true);
    assert.equal(isUserError(new GoneError('The file is gone.')), true);
  });

  it('knows the class of another bundle', async () => {
    const url = new URL('../../../src/protocol/userError.ts?other', import.meta.url).href;
    const other = (await import(url)) as { UserError: typeof UserError };
    assert.notEqual(other.UserError, UserError);
    assert.equal(isUserError(new other.UserError('The file is gone.')), true);
  });

  it('takes no other error for one, nor what only looks like one', () => {
    for (const thrown of [
      new Error('x'),
      new TypeError('x'),
      { name: 'UserError', message: 'x' },
      'x',
      undefined,
    ])
      assert.equal(isUserError(thrown), false);
  });
});
