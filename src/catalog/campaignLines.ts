import * as l10n from '@vscode/l10n';
import type { endpoints } from '../api/endpoints.ts';
import type { MessageStats } from '../api/schemas.ts';
import type { Breakdown } from '../protocol/chart.ts';
import { messageRates, type Stats } from './messageRates.ts';
import { addUp, rate, parseStatistic, humanizeName, type PointOf, type Reading } from './reading.ts';

type CampaignPoint = PointOf<typeof endpoints.campaignSeries>;

/** Statistics of the campaign as a whole that some answers repeat for each variation. */
const wholeCampaign = /^(conversions\d*(_by_send_time)?|revenue|unique_recipients)$/;

/** What is worth looking at first. */
const shownOf: Record<Breakdown, ReadonlySet<string>> = {
  total: new Set(['sent', 'impressions', 'unique_opens', 'direct_opens', 'unique_clicks', 'conversions']),
  channel: new Set(['sent', 'impressions']),
  variation: new Set(['sent', 'impressions', 'enrolled']),
};

const channelNames: Record<string, string> = {
  email: l10n.t('Email'),
  in_app_message: l10n.t('In-app message'),
  trigger_in_app_message: l10n.t('Triggered in-app message'),
  android_push: l10n.t('Android push'),
  android_china_push: l10n.t('Android China push'),
  apple_push: l10n.t('Apple push'),
  ios_push: l10n.t('iOS push'),
  kindle_push: l10n.t('Kindle push'),
  web_push: l10n.t('Web push'),
  windows_phone8_push: l10n.t('Windows Phone 8 push'),
  windows_universal_push: l10n.t('Windows Universal push'),
  content_cards: l10n.t('Content cards'),
  sms: l10n.t('SMS'),
  whats_app: l10n.t('WhatsApp'),
  webhook: l10n.t('Webhook'),
};

/** A channel as people call it; one that this version does not know keeps the service's name, made readable. */
export function channelName(channel: string): string {
  return Object.hasOwn(channelNames, channel) ? (channelNames[channel] ?? channel) : humanizeName(channel);
}

/**
 * The lines of a day of a campaign ("Campaign Analytics Endpoint"): what the campaign did as a whole, then every
 * statistic of its messages: added up over all channels, by channel, or by variation with the control group apart.
 */
export function campaignLines(point: CampaignPoint, breakdown: Breakdown): Reading[] {
  const groups = groupMessages(point.messages, breakdown);
  const whole = wholeStats(point);
  const recipients = whole.get('unique_recipients') ?? addUp(groups.map((it) => it.recipients));
  const total = readStats({ id: [], name: '', control: false, stats: whole }, breakdown);
  const conversion = {
    ...line('conversion_rate', l10n.t('Conversion rate')),
    value: rate(whole.get('conversions'), recipients),
  };
  return [...total, conversion, ...groups.flatMap((group) => readGroup(group, breakdown))];
}

function wholeStats({ conversions, conversionsBySendTime, revenue, uniqueRecipients, other }: CampaignPoint) {
  const stats: Stats = new Map();
  for (const [name, value] of [
    ['conversions', conversions] as const,
    ['conversions_by_send_time', conversionsBySendTime] as const,
    ['revenue', revenue] as const,
    ['unique_recipients', uniqueRecipients] as const,
    ...Object.entries(other),
  ]) {
    const number = parseStatistic(value);
    if (number !== undefined) stats.set(name, number);
  }
  return stats;
}

/** Messages whose statistics are added up. `id` identifies the group, and `name` precedes that of the statistic. */
interface Group {
  id: string[];
  name: string;
  control: boolean;
  stats: Stats;
}

interface MessageGroup extends Group {
  /** Users who got one of the messages, the control group left out. */
  recipients: number | undefined;
  /** The same statistics channel by channel: rates are defined for one channel at a time. */
  channels: Stats[];
}

