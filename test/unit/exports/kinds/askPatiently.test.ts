import assert from 'node:assert/strict';
import * as errors from '../../../../src/api/errors.ts';
import type { PatienceOptions, Trouble } from '../../../../src/exports/kinds/askPatiently.ts';
import { askPatiently, defaultPatiencePolicy as policy } from '../../../../src/exports/kinds/askPatiently.ts';
import { createFakeClock, createStoppedClock } from '../../api/fakeClock.ts';

const never = new AbortController().signal;

interface Run {
  tries: number;
  troubles: Trouble[];
  waits: number[];
  end: unknown;
}

/** Asks for something that fails as long as `makeError` gives an error. */
async function run(
  makeError: (tries: number, nowMs: number) => Error | undefined,
  patience: Partial<PatienceOptions> = {},
): Promise<Run> {
  const clock = createFakeClock();
  let tries = 0;
  const ask = async (): Promise<string> => {
    const error = makeError(++tries, clock.now());
    if (error) throw error;
    return 'answer';
  };
  const troubles: Trouble[] = [];
  const asking = askPatiently(ask, { clock, random: () => 1, policy, ...patience }, never);
  try {
    for (;;) {
      const next = await asking.next();
      if (next.done) return { tries, troubles, waits: clock.waits, end: next.value };
      troubles.push(next.value);
    }
  } catch (error) {
    return { tries, troubles, waits: clock.waits, end: error };
  }
}

describe('askPatiently', () => {
  const passing = (count: number, makeError: () => Error) => (tries: number) =>
    tries <= count ? makeError() : undefined;

  it('asks once for what is answered', async () => {
    assert.deepEqual(await run(() => undefined), { tries: 1, troubles: [], waits: [], end: 'answer' });
  });

  it('waits for a network for as long as it takes, with a growing pause', async () => {
    const makers = [() => new errors.NetworkError('No route.'), () => new errors.TimeoutError('No route.')];
    for (const makeError of makers) {
      const { tries, troubles, waits, end } = await run(passing(500, makeError));
      assert.deepEqual([tries, end], [501, 'answer']);
      assert.deepEqual(waits.slice(0, 8), [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
      assert.equal(troubles[0]?.trouble, 'No route.');
      assert.equal(troubles[0]?.retryAt, createFakeClock().now() + 1_000);
    }
  });

  it('waits for a rate limit until the moment that the service names, and not for longer than an hour', async () => {
    const limited = (waitMs: number | undefined) => (tries: number, now: number) =>
      tries > 2
        ? undefined
        : new errors.RateLimitedError('m', waitMs === undefined ? undefined : now + waitMs);
    assert.deepEqual((await run(limited(90_000))).waits, [91_000, 91_000]);
    assert.deepEqual((await run(limited(86_400_000))).waits, [3_600_000, 3_600_000]);
    // No setTimeout waits for so long.
    assert.deepEqual((await run(limited(Number.MAX_SAFE_INTEGER))).waits, [3_600_000, 3_600_000]);
    // Its clock and ours do not agree, or it names none.
    assert.deepEqual((await run(limited(-90_000))).waits, [1_000, 2_000]);
    const { waits, troubles } = await run(limited(undefined));
    assert.deepEqual(waits, [1_000, 2_000]);
    assert.equal(troubles[0]?.trouble, 'Rate limit reached');
  });

  it('believes a service that fails after twenty times, and comes back when it says', async () => {
    const makeError = () => new errors.ServerError('It failed.', 503);
    assert.equal((await run(passing(19, makeError))).end, 'answer');
    const { tries, end } = await run(passing(99, makeError));
    assert.deepEqual([tries, end instanceof errors.ServerError], [20, true]);
    const { waits } = await run((it, now) =>
      it > 1 ? undefined : new errors.ServerError('m', 503, now + 5_000),
    );
    assert.deepEqual(waits, [6_000]);
  });

  it('believes answers that cannot be understood after three times', async () => {
    const makeError = () => new errors.SchemaError('m', {}, '{}');
    assert.equal((await run(passing(2, makeError))).end, 'answer');
    assert.equal((await run(passing(9, makeError))).tries, 3);
  });

  const hopeless = [
    new errors.AuthError('m'),
    new errors.ForbiddenError('m', 'p'),
    new errors.NotFoundError('m'),
    new errors.BadRequestError('m'),
    new errors.NetworkError('m', { passing: false }),
    new TypeError('m'),
  ];
  for (const error of hopeless)
    it(`throws at once what no waiting helps against: ${error.constructor.name}`, async () => {
      assert.deepEqual(await run(() => error), { tries: 1, troubles: [], waits: [], end: error });
    });

  it('shows that an answer takes long', async () => {
    const answer = Promise.withResolvers<string>();
    const clock = createFakeClock();
    const patience = { clock, random: () => 1, policy: { ...policy, silentMs: 1 } };
    const asking = askPatiently(() => answer.promise, patience, never);
    const { value } = await asking.next();
    const since = new Date(clock.now()).toLocaleTimeString();
    assert.deepEqual(value, { trouble: `Waiting for an answer since ${since}` });
    answer.resolve('late');
    assert.deepEqual(await asking.next(), { done: true, value: 'late' });
  });

  it('ends with the signal’s reason, in a pause and in a question', async () => {
    for (const ask of [
      () => Promise.reject(new errors.NetworkError('m')),
      (signal: AbortSignal) =>
        new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => reject(new errors.AbortedError('Cancelled.')));
        }),
    ]) {
      const stop = new AbortController();
      const clock = createStoppedClock();
      const asking = askPatiently(() => ask(stop.signal), { clock, random: () => 1, policy }, stop.signal);
      const ended = (async () => {
        while (!(await asking.next()).done);
      })();
      const thrown = assert.rejects(ended, /enough/);
      setImmediate(() => setImmediate(() => stop.abort(new Error('enough'))));
      await thrown;
    }
  });
});
