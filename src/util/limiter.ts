import { asError } from './asError.ts';

/** Lets only so many pieces of work run at a time; the others wait in the order in which they came. */
export interface Limiter {
  /** Runs `work` as soon as fewer are running; rejects with the signal's reason where it is aborted before that. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** At least one piece of work runs, whatever `maxRunning` is: with a setting of 0 nothing would ever run. */
export function createLimiter(maxRunning: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];

  function acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (running < Math.max(1, maxRunning || 1)) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      function start(): void {
        signal.removeEventListener('abort', stopWaiting);
        resolve();
      }
      function stopWaiting(): void {
        waiting.splice(waiting.indexOf(start), 1);
        reject(asError(signal.reason));
      }
      waiting.push(start);
      signal.addEventListener('abort', stopWaiting, { once: true });
    });
  }

  function release(): void {
    const next = waiting.shift();
    // The permit goes to the next in the queue, so that work that is asked for just now cannot overtake it.
    if (next) next();
    else running -= 1;
  }

  return {
    async run(work, signal) {
      await acquire(signal);
      try {
        return await work();
      } finally {
        release();
      }
    },
  };
}
