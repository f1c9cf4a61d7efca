import { createRandom } from './random.ts';

/** The same things in another order, which is the same for the same seed. */
export function shuffle<T>(things: readonly T[], seed: number): T[] {
  const random = createRandom(seed);
  const rest = [...things];
  return things.flatMap(() => rest.splice(random.below(rest.length), 1));
}
