import assert from 'node:assert/strict';
import { findFailure } from '../../../src/api/failures.ts';

describe('findFailure', () => {
  const coded = (code: string, message = 'm') => Object.assign(new Error(message), { code });
  /** As `fetch` wraps what went wrong below it. */
  const fetchFailed = (cause: unknown) => new TypeError('fetch failed', { cause });

  it('knows a refused connection as never sent', () => {
    const { explain, ...failure } = findFailure(fetchFailed(coded('ECONNREFUSED')));
    assert.equal(explain('api.test'), 'api.test refused the connection.');
    assert.deepEqual(failure, {
      unsent: true,
      passing: true,
      timedOut: false,
    });
  });

  it('knows a host of two addresses that both refuse', () => {
    const both = Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), {
      code: 'ECONNREFUSED',
    });
    assert.equal(findFailure(fetchFailed(both)).unsent, true);
  });

  it('takes nothing for unsent where one address may have got it', () => {
    const both = new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT')]);
    assert.equal(findFailure(fetchFailed(both)).unsent, false);
  });

  it('takes nothing for unsent where it does not know the code, or there is none', () => {
    assert.equal(findFailure(fetchFailed(coded('ENEW'))).unsent, false);
    assert.match(
      findFailure(fetchFailed(coded('ENEW'))).explain('api.test'),
      /could not be reached \(ENEW\)/,
    );
    assert.equal(findFailure(new TypeError('odd')).unsent, false);
    assert.match(findFailure(new TypeError('odd')).explain('api.test'), /\(odd\)/);
    assert.match(findFailure(fetchFailed(new Error('bad port'))).explain('api.test'), /\(bad port\)/);
    assert.match(findFailure('text').explain('api.test'), /\(text\)/);
    assert.equal(findFailure(fetchFailed(coded('constructor'))).passing, true);
  });

  for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
    it(`knows ${code} as a connection broken off, perhaps after the request arrived`, () => {
      const failure = findFailure(fetchFailed(coded(code)));
      assert.deepEqual(
        [failure.explain('api.test'), failure.unsent],
        ['api.test broke the connection off.', false],
      );
    });

  for (const code of [
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'EPROTO',
  ])
    it(`knows that ${code} does not pass by itself`, () => {
      assert.equal(findFailure(fetchFailed(coded(code))).passing, false);
    });

  it('knows the time-outs of fetch itself', () => {
    assert.equal(findFailure(fetchFailed(coded('UND_ERR_HEADERS_TIMEOUT'))).timedOut, true);
    assert.equal(findFailure(fetchFailed(coded('UND_ERR_CONNECT_TIMEOUT'))).timedOut, false);
    assert.equal(findFailure(fetchFailed(coded('UND_ERR_CONNECT_TIMEOUT'))).unsent, true);
  });

  it('is not caught in a circle of causes', () => {
    const error: Error = new Error('round');
    error.cause = error;
    assert.match(findFailure(error).explain('api.test'), /round/);
  });
});
