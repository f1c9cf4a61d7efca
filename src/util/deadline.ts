import { asError } from './asError.ts';

/** Work did not end within its time. */
export class DeadlineError extends Error {}

/**
 * Runs `work` with a signal that is aborted with `parent`, or with a DeadlineError after `ms` milliseconds. Rejects with
 * that reason at once, even where the work ignores its signal.
 */
export function runWithDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  ms: number,
  parent: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (parent.aborted) {
      reject(asError(parent.reason));
      return;
    }
    const controller = new AbortController();
    // A timer that is cleared when the work is over: that of AbortSignal.timeout runs to its end.
    const timer = setTimeout(() => stop(new DeadlineError(`Not done within ${ms} ms.`)), ms);
    parent.addEventListener('abort', follow, { once: true });
    function follow(): void {
      stop(asError(parent.reason));
    }
    function stop(reason: Error): void {
      settle(reject, reason);
      controller.abort(reason);
    }
    function settle<Value>(how: (value: Value) => void, value: Value): void {
      clearTimeout(timer);
      parent.removeEventListener('abort', follow);
      how(value);
    }
    work(controller.signal).then(
      (value) => settle(resolve, value),
      (error: unknown) => settle(reject, error),
    );
  });
}
