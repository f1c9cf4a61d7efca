import * as l10n from '@vscode/l10n';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../api/retry.ts';
import type { Fetch } from '../../api/send.ts';
import { showSize } from '../../protocol/showSize.ts';
import { DiskFullError, isDiskFull } from '../lines/archiveError.ts';
import type { Attempt } from './downloadAnswer.ts';
import { createFailedAttempt, isEncoded, readLength, readStart } from './downloadAnswer.ts';
import { receiveBody } from './downloadBody.ts';
import { removeState, readState, writeState } from './downloadState.ts';
import { LinkRefusedError, openLink } from './link.ts';
import { fileMode, partOf } from '../disk/privateFile.ts';
import { watchTask } from '../disk/watchTask.ts';

export interface DownloadPolicy {
  /** Pauses between tries: full jitter up to `baseMs` doubled each time, at most `capMs`. Progress starts them anew. */
  baseMs: number;
  capMs: number;
  /** A connection that brings nothing for so long is given up. */
  stallTimeoutMs: number;
  /**
   * How often in a row the link must refuse (403, 404, 410) before it is believed: some minutes, since proxies and the
   * sign-in pages of networks refuse as well. What says that it expired is believed at once.
   */
  refusalsBelieved: number;
}

export const defaultDownloadPolicy: DownloadPolicy = {
  baseMs: 1000,
  capMs: 60_000,
  stallTimeoutMs: 30_000,
  refusalsBelieved: 8,
};

export interface DownloadRequest {
  url: string;
  /** The final name; `<file>.part` holds what came so far, `<file>.state.part` what it is. */
  file: string;
  fetch: Fetch;
  clock: Clock;
  /** From 0 to 1, for the jitter. */
  random: () => number;
  policy: DownloadPolicy;
  /** Called after every write, far more often than progress is shown. */
  onArrived?: (progress: Readonly<DownloadProgress>) => void;
}

export interface DownloadProgress {
  /** Bytes in `<file>.part`. */
  receivedBytes: number;
  /** Bytes that came since this call, discarded ones too: the speed is computed from them. */
  arrivedBytes: number;
  totalBytes: number | undefined;
  /** How often it began from the first byte; what was made of earlier bytes is invalid when this grows. */
  beginnings: number;
  /** Why it waits for another try, and until when (epoch milliseconds). */
  trouble: { message: string; retryAt: number } | undefined;
}

const showEveryMs = 250;

/**
 * Downloads a link to `<file>` over an unreliable network: goes on from the byte it has as long as the entity tag is the
 * same, and from the start when it is not; tries again without end where trying again can help.
 *
 * Yields the state four times a second; returns the size. Throws LinkExpiredError, LinkRefusedError, DiskFullError,
 * errors of the file system, and the signal's reason. `<file>.part` stays for the next call to go on from.
 */
export async function* download(
  request: DownloadRequest,
  signal: AbortSignal,
): AsyncGenerator<DownloadProgress, number> {
  const whole = await stat(request.file).catch(() => undefined);
  if (whole) {
    // A process that died right after the last rename left it.
    await removeState(request.file);
    return whole.size;
  }
  const stop = new AbortController();
  const progress: DownloadProgress = {
    receivedBytes: 0,
    arrivedBytes: 0,
    totalBytes: undefined,
    beginnings: 0,
    trouble: undefined,
  };
  const task = receiveAll(request, progress, AbortSignal.any([signal, stop.signal]));
  try {
    return yield* watchTask(task, () => ({ ...progress }), showEveryMs);
  } finally {
    // The caller may stop reading at any yield; the download ends with it.
    stop.abort();
    await task.catch(() => undefined);
  }
}

async function receiveAll(
  request: DownloadRequest,
  progress: DownloadProgress,
  signal: AbortSignal,
): Promise<number> {
  const { file, policy, clock, random } = request;
  const handle = await open(partOf(file), 'a', fileMode).then(async (it) => {
    await it.close();
    return open(partOf(file), 'r+');
  });
  try {
    progress.receivedBytes = (await readState(request.file, request.url)) ? (await handle.stat()).size : 0;
    let failures = 0;
    let refusals = 0;
    for (;;) {
      const before = progress.receivedBytes;
      const attempt = await tryOnce(request, handle, progress, signal);
      if (attempt.outcome === 'whole') break;
      if (attempt.outcome === 'refused' && (attempt.isSure || ++refusals >= policy.refusalsBelieved)) {
        throw attempt.error;
      }
      if (attempt.outcome === 'failed') refusals = 0;
      failures = progress.receivedBytes > before ? 0 : failures + 1;
      const pauseMs = random() * Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(failures, 20));
      const waitMs = Math.max(pauseMs, Math.min(attempt.retryAfterMs, 5 * policy.capMs));
      progress.trouble = { message: attempt.error.message, retryAt: clock.now() + waitMs };
      await clock.delay(waitMs, signal);
    }
    // Not flushed to the disk: that takes as long again, and after a power cut the checksums inside show whether bytes were lost.
  } catch (error) {
    throw isDiskFull(error) && !(error instanceof DiskFullError) ? diskFilledUp(progress) : error;
  } finally {
    await handle.close();
  }
  await rename(partOf(file), file);
  await removeState(file);
  return progress.receivedBytes;
}

