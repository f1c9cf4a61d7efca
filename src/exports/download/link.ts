import * as l10n from '@vscode/l10n';
import type { Fetch } from '../../api/send.ts';
import { isLoopback } from '../../util/isLoopback.ts';
import { UserError } from '../../protocol/userError.ts';

/** A download link that may not be used, or leads where we do not go; trying again changes nothing. */
export class LinkRefusedError extends UserError {
  readonly code = 'linkRefused';
}

/** The link no longer leads to the export: it lives a few hours only. */
export class LinkExpiredError extends UserError {
  readonly code = 'linkExpired';
}

export function createExpiredError(): LinkExpiredError {
  return new LinkExpiredError(l10n.t('The link to the export has expired.'));
}

export function createRefusedError({ status }: Response): LinkRefusedError {
  return new LinkRefusedError(l10n.t('The download host refused the link ({0}).', status));
}

const mostRedirects = 5;

/**
 * GETs a download link. Nothing of ours goes with it: no key, no cookie, no referrer, only what a range needs. `https`
 * only, `http` on loopback; redirects are followed by hand, under the same rule, and never from
 * `https` to `http`. The caller reads or cancels the body.
 * Throws LinkRefusedError, and what `fetch` throws.
 */
export async function openLink(
  url: string,
  headers: Readonly<Record<string, string>>,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<Response> {
  let target = checkLink(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const response = await fetch(target.href, {
      method: 'GET',
      headers,
      redirect: 'manual',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || response.status === 304 || location === null)
      return response;
    await response.body?.cancel();
    if (!URL.canParse(location, target.href))
      throw new LinkRefusedError(l10n.t('The download was redirected to an invalid address.'));
    const next = checkLink(new URL(location, target.href).href);
    if (target.protocol === 'https:' && next.protocol !== 'https:')
      throw new LinkRefusedError(
        l10n.t('The download was redirected to an address that is not secure (https).'),
      );
    target = next;
  }
  throw new LinkRefusedError(l10n.t('The download was redirected more than {0} times.', mostRedirects));
}

/** Throws LinkRefusedError for what is neither `https` nor `http` on this machine, or holds a user name. */
export function checkLink(url: string): URL {
  if (!URL.canParse(url)) throw new LinkRefusedError(l10n.t('The download link is not a valid address.'));
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && !(parsed.protocol === 'http:' && isLoopback(parsed.hostname))) {
    throw new LinkRefusedError(l10n.t('The download link is not secure (https), so it is not used.'));
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new LinkRefusedError(l10n.t('The download link holds a user name, so it is not used.'));
  }
  return parsed;
}

const longestErrorBytes = 4096;

/** What a refusal of the link means: S3 says the same `AccessDenied` before an export is there and after it is gone. */
export type LinkRefusal = 'absent' | 'expired' | 'busy' | 'other';

/** Reads as much of a failed answer as shows what it means, and cancels the rest. */
export async function readLinkRefusal(response: Response): Promise<LinkRefusal> {
  const text = await readStart(response).catch(() => '');
  if (/<Code>ExpiredToken<|Request has expired|<Code>RequestExpired</i.test(text)) return 'expired';
  if ([403, 404, 410].includes(response.status)) return 'absent';
  if (response.status >= 500 || response.status === 429 || response.status === 408) return 'busy';
  return 'other';
}

async function readStart(response: Response): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return '';
  const parts: Uint8Array[] = [];
  for (let length = 0; length < longestErrorBytes;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader.cancel();
  return Buffer.concat(parts).toString('latin1');
}

/** How long the host asked to be left alone, in milliseconds; 0 where it did not say. */
export function readRetryAfterMs(response: Response, nowMs: number): number {
  const header = response.headers.get('retry-after') ?? '';
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - nowMs);
}
