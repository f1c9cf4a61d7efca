import type { Disposable } from '../util/disposables.ts';

/** A call that is throttled: it runs on request, at most once in an interval. */
export interface ThrottledCall extends Disposable {
  /** Runs it as soon as `everyMs` have passed since the last run. */
  request(): void;
  /** Runs it at once. */
  runNow(): void;
}

/** `run` is called at most once in `everyMs`, but for `runNow`. */
export function createThrottledCall(everyMs: number, run: () => void): ThrottledCall {
  let timer: NodeJS.Timeout | undefined;
  let lastRunAt = -Infinity;
  function runNow(): void {
    clearTimeout(timer);
    timer = undefined;
    lastRunAt = performance.now();
    run();
  }
  return {
    request() {
      timer ??= setTimeout(runNow, Math.max(0, lastRunAt + everyMs - performance.now()));
    },
    runNow,
    dispose: () => clearTimeout(timer),
  };
}
