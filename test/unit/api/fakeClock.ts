import type { Clock } from '../../../src/api/retry.ts';

export interface FakeClock extends Clock {
  /** Every wait so far, in milliseconds. */
  waits: number[];
  advance(ms: number): void;
}

/** A clock on which a wait is over at once, and later by the time waited. */
export function createFakeClock(nowMs = Date.UTC(2016, 4, 31, 12)): FakeClock {
  const waits: number[] = [];
  return {
    waits,
    now: () => nowMs,
    async delay(ms, signal) {
      signal.throwIfAborted();
      waits.push(ms);
      nowMs += ms;
    },
    advance: (ms) => void (nowMs += ms),
  };
}

/** A clock that stands still: whoever waits on it waits until aborted. `waiting` counts them. */
export function createStoppedClock(nowMs = Date.UTC(2016, 4, 31, 12)): Clock & { waiting(): number } {
  let waiting = 0;
  return {
    now: () => nowMs,
    waiting: () => waiting,
    delay: (_ms, signal) =>
      new Promise((_resolve, reject) => {
        waiting += 1;
        signal.addEventListener('abort', () => {
          waiting -= 1;
          reject(signal.reason as Error);
        });
      }),
  };
}
