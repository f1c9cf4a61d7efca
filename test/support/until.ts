import { setTimeout as delay } from 'node:timers/promises';

/** How long a test waits for a thing that should come soon, on a busy machine too. */
export const patienceMs = 90_000;

/**
 * Asks again and again until the answer is there, that is, neither undefined nor false; throws with what was waited for
 * and, if given, what was there instead.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  found?: () => Promise<unknown>,
): Promise<T> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) {
      const instead = found ? `; found ${JSON.stringify(await found())}` : '';
      throw new Error(`Waited in vain for ${what}${instead}.`);
    }
    await delay(50);
  }
}

/** Waits for what another process, or the network, will bring about, for as long as the test may take. */
export async function untilSo(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(5);
}
