import * as l10n from '@vscode/l10n';
import { DeadlineError, runWithDeadline } from '../util/deadline.ts';
import { asLine } from '../util/showText.ts';
import type { Arrived } from './answer.ts';
import { AbortedError, NetworkError, TimeoutError } from './errors.ts';
import { findFailure } from './failures.ts';
import { redact } from './redact.ts';
import type { ApiRequest } from './request.ts';

/** The part of `fetch` that the client uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface SendOptions {
  fetch: Fetch;
  /** Time for one try in milliseconds, from the first byte sent to the last byte received. */
  timeoutMs: number;
  /** Taken out of the body before anything else sees it. */
  key: string;
  signal: AbortSignal;
}

/** Sends once and reads the whole answer. Throws NetworkError, TimeoutError or AbortedError, and nothing else. */
export async function send(
  { url, ...init }: ApiRequest,
  { fetch, timeoutMs, key, signal }: SendOptions,
): Promise<Arrived> {
  const host = URL.parse(url)?.host;
  // Our own message: the one of `fetch` repeats the whole address, with the key in it.
  if (host === undefined)
    throw new NetworkError(l10n.t('The address of this connection is not valid.'), { passing: false });
  let begun = false;
  try {
    return await runWithDeadline(
      async (limited) => {
        const response = await fetch(url, { ...init, redirect: 'manual', signal: limited });
        begun = true;
        const body = redact(await response.text(), key);
        return { status: readStatus(response), headers: response.headers, body };
      },
      timeoutMs,
      signal,
    );
  } catch (error) {
    if (signal.aborted) throw new AbortedError(l10n.t('Cancelled.'));
    if (error instanceof DeadlineError)
      throw new TimeoutError(l10n.t('{0} did not answer within {1} seconds.', host, timeoutMs / 1000));
    if (begun) throw new NetworkError(l10n.t('The answer of {0} was cut short.', host));
    throw explainFailure(error, host, key);
  }
}

/** Some hosts of `fetch` hide a refused redirect behind status 0, and some might follow it all the same. */
function readStatus(response: Response): number {
  return response.type === 'opaqueredirect' || response.redirected ? 302 : response.status;
}

function explainFailure(error: unknown, host: string, key: string): NetworkError | TimeoutError {
  const { explain, unsent, passing, timedOut } = findFailure(error);
  const message = asLine(redact(explain(host), key));
  return timedOut ? new TimeoutError(message) : new NetworkError(message, { unsent, passing });
}
