import { isApiError, type ApiError } from './errors.ts';
import type { Repeat } from './endpoint.ts';

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

/** The one place that repeats a call. Runs `attempt` up to `maxTries` times; throws the last error, or on abort at once. */
export async function callWithRetries<T>(
  attempt: () => Promise<T>,
  repeat: Repeat,
  { policy, clock, random }: { policy: RetryPolicy; clock: Clock; random: () => number },
  signal: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= policy.maxTries || !isApiError(error) || !mayRepeat(error, repeat)) throw error;
      const askedMs = 'retryAt' in error && error.retryAt !== undefined ? error.retryAt - clock.now() : 0;
      if (askedMs > policy.maxWaitMs) throw error;
      const backoffMs = random() * Math.min(policy.capMs, policy.baseMs * 2 ** (tries - 1));
      // A little of the jitter is added to what was asked for: many windows must not all come back on the same second.
      // A moment that is past already (a clock goes wrong) is no advice.
      await clock.delay(askedMs > 0 ? askedMs + backoffMs / 4 : backoffMs, signal);
    }
  }
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
