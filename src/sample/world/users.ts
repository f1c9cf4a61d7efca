import type { UserProfile } from '../../api/schemas.ts';
import { formatInstant } from './dates.ts';
import { createRandom, itemAt, mix, uuidOf, type Random } from './random.ts';
import { makeDevices } from './userDevices.ts';
import { makeCampaignsReceived, makeCardsClicked, makeOccurrences, makeTime } from './userHistory.ts';
import { awkwardNames, firstNames, homes, lastNames } from './vocabulary.ts';
import type { World } from './world.ts';

const kind = 81;

/**
 * The external id of a user: `user-000123`. Of every hundred, number 97 has an odd one, and number 50 has none (somebody
 * the app never named; such users come with segment exports, and cannot be asked for).
 */
export function externalIdOf(index: number): string | undefined {
  const digits = String(index).padStart(6, '0');
  if (index % 100 === 50) return undefined;
  if (index % 100 !== 97) return `user-${digits}`;
  const odd = [
    `shop/user/${digits}?a=b`,
    `🐈-${digits}`,
    `"quoted" ${digits}`,
    `user ${digits}, with spaces`,
    `مستخدم-${digits}`,
  ];
  return itemAt(odd, Math.floor(index / 100));
}

/** Which of `count` users has this external id; undefined where none has. Costs the same for a million users. */
export function findUserIndex(externalId: string, count: number): number | undefined {
  const digits = /\d{6,7}/.exec(externalId)?.[0];
  if (digits === undefined) return undefined;
  const index = Number(digits);
  return index < count && externalIdOf(index) === externalId ? index : undefined;
}

/**
 * The user number `index` as known on `day` (counted from 1970-01-01), as "Sample User Export File Output" lists the
 * fields: nothing stored, the same every time. Half of the users went on using their apps until that day.
 */
export function makeUser(world: World, index: number, day: number): UserProfile {
  const random = createRandom(mix(kind, index));
  const bulk = drawBulk(random, index);
  const user: UserProfile = { ...makeIdentity(random, index), ...makePerson(random, index) };
  if (random.chance(0.9)) user.custom_attributes = makeAttributes(random, index);
  const events = makeOccurrences(random, world.events, bulk * 8.5);
  if (events.length > 0) user.custom_events = events;
  const purchases = makeOccurrences(random, world.products, bulk * 3 - 1);
  if (purchases.length > 0) {
    // A product that was deleted since leaves a purchase without a name.
    if (index % 37 === 5 && purchases[0]) purchases[0].name = null;
    user.purchases = purchases;
    user.total_revenue = Math.round(purchases.reduce((sum, it) => sum + (it.count ?? 0), 0) * 1499) / 100;
  }
  Object.assign(user, makeDevices(random, index, day));
  const campaigns = makeCampaignsReceived(random, world, bulk * 4.5);
  if (campaigns.length > 0) user.campaigns_received = campaigns;
  const cards = makeCardsClicked(random, world, bulk * 2);
  if (cards.length > 0) user.cards_clicked = cards;
  return user;
}

/**
 * The users from number `from` up to `to`, one at a time and made as they are asked for.
 */
export function* users(
  world: World,
  from: number,
  to: number,
  day: number,
): Generator<UserProfile, void, undefined> {
  for (let index = from; index < to; index += 1) yield makeUser(world, index, day);
}

/** How much there is to tell of a user: 1 in the middle, rarely twenty times as much, and one in ten thousand 74 times. */
function drawBulk(random: Random, index: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return index % 10_000 === 7_777 ? 74 : Math.min(60, Math.exp(normal));
}

function makeIdentity(random: Random, index: number): UserProfile {
  const appboyId = `${mix(kind, index, 1).toString(16).padStart(8, '0')}${uuidOf(kind, index).replaceAll('-', '').slice(0, 16)}`;
  const externalId = externalIdOf(index);
  // A third of the users carry what the service learned to tell since 2016.
  const today: UserProfile =
    index % 3 === 0
      ? {
          braze_id: appboyId,
          created_at: formatInstant(Date.parse(makeTime(random)), index),
          random_bucket: mix(kind, index, 2) % 10_000,
          ...(index % 6 === 0
            ? { user_aliases: [{ alias_name: `alias_${index}`, alias_label: 'amplitude_id' }] }
            : {}),
        }
      : {};
  return { ...(externalId === undefined ? {} : { external_id: externalId }), appboy_id: appboyId, ...today };
}

function makePerson(random: Random, index: number): UserProfile {
  const [city, country, zone, language, lon, lat] = random.pick(homes);
  const first = index % 61 === 7 ? itemAt(awkwardNames, index) : random.pick(firstNames);
  const subscription = ['opted_in', 'subscribed', 'unsubscribed'];
  const person: UserProfile = {};
  if (random.chance(0.92)) person.first_name = first;
  if (random.chance(0.85)) person.last_name = random.pick(lastNames);
  if (random.chance(0.9)) person.email = `user.${index}@example.${random.pick(['com', 'org', 'net'])}`;
  if (random.chance(0.5))
    person.dob = `${1950 + random.int(55)}-${pad(1 + random.int(12))}-${pad(1 + random.int(28))}`;
  if (random.chance(0.8)) person.home_city = city;
  person.country = country;
  // Numbers of the ranges that are never given to anybody.
  if (random.chance(0.4)) person.phone = `+1555555${String(100 + random.int(100)).padStart(4, '0')}`;
  person.language = language;
  if (random.chance(0.9)) person.time_zone = zone;
  if (random.chance(0.6)) person.last_coordinates = [jitter(lon, random), jitter(lat, random)];
  if (random.chance(0.7)) person.gender = random.pick(['F', 'M']);
  if (random.chance(0.8)) person.push_subscribe = random.pick(subscription);
  person.email_subscribe = random.pick(subscription);
  return person;
}

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

function jitter(degrees: number, random: Random): number {
  return Math.round((degrees + random.next() * 0.2 - 0.1) * 1e6) / 1e6;
}

function makeAttributes(random: Random, index: number): Record<string, unknown> {
  const attributes: Record<string, unknown> = {
    plan: random.pick(['free', 'free', 'silver', 'gold', 'platinum']),
    loyalty_points: random.int(20_000),
    loyalty_id: uuidOf(kind, index, 1),
    newsletter: random.chance(0.5),
  };
  if (random.chance(0.5))
    attributes['Favorite Color'] = random.pick(['teal', 'ember', 'moss', 'ünïcödé', '#ff00aa']);
  if (random.chance(0.4)) attributes['cats'] = makeCats(random);
  if (random.chance(0.3))
    attributes['address'] = {
      street: { name: 'Main St', number: random.int(300) },
      zip: String(10_000 + random.int(9_000)),
    };
  if (random.chance(0.3)) attributes['last_visit'] = makeTime(random);
  if (random.chance(0.1)) attributes[random.pick(awkwardNames)] = random.pick(awkwardNames);
  if (random.chance(0.05)) attributes['notes'] = 'Likes long walks. '.repeat(1 + random.int(40));
  return attributes;
}

function makeCats(random: Random): Record<string, unknown>[] {
  return Array.from({ length: 1 + random.int(3) }, () => ({
    name: random.pick(firstNames),
    age: random.int(18),
    likes: ['Fish', 'Box', 'Laser Pointer'].slice(random.int(3)),
  }));
}
