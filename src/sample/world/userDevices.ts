import type { UserProfile } from '../../api/schemas.ts';
import { dayMs, referenceDay } from './dates.ts';
import { mix, uuidOf, type Random } from './random.ts';
import { makeTime } from './userHistory.ts';
import { sampleApps } from './world.ts';

const kind = 82;

const models: Record<string, readonly (readonly [string, string])[]> = {
  iOS: [
    ['iPhone 6s', '9.3.2'],
    ['iPhone 15 Pro', '18.1'],
    ['iPad Air 2', '9.3'],
  ],
  Android: [
    ['Nexus 5X', 'Android (M)'],
    ['Pixel 8', 'Android (14)'],
    ['SM-G930F', '6.0.1'],
  ],
  Web: [['Chrome', 'Linux armv8l']],
};
const carriers = ['AT&T', 'Vodafone', "O'Two <GB>", 'ドコモ', null];

/** The devices, push tokens and apps of a user. Some have none: they were told of by a server and never seen. */
export function makeDevices(random: Random, index: number, day: number): UserProfile {
  const count = index % 23 === 3 ? 0 : 1 + Math.floor(random.next() ** 3 * 3);
  if (count === 0) return {};
  const used = Array.from({ length: count }, (_, n) => {
    const app = sampleApps[(index + n) % (index % 4 === 0 ? 3 : 2)] ?? sampleApps[0];
    if (!app) throw new RangeError('The app group has no app.');
    return { app, n };
  });
  const tokens = used.filter(() => random.chance(0.6));
  return {
    devices: used.map(({ app, n }) => makeDevice(random, index, n, app.platform)),
    ...(tokens.length > 0
      ? { push_tokens: tokens.map(({ app, n }) => makeToken(index, n, app.name, app.platform)) }
      : {}),
    apps: used.map(({ app, n }) => makeAppUse(random, index, n, day, app.name, app.platform)),
  };
}

function makeDevice(random: Random, index: number, n: number, platform: string): Record<string, unknown> {
  const [model, os] = random.pick(models[platform] ?? [['Unknown', '']]);
  const apple = platform === 'iOS';
  return {
    model,
    os,
    carrier: random.pick(carriers),
    ...(apple ? { idfv: uuidOf(kind, index, n).toUpperCase() } : {}),
    ...(apple && random.chance(0.5) ? { idfa: uuidOf(kind, index, n + 8).toUpperCase() } : {}),
    ad_tracking_enabled: random.chance(0.7),
  };
}

function makeToken(index: number, n: number, app: string, platform: string): Record<string, unknown> {
  const token = [1, 2].map((part) => uuidOf(kind, index, n * 2 + 16 + part).replaceAll('-', '')).join('');
  return { app, platform, token };
}

/** Half of the users went on using their first app until `day`, a little more every day. */
function makeAppUse(random: Random, index: number, n: number, day: number, name: string, platform: string) {
  const times = [makeTime(random), makeTime(random)].sort();
  const goesOn = n === 0 && index % 2 === 0;
  const daysSince = goesOn ? Math.max(0, day - referenceDay) : 0;
  const sessions = 1 + random.int(800) + Math.floor(daysSince * (0.1 + random.next()));
  const lastMs = (day - (mix(kind, index, 9) % 9)) * dayMs + (mix(kind, index, day) % dayMs);
  const [first, last] = times;
  return {
    name,
    platform,
    version: `${1 + random.int(4)}.${random.int(20)}.${random.int(9)}`,
    // Text in the document, a number in what was recorded.
    sessions: index % 3 === 0 ? sessions : String(sessions),
    first_used: first,
    last_used: daysSince > 0 ? new Date(lastMs).toISOString() : last,
  };
}