function groupMessages(messages: CampaignPoint['messages'], breakdown: Breakdown): MessageGroup[] {
  const channels = Object.entries(messages).filter(([, rows]) => rows.length > 0);
  const sent = (rows: MessageStats[]): MessageStats[] => rows.filter((row) => !isControl(row));
  switch (breakdown) {
    case 'total':
      return [
        makeGroup(
          [],
          '',
          channels.map(([, rows]) => sent(rows)),
        ),
      ];
    case 'channel':
      return channels.map(([channel, rows]) => makeGroup([channel], channelName(channel), [sent(rows)]));
    case 'variation':
      return channels.flatMap(([channel, rows]) => {
        const prefix = channels.length > 1 ? `${channelName(channel)} · ` : '';
        return nameVariations(rows).map(({ row, name }) =>
          makeGroup([channel, name], name === '' ? channelName(channel) : `${prefix}${name}`, [[row]]),
        );
      });
  }
}

function makeGroup(id: string[], name: string, rowsByChannel: MessageStats[][]): MessageGroup {
  const channels = rowsByChannel.map(addRows);
  const rows = rowsByChannel.flat();
  const senders = rows.filter((row) => !isControl(row));
  return {
    id,
    name,
    control: rows.length > 0 && senders.length === 0,
    stats: addStats(channels),
    channels,
    recipients: addUp(senders.map((row) => parseStatistic(row['unique_recipients']))),
  };
}

function readGroup(group: MessageGroup, breakdown: Breakdown): Reading[] {
  const isBrokenDown = breakdown !== 'total';
  const own = new Map([...group.stats].filter(([name]) => isBrokenDown || !wholeCampaign.test(name)));
  const rates = messageRates(group.channels, { conversion: isBrokenDown });
  return [
    ...readStats({ ...group, stats: own }, breakdown),
    ...rates.map(({ key, name, value }) => ({
      ...line(JSON.stringify([...group.id, key]), title(group, name)),
      value,
      control: group.control,
    })),
  ];
}

function readStats(group: Group, breakdown: Breakdown): Reading[] {
  return [...group.stats].map(([name, value]) => ({
    key: JSON.stringify([...group.id, name]),
    name: title(group, statName(name)),
    measure: name === 'revenue' ? 'money' : 'count',
    value,
    shown: shownOf[breakdown].has(name),
    control: group.control,
  }));
}

const title = (group: Group, name: string): string => (group.name === '' ? name : `${group.name} · ${name}`);

/** Conversion behaviours are called A, B, C and D; only the first of them has no number in the answers. */
function statName(name: string): string {
  return humanizeName(
    name.replace(/^conversions([1-3])/, (_, further: string) => `conversions ${'ABCD'[Number(further)]}`),
  );
}

const line = (key: string, name: string) =>
  ({ key, name, measure: 'rate', shown: false, control: false }) as const;

/** Only a control group has people enrolled: it gets no message. Its name may be in any language. */
function isControl(row: MessageStats): boolean {
  return parseStatistic(row['enrolled']) !== undefined || row['variation_name'] === 'Control Group';
}

/** Rows with their names; several rows without one are numbered. */
function nameVariations(rows: MessageStats[]): { row: MessageStats; name: string }[] {
  const taken = new Map<string, number>();
  return rows.map((row) => {
    const given = row['variation_name'] ?? row['variation_api_id'];
    const name = typeof given === 'string' ? given : rows.length > 1 ? l10n.t('Variation') : '';
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return { row, name: times > 1 ? `${name} (${times})` : name };
  });
}

function addRows(rows: MessageStats[]): Stats {
  return addStats(
    rows.map((row) => {
      const stats: Stats = new Map();
      for (const [name, value] of Object.entries(row)) {
        const number = name.startsWith('variation_') ? undefined : parseStatistic(value);
        if (number !== undefined) stats.set(name, number);
      }
      return stats;
    }),
  );
}

function addStats(parts: Stats[]): Stats {
  const sums: Stats = new Map();
  for (const part of parts) for (const [name, value] of part) sums.set(name, (sums.get(name) ?? 0) + value);
  return sums;
}
