import * as l10n from '@vscode/l10n';
import type { Clock } from '../../api/retry.ts';
import type { Fetch } from '../../api/send.ts';
import {
  createExpiredError,
  createRefusedError,
  LinkExpiredError,
  LinkRefusedError,
  openLink,
  readLinkRefusal,
  readRetryAfterMs,
} from './link.ts';

export interface WaitPolicy {
  /** The first pause between two looks; each is `factor` times the one before, up to `maxMs`. */
  firstMs: number;
  factor: number;
  maxMs: number;
  /** Time for one look. */
  pollTimeoutMs: number;
  /** How long an export may take before the link is given up. */
  budgetMs: number;
  /** How often in a row a link that led to the export before must refuse before it is believed to have expired. */
  refusalsBelieved: number;
  /** How long we must have waited ourselves before the clock alone may say that the budget is used up. */
  graceMs: number;
}

const minuteMs = 60_000;

/** "An app with 20 million users could take an hour or more": a day is more than any export takes. */
export const defaultWaitPolicy: WaitPolicy = {
  firstMs: 15_000,
  factor: 1.4,
  maxMs: 5 * minuteMs,
  pollTimeoutMs: 30_000,
  budgetMs: 24 * 60 * minuteMs,
  refusalsBelieved: 4,
  graceMs: 30 * minuteMs,
};

export interface WaitProgress {
  polls: number;
  /** `absent` is what the link says until the export is ready; `unreachable` also stands for a failing host. */
  saw: 'absent' | 'unreachable';
  /** Epoch milliseconds. */
  nextPollAt: number;
}

export interface WaitRequest {
  url: string;
  /** When the export was asked for, epoch milliseconds. */
  askedAt: number;
  /** It led to the export before: then a refusal means that it has expired, rather than "not yet". */
  wasReady: boolean;
  fetch: Fetch;
  clock: Clock;
  policy: WaitPolicy;
}

/**
 * Waits until a segment export's link leads somewhere. There is no other way to know: the link answers 403 until the
 * export is ready, and again once it has expired. Looks with a GET of one byte, since presigned links refuse HEAD.
 *
 * Yields after each look that found nothing. Throws LinkExpiredError where the link says so, or where the export is
 * overdue; LinkRefusedError; the signal's reason. A clock that jumps cannot make it overdue by itself: what counts is
 * the pauses that we waited through.
 */
export async function* waitForUrl(
  request: WaitRequest,
  signal: AbortSignal,
): AsyncGenerator<WaitProgress, void> {
  const { clock, policy } = request;
  let pauseMs = policy.firstMs;
  let watchedMs = 0;
  let refusals = 0;
  for (let polls = 1; ; polls++) {
    const look = await lookOnce(request, signal);
    if (look.saw === 'ready') return;
    refusals = look.saw === 'absent' ? refusals + 1 : 0;
    if (request.wasReady && refusals >= policy.refusalsBelieved) throw createExpiredError();
    const overdueMs = clock.now() - request.askedAt;
    if (watchedMs >= policy.budgetMs || (overdueMs >= policy.budgetMs && watchedMs >= policy.graceMs)) {
      throw new LinkExpiredError(
        l10n.t('The export did not arrive: it took too long, failed, or expired before it was downloaded.'),
      );
    }
    const waitMs = Math.min(policy.maxMs, Math.max(pauseMs, look.retryAfterMs));
    yield { polls, saw: look.saw, nextPollAt: clock.now() + waitMs };
    await clock.delay(waitMs, signal);
    watchedMs += waitMs;
    pauseMs = Math.min(policy.maxMs, pauseMs * policy.factor);
  }
}

interface Look {
  saw: 'ready' | WaitProgress['saw'];
  retryAfterMs: number;
}

async function lookOnce({ url, fetch, clock, policy }: WaitRequest, signal: AbortSignal): Promise<Look> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(policy.pollTimeoutMs)]);
  try {
    const response = await openLink(
      url,
      { range: 'bytes=0-0', 'accept-encoding': 'identity' },
      fetch,
      limited,
    );
    if (response.ok || response.status === 416) {
      // 416: there is something, and it is empty. A host that ignores ranges would send it all.
      await response.body?.cancel();
      return { saw: 'ready', retryAfterMs: 0 };
    }
    const retryAfterMs = readRetryAfterMs(response, clock.now());
    switch (await readLinkRefusal(response)) {
      case 'absent':
        return { saw: 'absent', retryAfterMs };
      case 'busy':
        return { saw: 'unreachable', retryAfterMs };
      case 'expired':
        throw createExpiredError();
      case 'other':
        throw createRefusedError(response);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LinkExpiredError || error instanceof LinkRefusedError) throw error;
    // A reset, a stalled socket, no network for a while: it is looked at again.
    return { saw: 'unreachable', retryAfterMs: 0 };
  }
}
