import type { Disposable } from '../util/disposables.ts';

/** Does a thing when it was asked for, but not more often than that. */
export interface Pace extends Disposable {
  /** Does it at once, or as soon as `everyMs` have passed since the last time. */
  ask(): void;
  /** Does it at once. */
  askNow(): void;
}

export function createPace(everyMs: number, act: () => void): Pace {
  let timer: NodeJS.Timeout | undefined;
  let actedAt = -Infinity;
  function doIt(): void {
    clearTimeout(timer);
    timer = undefined;
    actedAt = performance.now();
    act();
  }
  return {
    ask() {
      timer ??= setTimeout(doIt, Math.max(0, actedAt + everyMs - performance.now()));
    },
    askNow: doIt,
    dispose: () => clearTimeout(timer),
  };
}
