import assert from 'node:assert/strict';
import { asError } from '../../../src/util/asError.ts';

describe('asError', () => {
  it('hands on an error, and makes one of anything else', () => {
    const error = new TypeError('no');
    assert.equal(asError(error), error);
    assert.equal(asError('stopped').message, 'stopped');
    assert.equal(asError(undefined).message, 'undefined');
  });
});
