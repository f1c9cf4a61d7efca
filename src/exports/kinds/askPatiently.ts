import * as l10n from '@vscode/l10n';
import { displayLocale } from '../../protocol/language.ts';
import { isApiError } from '../../api/errors.ts';
import type { Clock, RetryPolicy } from '../../api/retry.ts';

/** What keeps a request from being answered, for showing. */
export interface Trouble {
  trouble: string;
  /** When it is asked again, epoch milliseconds; undefined while it is being asked. */
  retryAt?: number;
}

export interface PatiencePolicy {
  /** The first pause is up to `baseMs`; the range doubles with each try up to `capMs`. */
  baseMs: number;
  capMs: number;
  /** No pause is longer, whatever the service says: its windows are an hour at most, and one of the two clocks may be wrong. */
  longestMs: number;
  /** So many failures of the service, one after another, are the end. */
  faultsBelieved: number;
  /** So many answers that cannot be understood are the end. */
  shapesBelieved: number;
  /** A request that is not answered for so long is shown. */
  silentMs: number;
}

/** Twenty failures of the service are about a quarter of an hour. */
export const defaultPatiencePolicy: PatiencePolicy = {
  baseMs: 1_000,
  capMs: 60_000,
  longestMs: 3_600_000,
  faultsBelieved: 20,
  shapesBelieved: 3,
  silentMs: 5_000,
};

/** For the client: the pauses are made here, where they are shown. */
export const singleTry: Partial<RetryPolicy> = { maxTries: 1, maxWaitMs: 1_000 };

export interface PatienceOptions {
  clock: Clock;
  /** From 0 to 1. */
  random: () => number;
  policy: PatiencePolicy;
}

/**
 * Asks for something that may be asked for again, until it is answered: waits for a rate limit to be over and for a
 * network that is away, for as long as it takes, and for a service that fails for as long as the policy says. Yields what
 * it waits for. Throws what no waiting helps against, and the signal's reason.
 */
export async function* askPatiently<T>(
  ask: () => Promise<T>,
  { clock, random, policy }: PatienceOptions,
  signal: AbortSignal,
): AsyncGenerator<Trouble, T> {
  const judge = createJudge(policy);
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    let error: unknown;
    try {
      return yield* showSilence(ask(), clock, policy.silentMs);
    } catch (thrown) {
      error = thrown;
    }
    signal.throwIfAborted();
    const trouble = judge(error);
    if (trouble === undefined) throw error;
    const backoffMs = random() * Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(tries - 1, 30));
    const askedMs = readRetryAt(error) - clock.now();
    // Some jitter behind the moment that the service names: not every window should come back at once.
    const waitMs = askedMs > 0 ? askedMs + random() * policy.baseMs : backoffMs;
    const pauseMs = Math.min(policy.longestMs, waitMs);
    yield { trouble, retryAt: clock.now() + pauseMs };
    await clock.delay(pauseMs, signal);
  }
}

/** Epoch milliseconds; 0 where the error names no moment. */
function readRetryAt(error: unknown): number {
  if (!isApiError(error) || !('retryAt' in error)) return 0;
  return error.retryAt ?? 0;
}

/** Tells what to show while waiting; undefined for what no waiting helps against. */
function createJudge({ faultsBelieved, shapesBelieved }: PatiencePolicy) {
  let faults = 0;
  let shapes = 0;
  return (error: unknown): string | undefined => {
    if (!isApiError(error)) return undefined;
    switch (error.code) {
      case 'rateLimited':
        return l10n.t('Rate limit reached');
      case 'timeout':
        return error.message;
      case 'network':
        return error.passing ? error.message : undefined;
      case 'server':
        return ++faults < faultsBelieved ? error.message : undefined;
      case 'schema':
        return ++shapes < shapesBelieved ? error.message : undefined;
      case 'auth':
      case 'forbidden':
      case 'notFound':
      case 'badRequest':
      case 'aborted':
        return undefined;
    }
  };
}

/** Yields once where the answer takes long. */
async function* showSilence<T>(task: Promise<T>, clock: Clock, silentMs: number): AsyncGenerator<Trouble, T> {
  const since = clock.now();
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silent'>((resolve) => {
    timer = setTimeout(() => resolve('silent'), silentMs);
  });
  const settled = task.then(
    () => 'settled' as const,
    () => 'settled' as const,
  );
  const first = await Promise.race([settled, silence]);
  clearTimeout(timer);
  if (first === 'silent')
    yield {
      trouble: l10n.t('Waiting for an answer since {0}', new Date(since).toLocaleTimeString(displayLocale())),
    };
  return await task;
}
