import type * as z from 'zod';
import type * as s from '../../api/schemas.ts';
import type { SampleCampaign, SampleVariation } from '../world/campaignWorld.ts';
import type { SampleCard } from '../world/cardWorld.ts';
import { dayMs, hourMs, formatInstant } from '../world/dates.ts';
import { itemAt, mix } from '../world/random.ts';
import type { SampleSegment } from '../world/segmentWorld.ts';
import { awkwardNames, teams } from '../world/vocabulary.ts';
import { sampleApps } from '../world/world.ts';

/** `/segments/details`. The first of every four has no text that people wrote, and no teams, as in 2016. */
export function describeSegment(segment: SampleSegment): z.input<typeof s.segmentDetails> {
  const { index, name } = segment;
  const days = 1 + (mix(71, index) % 90);
  const today = {
    text_description: index % 8 === 1 ? null : `People we want to hear from. ${itemAt(awkwardNames, index)}`,
    teams: index % 3 === 0 ? [] : [itemAt(teams, index)],
    last_editor: { name: 'Ada Example', id: 4_200 + index },
  };
  return {
    created_at: formatInstant(segment.createdMs, index),
    updated_at: formatInstant(segment.updatedMs, index),
    name,
    description: `Session Count more than ${days % 7} AND Last Used App in the past ${days} days`,
    tags: segment.tags,
    ...(index % 4 === 0 ? {} : today),
  };
}

/** `/campaigns/details`: of `legacy` campaigns what 2016 sent, of the others what is sent today, with a null here and there. */
export function describeCampaign(campaign: SampleCampaign, nowMs: number): z.input<typeof s.campaignDetails> {
  const { index, state, createdMs } = campaign;
  // What still sends did so in the early hours of today, as far as this app group knows.
  const lastSentMs =
    campaign.endedMs ?? Math.max(campaign.firstSentMs, Math.floor(nowMs / dayMs) * dayMs + hourMs);
  const sent = state !== 'draft';
  const legacy = {
    created_at: formatInstant(createdMs, index),
    updated_at: formatInstant(createdMs + 5 * hourMs, index),
    name: campaign.name,
    schedule_type: itemAt(['time_based', 'action_based', 'api_triggered'], campaign.isApi ? 2 : index % 2),
    channels: campaign.channels,
    first_sent: sent ? formatInstant(campaign.firstSentMs, index) : null,
    last_sent: sent ? formatInstant(lastSentMs, index) : null,
    tags: campaign.tags,
  };
  if (campaign.era === 'legacy') return legacy;
  return {
    ...legacy,
    archived: state === 'archived',
    draft: state === 'draft',
    enabled: state === 'running',
    has_post_launch_draft: false,
    description: index % 7 === 0 ? null : itemAt(awkwardNames, index),
    teams: index % 2 === 0 ? [] : [itemAt(teams, index)],
    messages: Object.fromEntries(campaign.variations.map((it) => [it.id, describeMessage(it, campaign)])),
    conversion_behaviors: describeConversions(index),
    frequency_capping: { enabled: index % 2 === 0, per: 'week', count: 3 },
  };
}

function describeConversions(index: number): Record<string, unknown>[] {
  const all = [
    {
      type: 'Starts Session',
      window: 86_400,
      app_ids: index % 3 === 0 ? null : sampleApps.map((it) => it.id),
    },
    { type: 'Makes Specific Purchase', window: 259_200, product: 'Golden Cape' },
    { type: 'Performs Custom Event', window: 3_600, custom_event_name: itemAt(awkwardNames, index) },
  ];
  return all.slice(0, 1 + (index % 3));
}

function describeMessage(
  { channel, name, isControl }: SampleVariation,
  { index }: SampleCampaign,
): Record<string, unknown> {
  if (isControl) return { channel, type: 'control', name };
  const words = itemAt(awkwardNames, index + channel.length);
  const common = { channel, name: name ?? 'Message 1' };
  switch (channel) {
    case 'email':
      return {
        ...common,
        subject: words,
        body: `<html><body onload="alert(1)"><h1>${words}</h1><p>Hello {{\${first_name} | default: 'you'}}</p></body></html>`,
        from: 'Cat Armor <armor@example.com>',
        reply_to: 'NO_REPLY_TO',
        title: 'Mail',
        preheader: '',
        amp_body: null,
        extras: [],
        email_headers: [],
      };
    case 'webhook':
      return {
        ...common,
        url: 'https://example.com/hook',
        method: 'POST',
        headers: { 'X-Cat': '1' },
        body: '{}',
      };
    case 'sms':
    case 'whats_app':
      return { ...common, body: words, from: ['+15555550100'], subscription_group_id: null };
    case 'trigger_in_app_message':
      // A survey: the service leaves its channel out.
      return {
        type: 'survey',
        data: { pages: [{ header: { text: words }, choices: [{ text: 'Yes', deleted: false }] }] },
      };
    default:
      return {
        ...common,
        title: words,
        alert: `Hi {{\${first_name}}} 🐾`,
        image_url: null,
        extras: { deep_link: 'cats://armor' },
      };
  }
}

/** `/feed/details`. */
export function describeCard(card: SampleCard): z.input<typeof s.cardDetails> {
  const { index, createdMs } = card;
  const wordy = itemAt(awkwardNames, index + 5);
  return {
    created_at: formatInstant(createdMs, index),
    updated_at: formatInstant(createdMs + dayMs, index),
    name: card.name,
    publish_at: index % 17 === 9 ? null : formatInstant(createdMs + 2 * dayMs, index),
    end_at: index % 2 === 0 ? null : formatInstant(createdMs + 60 * dayMs, index),
    tags: card.tags,
    title: card.title,
    image_url: describeImage(card),
    extras: itemAt(
      [{ kvp: 'value' }, {}, { wordy, 'a key': '<i>markup</i>', nested: { n: index } }, null],
      index,
    ),
    description: index % 5 === 4 ? '' : `Today 20% off! ${wordy}`,
    ...(index % 2 === 0
      ? { archived: card.archived, draft: index % 19 === 8, url: 'https://example.com/armor' }
      : {}),
  };
}

/** Addresses that answer nothing (the domain is reserved for examples): an image is asked for by people, never by itself. */
function describeImage({ index, type }: SampleCard): string | null {
  if (type === 'NewsItem' && index % 3 === 0) return null;
  return index % 12 === 7
    ? 'http://images.example.com/not-secure.png'
    : `https://images.example.com/cards/${index}.png`;
}
