import assert from 'node:assert/strict';
import * as errors from '../../../src/api/errors.ts';

describe('the error classes', () => {
  const all: errors.ApiError[] = [
    new errors.AuthError('m'),
    new errors.ForbiddenError('m', 'segments.list'),
    new errors.NotFoundError('m'),
    new errors.BadRequestError('m'),
    new errors.RateLimitedError('m', 1),
    new errors.ServerError('m', 503),
    new errors.NetworkError('m'),
    new errors.TimeoutError('m'),
    new errors.SchemaError('m', {}, '{}'),
    new errors.AbortedError('m'),
  ];

  it('have a code each, and are known by it', () => {
    assert.equal(new Set(all.map((error) => error.code)).size, all.length);
    for (const error of all) assert.ok(errors.isApiError(error), error.code);
  });

  it('are known across bundles, each with its own copy of the classes', () => {
    assert.ok(errors.isApiError(Object.assign(new Error('m'), { code: 'forbidden' })));
  });

  for (const other of [
    new Error('m'),
    Object.assign(new Error('m'), { code: 'ECONNRESET' }),
    { code: 'auth' },
    null,
  ])
    it(`are not ${JSON.stringify(other)}`, () => assert.equal(errors.isApiError(other), false));
});

describe('isAborted', () => {
  it('knows every way in which cancelling shows up', () => {
    const controller = new AbortController();
    controller.abort();
    assert.ok(errors.isAborted(controller.signal.reason));
    assert.ok(errors.isAborted(new errors.AbortedError('m')));
  });

  it('is not fooled by a time-out', () => {
    assert.equal(errors.isAborted(new errors.TimeoutError('m')), false);
    assert.equal(errors.isAborted(new DOMException('m', 'TimeoutError')), false);
    assert.equal(errors.isAborted('aborted'), false);
  });
});

describe('isUnsent', () => {
  it('is told by the copy of the class that is in another bundle', async () => {
    const url = new URL('../../../src/api/errors.ts?another', import.meta.url).href;
    const another = (await import(url)) as typeof errors;
    assert.ok(!(new another.AbortedError('m') instanceof errors.AbortedError));
    assert.ok(errors.isUnsent(new another.AbortedError('m', { unsent: true })));
    assert.ok(!errors.isUnsent(new another.AbortedError('m')));
    assert.ok(!errors.isUnsent(new errors.NetworkError('m', { unsent: true })));
  });
});
