import type { Disposable } from '../util/disposables.ts';

/** Does a thing when it is asked for, but not more often than once in a while. */
export interface ThrottledCall extends Disposable {
  /** Does it soon: as soon as `everyMs` have passed since the last time. */
  request(): void;
  /** Does it at once. */
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
