import { dayMs, isoOf } from './dates.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

const oldestMs = Date.UTC(2014, 0, 1);
const spanMs = 12 * 365 * dayMs;

/** Some instant of the twelve years from 2014, as the service writes it. */
export function makeTime(random: Random): string {
  return isoOf(oldestMs + Math.floor(random.next() * spanMs));
}

/** What happened more than once and is told as a name, a first time, a last time and a count: events, and purchases. */
export interface Occurrence {
  name: string | null;
  first: string;
  last: string;
  count: number;
  [other: string]: unknown;
}

/** About `mean` of `names`, each once. */
export function makeOccurrences(random: Random, names: readonly string[], mean: number): Occurrence[] {
  return pickSome(random, names, mean).map((name) => {
    const first = oldestMs + Math.floor(random.next() * spanMs);
    const count = 1 + Math.floor(random.next() ** 3 * 60);
    const last = count === 1 ? first : first + Math.floor(random.next() * (oldestMs + spanMs - first));
    return { name, first: isoOf(first), last: isoOf(last), count };
  });
}

export function makeCampaignsReceived(
  random: Random,
  { campaigns }: World,
  mean: number,
): Record<string, unknown>[] {
  return pickSome(random, campaigns, mean).map((campaign) => {
    const { name, id, isMultivariate, channels, variations } = campaign;
    const received: Record<string, unknown> = {
      name,
      last_received: makeTime(random),
      engaged: makeEngaged(random, channels),
    };
    if (random.chance(0.7)) received['converted'] = random.chance(0.2);
    received['api_campaign_id'] = id;
    if (!isMultivariate) return received;
    const variation = random.pick(variations);
    received['variation_name'] = variation.name;
    received['variation_api_id'] = variation.id;
    received['in_control'] = variation.isControl;
    return received;
  });
}

/** Which of the things that can be done with a message were done; what was not is mostly left out. */
function makeEngaged(random: Random, channels: readonly string[]): Record<string, boolean> {
  const engaged: Record<string, boolean> = {};
  for (const channel of channels) {
    const name = channel.endsWith('push')
      ? 'push'
      : channel.endsWith('in_app_message')
        ? 'in_app_message'
        : 'email';
    if (random.chance(0.4))
      engaged[name === 'in_app_message' ? 'clicked_in_app_message' : `opened_${name}`] = true;
    if (name === 'email' && random.chance(0.2)) engaged['clicked_email'] = random.chance(0.7);
  }
  return engaged;
}

export function makeCardsClicked(random: Random, { cards }: World, mean: number): { name: string }[] {
  return pickSome(random, cards, mean).map(({ name }) => ({ name }));
}

/** About `mean` items of a list, each at most once: a walk in even steps from somewhere. */
function pickSome<T>(random: Random, list: readonly T[], mean: number): T[] {
  const count = Math.min(
    list.length,
    Math.max(0, Math.floor(mean * (0.6 + 0.8 * random.next()) + random.next())),
  );
  const start = random.int(list.length);
  const step = Math.max(1, Math.floor(list.length / Math.max(1, count)));
  return Array.from({ length: count }, (_, n) => list[(start + n * step) % list.length] as T);
}
