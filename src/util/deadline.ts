import { untilAborted } from './untilAborted.ts';

/** Work did not come to an end within its time. */
export class DeadlineError extends Error {}

/**
 * Runs `work` with a signal that is aborted with `parent`, or with a DeadlineError after `ms` milliseconds. Rejects with
 * that reason at once, even where the work does not heed its signal.
 */
export async function runWithDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  ms: number,
  parent: AbortSignal,
): Promise<T> {
  parent.throwIfAborted();
  // One controller and one timer, let go of when the work is over: AbortSignal.timeout lives on for its whole time.
  const controller = new AbortController();
  const follow = (): void => controller.abort(parent.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineError(`Not done within ${ms} ms.`)), ms);
  parent.addEventListener('abort', follow, { once: true });
  try {
    return await untilAborted(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    parent.removeEventListener('abort', follow);
  }
}
