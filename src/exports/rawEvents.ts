import * as l10n from '@vscode/l10n';
import type { EventExportRequest } from './jobs/jobRecord.ts';
/** An event that the service itself records, as `event_names` takes it. */
export interface BuiltInEvent {
  name: string;
  /** In the display language. */
  description: string;
}

/** TABLE of the events that the service records by itself ("Appboy Event Names" of the Export API). */
export const builtInEvents: readonly BuiltInEvent[] = [
  { name: '$session_started', description: l10n.t('Session started') },
  { name: '$session_ended', description: l10n.t('Session ended') },
  { name: '$iap', description: l10n.t('Purchase') },
  { name: '$push_opened', description: l10n.t('Push notification direct open') },
  {
    name: '$ios_push_foreground',
    description: l10n.t('iOS push notification received while the app was foregrounded'),
  },
  { name: '$in_app_message_impression', description: l10n.t('In-app messaging impression') },
  { name: '$in_app_message_clicked', description: l10n.t('In-app messaging clicked') },
  { name: '$slideup_impression', description: l10n.t('Original in-app messaging impression') },
  { name: '$slideup_clicked', description: l10n.t('Original in-app messaging click') },
  { name: '$campaign_received', description: l10n.t('Campaign received by user: one event per channel') },
  { name: '$canvas_entry', description: l10n.t('User enters canvas') },
  {
    name: '$canvas_step_received',
    description: l10n.t('Canvas step received by user: one event per channel'),
  },
  { name: '$card_clicked', description: l10n.t('News feed click') },
  { name: '$card_impression', description: l10n.t('News feed impression') },
  { name: '$email_opened', description: l10n.t('Email open') },
  { name: '$email_clicked', description: l10n.t('Email click') },
  { name: '$email_unsubscribed', description: l10n.t('User unsubscribes from email') },
  { name: '$email_bounced', description: l10n.t('Email address bounces') },
  { name: '$first_used_app', description: l10n.t('User uses the app for the first time') },
  { name: '$campaign_converted', description: l10n.t('User converts from campaign') },
  { name: '$canvas_converted', description: l10n.t('User converts from canvas') },
  { name: '$news_feed_viewed', description: l10n.t('Appboy news feed is viewed') },
  { name: '$attribution_data_received', description: l10n.t('Install attribution from source') },
  { name: '$uninstalled', description: l10n.t('User uninstall detected') },
];

const weekMs = 7 * 24 * 3_600_000;

/**
 * Cuts a span into consecutive ones of at most a week, as the service takes them. Instants are ISO 8601 with an offset,
 * which the parts keep.
 */
export function splitIntoWeeks(startingAt: string, endingAt: string): EventExportRequest['parts'] {
  const end = Date.parse(endingAt);
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(startingAt)?.[1] ?? 'Z';
  const parts: EventExportRequest['parts'] = [];
  for (let from = Date.parse(startingAt); from < end; from += weekMs) {
    const last = from + weekMs >= end;
    const startsAt = from === Date.parse(startingAt) ? startingAt : formatInstant(from, offset);
    parts.push({ startingAt: startsAt, endingAt: last ? endingAt : formatInstant(from + weekMs, offset) });
  }
  return parts;
}

function formatInstant(ms: number, offset: string): string {
  if (offset === 'Z') return new Date(ms).toISOString().replace('.000Z', '+00:00');
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const shiftMs = (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
  return new Date(ms + shiftMs).toISOString().replace(/(\.\d+)?Z$/, offset);
}
