import assert from 'node:assert/strict';
import type { Repeat } from '../../../src/api/endpoint.ts';
import * as errors from '../../../src/api/errors.ts';
import { callWithRetries, defaultRetryPolicy as policy } from '../../../src/api/retry.ts';
import { createFakeClock, createStoppedClock, type FakeClock } from './fakeClock.ts';
import { until } from './testClient.ts';

const never = new AbortController().signal;

interface Run {
  tries: number;
  clock: FakeClock;
  error: unknown;
}

/** Fails with `makeError` until it is given up. */
async function fail(
  makeError: (nowMs: number) => Error,
  repeat: Repeat = 'always',
  random = () => 1,
): Promise<Run> {
  const clock = createFakeClock();
  let tries = 0;
  const attempt = async (): Promise<never> => {
    tries += 1;
    throw makeError(clock.now());
  };
  try {
    return await callWithRetries(attempt, repeat, { policy, clock, random }, never);
  } catch (error) {
    return { tries, clock, error };
  }
}

describe('callWithRetries', () => {
  const refused = () => new errors.NetworkError('m', { unsent: true });
  const reset = () => new errors.NetworkError('m');
  const cases: [name: string, error: () => Error, always: number, unstarted: number, unsent: number][] = [
    ['a connection refused', refused, 5, 5, 5],
    ['a connection reset', reset, 5, 1, 1],
    ['a time-out', () => new errors.TimeoutError('m'), 5, 1, 1],
    ['a 500', () => new errors.ServerError('m', 500), 5, 1, 1],
    ['a 503', () => new errors.ServerError('m', 503), 5, 1, 1],
    ['a 429', () => new errors.RateLimitedError('m', undefined), 5, 5, 1],
    ['a redirect', () => new errors.NetworkError('m', { passing: false }), 1, 1, 1],
    ['a certificate', () => new errors.NetworkError('m', { unsent: true, passing: false }), 1, 1, 1],
    ['a 401', () => new errors.AuthError('m'), 1, 1, 1],
    ['a 403', () => new errors.ForbiddenError('m', 'p'), 1, 1, 1],
    ['a 404', () => new errors.NotFoundError('m'), 1, 1, 1],
    ['a 400', () => new errors.BadRequestError('m'), 1, 1, 1],
    ['another shape', () => new errors.SchemaError('m', {}, '{}'), 1, 1, 1],
    ['cancelling', () => new errors.AbortedError('m'), 1, 1, 1],
    ['a mistake of our own', () => new TypeError('m'), 1, 1, 1],
  ];
  for (const [name, makeError, ...expected] of cases)
    it(`tries ${expected.join(', ')} times on ${name}: always, unstarted, unsent`, async () => {
      const tries = [];
      for (const repeat of ['always', 'unstarted', 'unsent'] as const)
        tries.push((await fail(makeError, repeat)).tries);
      assert.deepEqual(tries, expected);
    });

  it('throws the last error', async () => {
    let count = 0;
    const { error } = await fail(() => new errors.ServerError(`try ${(count += 1)}`, 500));
    assert.equal((error as Error).message, 'try 5');
  });

  it('ends with the first success', async () => {
    let tries = 0;
    const attempt = async () => {
      tries += 1;
      if (tries < 3) throw reset();
      return tries;
    };
    const clock = createFakeClock();
    assert.equal(await callWithRetries(attempt, 'always', { policy, clock, random: () => 0.5 }, never), 3);
    assert.deepEqual(clock.waits, [250, 500]);
  });

  it('doubles the range of the back-off each time, and draws from all of it', async () => {
    assert.deepEqual((await fail(reset)).clock.waits, [500, 1_000, 2_000, 4_000]);
    assert.deepEqual((await fail(reset, 'always', () => 0)).clock.waits, [0, 0, 0, 0]);
    const many = { ...policy, maxTries: 9 };
    const clock = createFakeClock();
    const attempt = () => Promise.reject(reset());
    await assert.rejects(callWithRetries(attempt, 'always', { policy: many, clock, random: () => 1 }, never));
    assert.deepEqual(clock.waits.slice(4), [8_000, 16_000, 16_000, 16_000]);
  });

  it('comes back when the service says, and not all at the same moment', async () => {
    const limited = (now: number) => new errors.RateLimitedError('m', now + 30_000);
    assert.deepEqual((await fail(limited)).clock.waits, [30_125, 30_250, 30_500, 31_000]);
    const busy = (now: number) => new errors.ServerError('m', 503, now + 2_000);
    assert.deepEqual((await fail(busy, 'always', () => 0)).clock.waits, [2_000, 2_000, 2_000, 2_000]);
  });

  it('goes by the back-off alone where the moment is past already', async () => {
    const limited = (now: number) => new errors.RateLimitedError('m', now - 30_000);
    assert.deepEqual((await fail(limited)).clock.waits, [500, 1_000, 2_000, 4_000]);
  });

  it('does not wait for longer than the policy allows: the caller is told instead', async () => {
    const { tries, error } = await fail(
      (now) => new errors.RateLimitedError('m', now + policy.maxWaitMs + 1),
    );
    assert.equal(tries, 1);
    assert.equal((error as Error & { code: string }).code, 'rateLimited');
  });

  it('stops at once when cancelled during the back-off', async () => {
    const clock = createStoppedClock();
    const controller = new AbortController();
    let tries = 0;
    const attempt = async (): Promise<never> => {
      tries += 1;
      throw reset();
    };
    const call = callWithRetries(attempt, 'always', { policy, clock, random: () => 1 }, controller.signal);
    await until(() => clock.waiting() === 1);
    controller.abort(new Error('enough'));
    await assert.rejects(call, /enough/);
    assert.equal(tries, 1);
  });
});
