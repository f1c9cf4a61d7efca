import assert from 'node:assert/strict';
import type { Pool } from '../../../src/api/endpoint.ts';
import { RateLimitedError } from '../../../src/api/errors.ts';
import {
  createRateLimiter,
  readRetryAfter,
  readRetryAt,
  type RateLimiter,
} from '../../../src/api/rateLimit.ts';
import { createFakeClock, createStoppedClock } from './fakeClock.ts';
import { catchError } from './testClient.ts';

const never = new AbortController().signal;
const maxWaitMs = 65_000;

function say(limit: number, remaining: number, resetMs: number): Headers {
  return new Headers({
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(resetMs / 1000),
  });
}

/** One call in its pool, from the wait to the answer. */
async function callOnce(limits: RateLimiter, pool: Pool, headers = new Headers()): Promise<void> {
  await limits.waitForRoom(pool, maxWaitMs, never);
  const pass = limits.acquire(pool);
  assert.ok(pass);
  pass.release(headers);
}

describe('createRateLimits, before the service says anything', () => {
  it('lets 1,000 calls for events and products into an hour of the clock, and then says when', async () => {
    const clock = createFakeClock(Date.UTC(2016, 4, 31, 12, 30));
    const limits = createRateLimiter(clock);
    for (let call = 0; call < 1_000; call += 1) await callOnce(limits, 'eventsAndPurchases');
    assert.equal(limits.acquire('eventsAndPurchases'), undefined);
    const error = await catchError(limits.waitForRoom('eventsAndPurchases', maxWaitMs, never));
    assert.ok(error instanceof RateLimitedError);
    assert.equal(error.retryAt, Date.UTC(2016, 4, 31, 13));
    await callOnce(limits, 'general');
    clock.advance(30 * 60_000);
    await callOnce(limits, 'eventsAndPurchases');
    assert.deepEqual(clock.waits, []);
  });

  it('waits for the next second and the next minute between calls for users', async () => {
    const clock = createFakeClock(Date.UTC(2016, 4, 31, 12, 0, 30) + 400);
    const limits = createRateLimiter(clock);
    for (let call = 0; call < 251; call += 1) await callOnce(limits, 'usersById');
    const seconds = [600, 1_000, 1_000, 1_000, 1_000, 1_000];
    assert.deepEqual(clock.waits, [...seconds, 60_000 - 36_000]);
  });

  it('leaves raw exports to the service', async () => {
    const limits = createRateLimiter(createFakeClock());
    for (let call = 0; call < 2_000; call += 1) await callOnce(limits, 'rawExport');
  });
});

