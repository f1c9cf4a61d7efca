import * as l10n from '@vscode/l10n';
import type { Listen } from '../util/emitter.ts';
import { createLimiter } from '../util/limiter.ts';
import { untilAborted } from '../util/untilAborted.ts';
import { parseBody, readFailure, type Arrived, type Body } from './answer.ts';
import { awaitAnswer } from './awaitAnswer.ts';
import type { CallOptions } from './call.ts';
import { startsSomething, type Endpoint } from './endpoint.ts';
import { AuthError, isApiError } from './errors.ts';
import { createRateLimiter, type Permit, type RateLimit } from './rateLimit.ts';
import { buildRequest, type Target } from './request.ts';
import { callWithRetries, defaultRetryPolicy, type Clock, type RetryPolicy } from './retry.ts';
import { send, type Fetch } from './send.ts';

export interface ClientOptions extends Target {
  /** Reads the key for each call, so that it lives nowhere else. */
  readKey: () => Promise<string>;
  fetch: Fetch;
  clock: Clock;
  /** From 0 to 1, for the jitter. */
  random: () => number;
  /** Time for one try; read at each call, so that a changed setting holds at once. */
  timeoutMs: () => number;
  /** Requests under way at once, at most. */
  concurrency: number;
  retryPolicy?: RetryPolicy;
  /** Called after every try: with its row, and the status of the answer where there is one. */
  onDidTry?: (row: Endpoint, status: number | undefined, ms: number) => void;
}

/** The way from a row and its parameters to JSON: rate limits, the limiter of requests, one try, and its repetition. */
export interface Transport {
  /** One try, whatever status it brings. */
  sendOnce(row: Endpoint, params: object, signal: AbortSignal): Promise<Arrived>;
  /** As many tries as the row and the caller allow; the body of the first that succeeds. Throws an ApiError. */
  fetchBody(row: Endpoint, params: object, signal: AbortSignal, asked?: CallOptions): Promise<Body>;
  readonly onDidObserveRateLimit: Listen<RateLimit>;
}

export function createTransport(options: ClientOptions): Transport {
  const { clock, random, retryPolicy = defaultRetryPolicy } = options;
  const limiter = createLimiter(options.concurrency);
  const rateLimiter = createRateLimiter(clock);

  async function sendWithin(
    maxWaitMs: number,
    row: Endpoint,
    params: object,
    signal: AbortSignal,
  ): Promise<Arrived> {
    for (;;) {
      await rateLimiter.waitForRoom(row.pool, maxWaitMs, signal);
      const arrived = await limiter.run(async () => {
        const permit = rateLimiter.acquire(row.pool);
        return permit && releaseAfter(permit, sendKeyed(options, row, params, signal));
      }, signal);
      if (arrived) return arrived;
      // The pool was used up while this one waited in the limiter: wait again outside it, where others are not held up.
    }
  }

  function fetchBody(
    row: Endpoint,
    params: object,
    signal: AbortSignal,
    asked: CallOptions = {},
  ): Promise<Body> {
    const policy = { ...retryPolicy, ...asked.policy };
    const { watch } = asked;
    const attempt = async (): Promise<Body> => {
      const maxWaitMs = Math.min(policy.maxWaitMs, watch?.leftMs() ?? Infinity);
      const arrived = await sendWithin(maxWaitMs, row, params, signal);
      if (arrived.status < 200 || arrived.status > 299) throw readFailure(row, arrived, clock.now());
      return parseBody(arrived);
    };
    const retryOptions = { policy, clock, random, tryMs: options.timeoutMs(), watch };
    return callWithRetries(attempt, row.repeat, retryOptions, signal);
  }

  return {
    sendOnce: (row, params, signal) => sendWithin(retryPolicy.maxWaitMs, row, params, signal),
    fetchBody,
    onDidObserveRateLimit: rateLimiter.onDidObserve,
  };
}

/** Releases the permit with the answer's headers, which say how many requests are left. */
async function releaseAfter(permit: Permit, sent: Promise<Arrived>): Promise<Arrived> {
  let headers: Headers | undefined;
  try {
    const arrived = await sent;
    headers = arrived.headers;
    return arrived;
  } finally {
    permit.release(headers);
  }
}

async function sendKeyed(
  options: ClientOptions,
  row: Endpoint,
  params: object,
  signal: AbortSignal,
): Promise<Arrived> {
  const key = await untilAborted(readKey(options), signal);
  const request = buildRequest(row, params, options, key);
  const { fetch, timeoutMs, clock, onDidTry } = options;
  const ask = (until: AbortSignal): Promise<Arrived> =>
    send(request, { fetch, timeoutMs: timeoutMs(), key, signal: until });
  const startedAt = clock.now();
  let status: number | undefined;
  try {
    const arrived = await (startsSomething(row) ? awaitAnswer(ask, signal) : ask(signal));
    ({ status } = arrived);
    return arrived;
  } finally {
    onDidTry?.(row, status, clock.now() - startedAt);
  }
}

/** The key, fit to be sent. Throws an AuthError of our own, since the original error may repeat the key. */
async function readKey({ readKey, authStyle }: ClientOptions): Promise<string> {
  let key: string;
  try {
    key = await readKey();
  } catch (error) {
    if (isApiError(error)) throw error;
    throw new AuthError(l10n.t('The key could not be read from the secret storage.'));
  }
  if (authStyle === 'apiKey' && /[^\t\x20-\x7e\x80-\xff]/.test(key))
    throw new AuthError(
      l10n.t('The key holds a character that no key has, such as a line break or “…”: copy it again.'),
    );
  return key;
}
