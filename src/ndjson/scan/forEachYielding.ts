import { setImmediate } from 'node:timers/promises';

const sliceMs = 4;
/** Reading the clock takes as long as a step. */
const stepsPerCheck = 512;

/** Does a short step for each number from 0 to `count` - 1, yielding to the event loop every 4 ms. */
export async function forEachYielding(count: number, step: (i: number) => void): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
  for (let i = 0; i < count; i++) {
    step(i);
    if (i % stepsPerCheck !== stepsPerCheck - 1 || performance.now() < sliceEndsAt) continue;
    await setImmediate();
    sliceEndsAt = performance.now() + sliceMs;
  }
}