describe('createRateLimits, told by the service', () => {
  const now = Date.UTC(2016, 4, 31, 12, 0, 30);
  const reset = now + 30_000;

  it('waits for the reset when nothing remains', async () => {
    const clock = createFakeClock(now);
    const limits = createRateLimiter(clock);
    await callOnce(limits, 'general', say(100, 0, reset));
    await callOnce(limits, 'general');
    assert.deepEqual(clock.waits, [30_000]);
  });

  it('goes by what it is told, and not by the document', async () => {
    const limits = createRateLimiter(createFakeClock(now));
    for (let call = 0; call < 3_000; call += 1)
      await callOnce(limits, 'eventsAndPurchases', say(5_000, 4_999 - call, reset));
  });

  it('still heeds the limit of a second, which no header tells', async () => {
    const clock = createFakeClock(now);
    const limits = createRateLimiter(clock);
    for (let call = 0; call < 41; call += 1)
      await callOnce(limits, 'usersById', say(2_500, 2_000 - call, reset));
    assert.deepEqual(clock.waits, [1_000]);
  });

  it('counts what is under way against what remains', () => {
    const limits = createRateLimiter(createFakeClock(now));
    limits.acquire('general')?.release(say(100, 2, reset));
    assert.ok(limits.acquire('general'));
    assert.ok(limits.acquire('general'));
    assert.equal(limits.acquire('general'), undefined);
  });

  it('lets the answers under way tell whether there is room, before it makes anyone wait for the reset', async () => {
    const clock = createFakeClock(now);
    const limits = createRateLimiter(clock);
    const early = limits.acquire('general');
    limits.acquire('general')?.release(say(100, 1, reset));
    const waiting = limits.waitForRoom('general', maxWaitMs, never);
    early?.release(say(100, 1, reset));
    await waiting;
    assert.ok(limits.acquire('general'), 'the one under way was counted already');
    assert.deepEqual(clock.waits, []);
  });

  it('wakes who waits when a request under way comes to nothing', async () => {
    const limits = createRateLimiter(createStoppedClock(now));
    limits.acquire('general')?.release(say(100, 1, reset));
    const lost = limits.acquire('general');
    const waiting = limits.waitForRoom('general', maxWaitMs, never);
    lost?.release();
    await waiting;
    assert.ok(limits.acquire('general'));
  });

  it('is not misled by answers that overtake each other', () => {
    const limits = createRateLimiter(createFakeClock(now));
    const passes = [1, 2, 3].map(() => limits.acquire('general'));
    passes[0]?.release(say(100, 0, reset));
    passes[1]?.release(say(100, 1, reset));
    passes[2]?.release(say(100, 50, reset - 60_000));
    assert.equal(limits.acquire('general'), undefined);
  });

  it('counts answers that say nothing', () => {
    const limits = createRateLimiter(createFakeClock(now));
    limits.acquire('general')?.release(say(100, 2, reset));
    limits.acquire('general')?.release(new Headers());
    limits
      .acquire('general')
      ?.release(
        new Headers({ 'X-RateLimit-Limit': '', 'X-RateLimit-Remaining': '', 'X-RateLimit-Reset': '' }),
      );
    assert.equal(limits.acquire('general'), undefined);
  });

  it('takes three empty headers for absent ones', () => {
    const limits = createRateLimiter(createFakeClock(now));
    const heard: unknown[] = [];
    limits.onDidObserve((it) => heard.push(it));
    const empty = { 'X-RateLimit-Limit': '', 'X-RateLimit-Remaining': '', 'X-RateLimit-Reset': '' };
    limits.acquire('general')?.release(new Headers(empty));
    assert.ok(limits.acquire('general'));
    assert.deepEqual(heard, []);
  });

  it('forgets a window that is over', () => {
    const limits = createRateLimiter(createFakeClock(now));
    limits.acquire('general')?.release(say(100, 0, now - 1_000));
    assert.ok(limits.acquire('general'));
  });

  it('keeps the pools apart, and tells what it heard', () => {
    const limits = createRateLimiter(createFakeClock(now));
    const heard: unknown[] = [];
    limits.onDidObserve((it) => heard.push(it));
    limits.acquire('campaignSeries')?.release(say(50_000, 0, reset));
    assert.ok(limits.acquire('general'));
    assert.deepEqual(heard, [{ pool: 'campaignSeries', limit: 50_000, remaining: 0, resetAt: reset }]);
  });

  it('throws where the wait would be too long, and can be cancelled where it is not', async () => {
    const limits = createRateLimiter(createStoppedClock(now));
    limits.acquire('general')?.release(say(100, 0, now + 3_600_000));
    const error = await catchError(limits.waitForRoom('general', maxWaitMs, never));
    assert.ok(error instanceof RateLimitedError);
    assert.equal(error.retryAt, now + 3_600_000);
    const controller = new AbortController();
    const waiting = limits.waitForRoom('general', 2 * 3_600_000, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    await assert.rejects(limits.waitForRoom('campaignSeries', maxWaitMs, controller.signal), /enough/);
  });
});

describe('readRetryAt', () => {
  const now = Date.UTC(2016, 4, 31, 12);
  const read = (headers: Record<string, string>) => {
    const at = readRetryAt(new Headers(headers), now);
    return at === undefined ? undefined : at - now;
  };
  const inAMinute = String(now / 1000 + 60);
  const cases: [name: string, headers: Record<string, string>, inMs: number | undefined][] = [
    ['nothing', {}, undefined],
    ['seconds', { 'Retry-After': '30' }, 30_000],
    ['no time at all', { 'Retry-After': '0' }, 0],
    ['a date', { 'Retry-After': 'Tue, 31 May 2016 12:00:05 GMT' }, 5_000],
    ['a date in the past', { 'Retry-After': 'Tue, 31 May 2016 11:59:00 GMT' }, -60_000],
    ['a reset', { 'X-RateLimit-Reset': inAMinute }, 60_000],
    ['both', { 'Retry-After': '5', 'X-RateLimit-Reset': inAMinute }, 5_000],
    ['an empty Retry-After', { 'Retry-After': '', 'X-RateLimit-Reset': inAMinute }, 60_000],
    ['garbage', { 'Retry-After': 'in 5 minutes, perhaps', 'X-RateLimit-Reset': inAMinute }, 60_000],
    ['a negative number', { 'Retry-After': '-30', 'X-RateLimit-Reset': inAMinute }, 60_000],
    ['infinity', { 'Retry-After': 'Infinity' }, undefined],
    ['an empty reset', { 'X-RateLimit-Reset': '' }, undefined],
    ['a reset that is no number', { 'X-RateLimit-Reset': 'soon' }, undefined],
  ];
  for (const [name, headers, inMs] of cases) it(`reads ${name}`, () => assert.equal(read(headers), inMs));

  it('has a way to read Retry-After alone', () => {
    assert.equal(readRetryAfter(new Headers({ 'X-RateLimit-Reset': inAMinute }), now), undefined);
  });
});
