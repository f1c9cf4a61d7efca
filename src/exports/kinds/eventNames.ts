import * as l10n from '@vscode/l10n';
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
