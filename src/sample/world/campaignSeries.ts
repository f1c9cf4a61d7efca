import type * as z from 'zod';
import type * as s from '../../api/schemas.ts';
import { countPart, dayActivity, gapOfDay } from './activity.ts';
import type { SampleCampaign, SampleVariation } from './campaignWorld.ts';
import { drawChannel } from './channelStats.ts';
import { dayMs } from './dates.ts';
import { mix } from './random.ts';
import { formatDay, listUnits, type Window } from './series.ts';

type Day = z.input<typeof s.campaignPoint>;
type Row = Record<string, number | string | null>;

interface Outcome {
  unique_recipients: number;
  conversions: number;
  conversions_by_send_time: number;
  revenue: number;
}

const nothing: Outcome = { unique_recipients: 0, conversions: 0, conversions_by_send_time: 0, revenue: 0 };

/** Every channel that today's service knows; those a campaign does not use may come as null. */
const todayChannels: readonly string[] = [
  ...[
    'ios_push',
    'android_push',
    'kindle_push',
    'web_push',
    'webhook',
    'email',
    'sms',
    'whats_app',
    'content_cards',
  ],
  ...['in_app_message', 'trigger_in_app_message'],
];

/** `/campaigns/data_series`: what a campaign sent on each day, and what came of it. */
export function makeCampaignDays(campaign: SampleCampaign, window: Window, users: number): Day[] {
  const seed = mix(61, campaign.index);
  return listUnits(window, dayMs).flatMap((day) => {
    const gap = gapOfDay(seed, day);
    if (gap === 'absent') return [];
    if (gap === 'null')
      return [
        {
          time: formatDay(day),
          conversions: null,
          conversions_by_send_time: null,
          revenue: null,
          messages: {},
        },
      ];
    return [
      isSilent(campaign, seed, day) ? makeSilentDay(campaign, day) : makeDay(campaign, seed, day, users),
    ];
  });
}

/** A day on which nothing was sent: before the end of a draft, after the end of what is over, and now and then. */
function isSilent({ state, endedMs }: SampleCampaign, seed: number, day: number): boolean {
  if (state === 'draft') return true;
  if (endedMs !== undefined && state !== 'paused' && day * dayMs > endedMs) return true;
  return mix(seed, day, 1) % 13 === 0;
}

function makeSilentDay({ era }: SampleCampaign, day: number): Day {
  const counts = { conversions: 0, conversions_by_send_time: 0, revenue: 0 };
  return {
    time: formatDay(day),
    ...counts,
    ...(era === 'today' ? { unique_recipients: 0 } : {}),
    messages: {},
  };
}

function makeDay(campaign: SampleCampaign, seed: number, day: number, users: number): Day {
  const totals = { ...nothing };
  const messages: Record<string, Row[] | null> = {};
  if (campaign.era === 'today' && campaign.index % 3 === 0)
    for (const channel of todayChannels) messages[channel] = null;
  for (const channel of campaign.channels) {
    const variations = campaign.variations.filter((it) => it.channel === channel);
    const perVariation = (users * campaign.reach) / campaign.channels.length / variations.length;
    messages[channel] = variations.map((variation, n) => {
      const own = mix(seed, day, mix(campaign.channels.indexOf(channel), n));
      const sent = Math.round(perVariation * dayActivity(mix(seed, n), day) * 5);
      const outcome = drawOutcome(sent, own, variation.isControl ? 0 : n);
      for (const name of Object.keys(totals) as (keyof Outcome)[]) totals[name] += outcome[name];
      return makeRow(campaign, variation, sent, outcome, own);
    });
  }
  const { unique_recipients: recipients, revenue, ...counts } = totals;
  const money = Math.round(revenue * 100) / 100;
  if (campaign.era === 'legacy') return { time: formatDay(day), ...counts, revenue: money, messages };
  return {
    time: formatDay(day),
    ...counts,
    conversions1: countPart(counts.conversions, 0.5, seed),
    conversions1_by_send_time: countPart(counts.conversions_by_send_time, 0.5, seed),
    unique_recipients: recipients,
    revenue: money,
    messages,
  };
}

/** `lead`: the later variations convert a little better, the control group like the first. */
function drawOutcome(sent: number, seed: number, lead: number): Outcome {
  const recipients = countPart(sent, 0.97, mix(seed, 1));
  const conversions = countPart(recipients, 0.03 + 0.006 * lead, mix(seed, 2));
  return {
    unique_recipients: recipients,
    conversions,
    conversions_by_send_time: countPart(conversions, 0.9, mix(seed, 3)),
    revenue: (conversions * (899 + (mix(seed, 4) % 900))) / 100,
  };
}

function makeRow(
  { era, isMultivariate }: SampleCampaign,
  { id, name, channel, isControl }: SampleVariation,
  sent: number,
  outcome: Outcome,
  seed: number,
): Row {
  const stats = drawChannel(channel, era, sent, seed);
  const named: Row = {
    ...(name === undefined ? {} : { variation_name: name }),
    ...(era === 'today' ? { variation_api_id: id } : {}),
  };
  if (!isMultivariate) {
    // Now and then a statistic is missing from a row, as it is from the service's.
    if (seed % 29 === 0) delete stats[Object.keys(stats).at(-1) ?? ''];
    return { ...named, ...stats };
  }
  if (!isControl) return { ...named, ...stats, ...(era === 'today' ? { enrolled: null } : {}), ...outcome };
  // A control group is sent nothing: its statistics are missing, or null.
  const nulls = era === 'today' ? Object.fromEntries(Object.keys(stats).map((it) => [it, null])) : {};
  return { ...named, ...nulls, enrolled: outcome.unique_recipients, ...outcome };
}
