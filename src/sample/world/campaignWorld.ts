import { dayMs } from './dates.ts';
import { itemAt, mix, mixUnit, uuidOf } from './random.ts';
import { nameItem, tagItem } from './segmentWorld.ts';
import { adjectives, campaignNouns, places } from './vocabulary.ts';

/** One message of a campaign: a channel's variation, or the control group of a multivariate campaign. */
export interface SampleVariation {
  id: string;
  /** Missing where the campaign has but one message per channel. */
  name: string | undefined;
  channel: string;
  isControl: boolean;
}

export interface SampleCampaign {
  index: number;
  id: string;
  name: string;
  /** `legacy` campaigns answer with the names of 2016 (`apple_push`, `bounces_including_dropped`), `today` with today's. */
  era: 'legacy' | 'today';
  state: 'running' | 'paused' | 'finished' | 'draft' | 'archived';
  isApi: boolean;
  isMultivariate: boolean;
  channels: string[];
  variations: SampleVariation[];
  tags: string[];
  createdMs: number;
  firstSentMs: number;
  /** Missing while it still sends. */
  endedMs: number | undefined;
  /** Messages sent on an ordinary day, as a part of all users. */
  reach: number;
}

export const campaignCount = 460;
const kind = 21;

const legacySets: readonly (readonly string[])[] = [
  ['email'],
  ['apple_push', 'android_push'],
  ['in_app_message'],
  ['email', 'in_app_message', 'apple_push', 'android_push', 'kindle_push'],
  ['android_push'],
  ['windows_phone8_push', 'windows_universal_push'],
];
const todaySets: readonly (readonly string[])[] = [
  ['email'],
  ['ios_push', 'android_push', 'web_push'],
  ['trigger_in_app_message'],
  ['email', 'webhook', 'content_cards', 'sms', 'whats_app', 'ios_push'],
  ['ios_push'],
  ['sms'],
];

const states: readonly SampleCampaign['state'][] = [
  ...([
    'running',
    'running',
    'running',
    'paused',
    'running',
    'finished',
    'running',
    'draft',
    'running',
  ] as const),
  ...(['running', 'finished'] as const),
];

/** The campaigns, the most recently created first. Forty of the 460 are archived. */
export function makeCampaigns(newestMs: number): SampleCampaign[] {
  return Array.from({ length: campaignCount }, (_, index) => makeCampaign(index, newestMs));
}

function makeCampaign(index: number, newestMs: number): SampleCampaign {
  const seed = mix(kind, index);
  const era = index % 5 < 2 ? 'legacy' : 'today';
  const state = index >= 4 && index % 11 === 4 && index < 440 ? 'archived' : itemAt(states, index);
  const channels = [...itemAt(era === 'legacy' ? legacySets : todaySets, index + (seed % 2) * 3)];
  const isMultivariate = index % 4 === 1;
  const createdMs = newestMs - index * 9 * dayMs - (seed % dayMs);
  const firstSentMs = createdMs + dayMs;
  return {
    index,
    id: uuidOf(kind, index),
    name: nameItem(index, () => namePlainly(index)),
    era,
    state,
    isApi: index % 9 === 7,
    isMultivariate,
    channels,
    variations: makeVariations(index, channels, isMultivariate),
    tags: tagItem(seed),
    createdMs,
    firstSentMs,
    endedMs: state === 'running' ? undefined : firstSentMs + (20 + (seed % 90)) * dayMs,
    reach: 0.004 + 0.2 * mixUnit(kind, index, 1) ** 3,
  };
}

/** Multivariate campaigns have two or three variations of each channel, and a control group, named in every channel. */
function makeVariations(
  index: number,
  channels: readonly string[],
  isMultivariate: boolean,
): SampleVariation[] {
  const names = isMultivariate
    ? [
        'Variant 1',
        index % 8 === 1 ? '<b>Variant</b> 2 🔥' : 'Variant 2',
        ...(index % 12 === 1 ? ['Variant 3'] : []),
      ]
    : [undefined];
  const control = isMultivariate ? ['Control Group'] : [];
  return channels.flatMap((channel, channelIndex) =>
    [...names, ...control].map((name, n) => ({
      id: uuidOf(kind + 1, index, channelIndex * 8 + n),
      name,
      channel,
      isControl: n === names.length,
    })),
  );
}

function namePlainly(index: number): string {
  const seed = mix(kind, index, 4);
  const year = 2014 + (seed % 12);
  return `${itemAt(adjectives, seed >>> 4)} ${itemAt(campaignNouns, index)} ${itemAt(places, seed >>> 8)} ${year}`;
}
