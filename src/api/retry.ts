import { isApiError, type ApiError } from './errors.ts';
import type { Repeat } from './endpoint.ts';
import type { TryWatch } from './tries.ts';

/** Time, as the client is given it. `now` is epoch milliseconds. */
export interface Clock {
  now(): number;
  delay(ms: number, signal: AbortSignal): Promise<void>;
}

export interface RetryPolicy {
  maxTries: number;
  /** The first back-off is drawn from 0 to `baseMs`, and the range doubles with each try up to `capMs` (full jitter). */
  baseMs: number;
  capMs: number;
  /** A service that asks for a longer wait than this gets none: the caller is told when to come back instead. */
  maxWaitMs: number;
}

export const defaultRetryPolicy: RetryPolicy = { maxTries: 5, baseMs: 500, capMs: 16_000, maxWaitMs: 65_000 };

export interface RetryOptions {
  policy: RetryPolicy;
  clock: Clock;
  random: () => number;
  /** Time for one try, in milliseconds. With the time that the watch has left it limits the number of tries. */
  tryMs?: number;
  watch?: TryWatch | undefined;
}

/** The one place that repeats a call. Runs `attempt` up to `maxTries` times; throws the last error, or on abort at once. */
export async function callWithRetries<T>(
  attempt: () => Promise<T>,
  repeat: Repeat,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<T> {
  const { policy, clock, random, watch } = options;
  for (let tries = 1; ; tries += 1) {
    watch?.onTry({ number: tries, of: countTries(tries, repeat, options) });
    try {
      return await attempt();
    } catch (error) {
      if (tries >= policy.maxTries || !isApiError(error) || !mayRepeat(error, repeat)) throw error;
      const askedMs = 'retryAt' in error && error.retryAt !== undefined ? error.retryAt - clock.now() : 0;
      if (askedMs > Math.min(policy.maxWaitMs, watch?.leftMs() ?? Infinity)) throw error;
      const backoffMs = random() * Math.min(policy.capMs, policy.baseMs * 2 ** (tries - 1));
      // A little of the jitter is added to what was asked for: many windows must not all come back on the same second.
      // A moment in the past, from a clock that is wrong, is ignored.
      await clock.delay(askedMs > 0 ? askedMs + backoffMs / 4 : backoffMs, signal);
    }
  }
}

/** How many tries there are at most, this one and those that fit after it if none is answered. */
function countTries(tries: number, repeat: Repeat, { policy, tryMs = 0, watch }: RetryOptions): number {
  if (repeat !== 'always') return tries;
  const fitting = tryMs > 0 && watch ? Math.ceil(watch.leftMs() / tryMs) : Infinity;
  return Math.max(tries, Math.min(policy.maxTries, tries - 1 + fitting));
}

function mayRepeat(error: ApiError, repeat: Repeat): boolean {
  switch (error.code) {
    case 'network':
      return error.passing && (repeat === 'always' || error.unsent);
    case 'timeout':
    case 'server':
      return repeat === 'always';
    case 'rateLimited':
      return repeat !== 'unsent';
    case 'auth':
    case 'forbidden':
    case 'notFound':
    case 'badRequest':
    case 'schema':
    case 'aborted':
      return false;
  }
}
