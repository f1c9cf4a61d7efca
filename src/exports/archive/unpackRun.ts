import { Worker } from 'node:worker_threads';
import { currentLanguage, type Language } from '../../protocol/language.ts';
import { unpackError, type PackedError } from '../../util/packedError.ts';
import { asError } from '../../util/asError.ts';
import { ArchiveError, DiskFullError, isArchiveProblem, isDiskFull } from '../lines/archiveError.ts';
import { UnclearEncodingError, type EncodingChoice } from '../lines/unclearEncoding.ts';
import type { UnpackRequest, Unpacked } from './unpack.ts';
import type { UnpackCounts } from './passMember.ts';

export interface UnpackTask {
  request: UnpackRequest;
  /** The archive is still arriving: start with what is there, and wait for `advance` and `complete`. */
  follow: boolean;
  language: Language;
}

export type ToUnpackWorker = { kind: 'advance'; availableBytes: number } | { kind: 'complete' };

export type FromUnpackWorker =
  | { kind: 'progress'; totals: UnpackCounts }
  | { kind: 'done'; unpacked: Unpacked }
  | ({ kind: 'failed'; choices?: readonly EncodingChoice[] } & PackedError);

/** One unpacking under way in a thread of its own. */
export interface UnpackRun {
  /** What is done so far; members taken up from an earlier run included. */
  readonly progress: Readonly<UnpackCounts>;
  /** Rejects with what `unpack` throws; with the reason given to `stop` once that was called. */
  readonly result: Promise<Unpacked>;
  advance(availableBytes: number): void;
  complete(): void;
  /** Ends the thread at once; what it had finished stays in the part file. */
  stop(reason: unknown): Promise<void>;
}

/**
 * Starts a thread that unpacks. `workerUrl` is the bundled `unpackWorker`, or in tests its source. Several runs may be
 * under way, never two of one file.
 */
export function startUnpack(workerUrl: URL, task: Omit<UnpackTask, 'language'>): UnpackRun {
  const worker = new Worker(workerUrl, {
    workerData: { ...task, language: currentLanguage() } satisfies UnpackTask,
  });
  let progress: UnpackCounts = { readBytes: 0, writtenBytes: 0, users: 0 };
  let stopped: Error | undefined;
  const result = new Promise<Unpacked>((resolve, reject) => {
    worker.on('message', (message: FromUnpackWorker) => {
      if (message.kind === 'progress') progress = message.totals;
      else if (message.kind === 'done') resolve(message.unpacked);
      else reject(reviveError(message));
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(stopped ?? new Error('The unpacking thread ended without a result.')));
  });
  // Whoever stops a run may no longer be waiting for it.
  result.catch(() => undefined);
  const post = (message: ToUnpackWorker): void => worker.postMessage(message);
  return {
    get progress() {
      return progress;
    },
    result,
    advance: (availableBytes) => post({ kind: 'advance', availableBytes }),
    complete: () => post({ kind: 'complete' }),
    async stop(reason) {
      stopped ??= asError(reason);
      await worker.terminate();
    },
  };
}

function reviveError({ choices, ...packed }: Extract<FromUnpackWorker, { kind: 'failed' }>): Error {
  const { message, code } = packed;
  if (choices) return new UnclearEncodingError(message, choices);
  if (code !== undefined && isArchiveProblem(code)) return new ArchiveError(code, message);
  const error = unpackError(packed);
  return isDiskFull(error) ? new DiskFullError(message) : error;
}
