import { setImmediate } from 'node:timers/promises';

const turnMs = 4;
/** Looking at the clock takes as long as a step. */
const stepsBetweenLooks = 512;

/** Does a short step for each number from 0 to `count` - 1, and lets others have their turn on the thread meanwhile. */
export async function forEachYielding(count: number, step: (i: number) => void): Promise<void> {
  let turnEndsAt = performance.now() + turnMs;
  for (let i = 0; i < count; i++) {
    step(i);
    if (i % stepsBetweenLooks !== stepsBetweenLooks - 1 || performance.now() < turnEndsAt) continue;
    await setImmediate();
    turnEndsAt = performance.now() + turnMs;
  }
}
