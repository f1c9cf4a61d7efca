import * as l10n from '@vscode/l10n';
import type { Clock } from '../../api/retry.ts';
import { UserError } from '../../protocol/userError.ts';
import type { DownloadState } from './downloadState.ts';
import { removeState } from './downloadState.ts';
import { createExpiredError, createRefusedError, readLinkRefusal, readRetryAfterMs } from './link.ts';

/** What one try came to; a refusal that is sure needs no second. */
export type Attempt =
  | { outcome: 'whole' }
  | { outcome: 'failed'; error: Error; retryAfterMs: number }
  | { outcome: 'refused'; error: Error; retryAfterMs: number; isSure: boolean };

type Start =
  | Exclude<Attempt, { outcome: 'whole' }>
  | { outcome: 'body'; offset: number; totalBytes: number | undefined };

/** What an answer's head says: where its bytes belong, or why there are none. */
export async function readStart(
  response: Response,
  from: number,
  validator: DownloadState | undefined,
  { clock, file }: { clock: Clock; file: string },
): Promise<Start> {
  if (response.status === 200) return { outcome: 'body', offset: 0, totalBytes: readLength(response) };
  if (response.status === 206) {
    const [, start, total] =
      /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
    const etag = response.headers.get('etag');
    // Some hosts do not repeat the tag; then the length is compared.
    const isSame = (etag === null || etag === validator?.etag) && isSameLength(total, validator);
    if (Number(start) === from && isSame) {
      const totalBytes = total === undefined || total === '*' ? validator?.totalBytes : Number(total);
      return { outcome: 'body', offset: from, totalBytes };
    }
    await response.body?.cancel();
  } else if (response.status !== 416) {
    return readFailure(response, clock.now());
  }
  // Another archive than the one that was begun, or a range it does not have: from the start, next time.
  await response.body?.cancel().catch(() => undefined);
  await removeState(file);
  return createFailedAttempt(l10n.t('The archive changed while it was downloaded.'));
}

function isSameLength(total: string | undefined, validator: DownloadState | undefined): boolean {
  if (total === undefined || total === '*' || validator?.totalBytes === undefined) return true;
  return Number(total) === validator.totalBytes;
}

async function readFailure(
  response: Response,
  nowMs: number,
): Promise<Attempt & { outcome: 'failed' | 'refused' }> {
  const retryAfterMs = readRetryAfterMs(response, nowMs);
  const refusal = await readLinkRefusal(response);
  if (refusal === 'busy')
    return createFailedAttempt(l10n.t('The download host answered {0}.', response.status), retryAfterMs);
  const error = refusal === 'other' ? createRefusedError(response) : createExpiredError();
  return { outcome: 'refused', error, retryAfterMs, isSure: refusal === 'expired' };
}

export function readLength(response: Response): number | undefined {
  const length = response.headers.get('content-length');
  return length === null || isEncoded(response) ? undefined : Number(length);
}

/** Then `fetch` unpacks on the way, and lengths and ranges are about other bytes than we see. */
export function isEncoded(response: Response): boolean {
  return !['', 'identity'].includes(response.headers.get('content-encoding') ?? '');
}

export function createFailedAttempt(message: string, retryAfterMs = 0): Attempt & { outcome: 'failed' } {
  return { outcome: 'failed', error: new UserError(message), retryAfterMs };
}
