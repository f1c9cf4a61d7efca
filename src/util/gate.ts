import { asError } from './asError.ts';

/** Lets at most `width` pieces of work run at a time; the others wait their turn, in order. */
export interface Gate {
  /** Runs `work` when its turn comes; rejects with the signal's reason where it is aborted before that. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** A gate as wide as asked for, and at least one wide: a setting of 0 must not keep everyone waiting for ever. */
export function createGate(width: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];

  function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < Math.max(1, width || 1)) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      function start(): void {
        signal.removeEventListener('abort', leaveQueue);
        resolve();
      }
      function leaveQueue(): void {
        waiting.splice(waiting.indexOf(start), 1);
        reject(asError(signal.reason));
      }
      waiting.push(start);
      signal.addEventListener('abort', leaveQueue, { once: true });
    });
  }

  function leave(): void {
    const next = waiting.shift();
    // The place is handed over, not given back: a newcomer cannot slip in between.
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