async function tryOnce(
  request: DownloadRequest,
  handle: FileHandle,
  progress: DownloadProgress,
  signal: AbortSignal,
): Promise<Attempt> {
  const validator = await readState(request.file, request.url);
  const from = validator ? progress.receivedBytes : 0;
  // All bytes are there, and only the renaming is missing: there is no range to ask for.
  if (from > 0 && from === validator?.totalBytes) {
    progress.totalBytes = from;
    return { outcome: 'whole' };
  }
  const headers = {
    'accept-encoding': 'identity',
    ...(validator && from > 0 ? askRange(from, validator.etag) : {}),
  };
  const stall = createStallGuard(request.policy.stallTimeoutMs, signal);
  try {
    const response = await openLink(request.url, headers, request.fetch, stall.signal);
    stall.touch();
    const start = await readStart(response, from, validator, request);
    if (start.outcome !== 'body') return start;
    if (start.offset === 0) await startOver(request, handle, progress, response);
    progress.totalBytes = start.totalBytes;
    await checkRoom(request.file, progress);
    progress.trouble = undefined;
    const onWritten = (at: number): void => {
      progress.arrivedBytes += at - progress.receivedBytes;
      progress.receivedBytes = at;
      request.onArrived?.(progress);
    };
    await receiveBody(response, handle, start.offset, onWritten, stall.touch);
    if (start.totalBytes === undefined || progress.receivedBytes === start.totalBytes)
      return { outcome: 'whole' };
    return createFailedAttempt(l10n.t('The connection ended before the whole archive was received.'));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LinkRefusedError || error instanceof DiskFullError || isFileError(error))
      throw error;
    return createFailedAttempt(
      stall.stalled() ? l10n.t('The connection stalled.') : l10n.t('The connection broke.'),
    );
  } finally {
    stall.dispose();
  }
}

/** Notes what archive this is before its first byte is kept, so that a later try can check whether it still is. */
async function startOver(
  { url, file }: DownloadRequest,
  handle: FileHandle,
  progress: DownloadProgress,
  response: Response,
): Promise<void> {
  await removeState(file);
  progress.beginnings++;
  progress.receivedBytes = 0;
  // A device, as in a test, cannot be truncated and has no size.
  if ((await handle.stat()).size > 0) await handle.truncate(0);
  const etag = response.headers.get('etag') ?? '';
  // A weak tag stands for the same meaning, not for the same bytes; packed transfer counts other bytes than we keep.
  if (!etag.startsWith('"') || isEncoded(response)) return;
  await writeState(file, { url, etag, totalBytes: readLength(response) }).catch((error: unknown) => {
    throw isDiskFull(error) ? diskFilledUp(progress) : error;
  });
}

function askRange(from: number, etag: string): Record<string, string> {
  return { range: `bytes=${from}-`, 'if-range': etag };
}

async function checkRoom(file: string, progress: DownloadProgress): Promise<void> {
  if (progress.totalBytes === undefined) return;
  const { bavail, bsize } = await statfs(path.dirname(file));
  const neededBytes = progress.totalBytes - progress.receivedBytes;
  if (bavail * bsize >= neededBytes) return;
  throw new DiskFullError(
    l10n.t(
      'The archive needs {0} more on the disk, and {1} are free.',
      showSize(neededBytes),
      showSize(bavail * bsize),
    ),
  );
}

function diskFilledUp(progress: DownloadProgress): DiskFullError {
  return new DiskFullError(
    l10n.t('The disk was full after {0} of the archive.', showSize(progress.receivedBytes)),
  );
}

/** Errors of the file system name the call that failed; those of the network never name one on a file. */
function isFileError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'syscall' in error &&
    ['open', 'write', 'ftruncate', 'rename'].includes(String(error.syscall))
  );
}

function createStallGuard(timeoutMs: number, signal: AbortSignal) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  return {
    signal: AbortSignal.any([signal, stop.signal]),
    touch: (): void => void timer.refresh(),
    stalled: (): boolean => stop.signal.aborted,
    dispose: (): void => clearTimeout(timer),
  };
}
