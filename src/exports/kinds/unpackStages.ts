import { stat } from 'node:fs/promises';
import { AbortedError } from '../../api/errors.ts';
import type { Clock } from '../../api/retry.ts';
import type { JobStageOf } from '../jobs/jobRecord.ts';
import type { UnpackRequest, Unpacked } from '../archive/unpack.ts';
import type { UnpackRun } from '../archive/unpackRun.ts';
import { startUnpack } from '../archive/unpackRun.ts';
import { watchTask } from '../disk/watchTask.ts';

type UnpackingStage = JobStageOf<'unpacking'>;

export interface UnpackDependencies {
  clock: Clock;
  /** The bundled `unpackWorker`, or in tests its source. */
  workerUrl: URL;
}

const showEveryMs = 250;

/** How an unpacking begins. */
export function beginUnpacking(at: number): UnpackingStage {
  return { stage: 'unpacking', at, readBytes: 0, writtenBytes: 0, users: 0 };
}

/**
 * Unpacks an archive in a thread of its own and shows how far it is; goes on with `run` where one was begun while the
 * archive arrived. Throws what `unpack` throws, and the signal's reason; the thread has ended then.
 */
export async function* unpackInStages(
  request: UnpackRequest,
  begun: UnpackRun | undefined,
  at: number,
  { workerUrl }: UnpackDependencies,
  signal: AbortSignal,
): AsyncGenerator<UnpackingStage, Unpacked> {
  const { size: totalBytes } = await stat(request.archive);
  const run = begun ?? startUnpack(workerUrl, { request, follow: false });
  const onAbort = (): void => void run.stop(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    signal.throwIfAborted();
    run.complete();
    return yield* watchTask(
      run.result,
      (): UnpackingStage => ({ stage: 'unpacking', at, totalBytes, ...run.progress }),
      showEveryMs,
    );
  } finally {
    signal.removeEventListener('abort', onAbort);
    await run.stop(new AbortedError('The unpacking was stopped.'));
  }
}
