/** An event that the service itself records, as `event_names` takes it. */
export interface BuiltInEvent {
  name: string;
  description: string;
}

/** TABLE of the events that the service records by itself ("Appboy Event Names" of the Export API). */
export const builtInEvents: readonly BuiltInEvent[] = [
  { name: '$session_started', description: 'Session started' },
  { name: '$session_ended', description: 'Session ended' },
  { name: '$iap', description: 'Purchase' },
  { name: '$push_opened', description: 'Push notification direct open' },
  {
    name: '$ios_push_foreground',
    description: 'iOS push notification received while the app was foregrounded',
  },
  { name: '$in_app_message_impression', description: 'In-app messaging impression' },
  { name: '$in_app_message_clicked', description: 'In-app messaging clicked' },
  { name: '$slideup_impression', description: 'Original in-app messaging impression' },
  { name: '$slideup_clicked', description: 'Original in-app messaging click' },
  { name: '$campaign_received', description: 'Campaign received by user: one event per channel' },
  { name: '$canvas_entry', description: 'User enters canvas' },
  { name: '$canvas_step_received', description: 'Canvas step received by user: one event per channel' },
  { name: '$card_clicked', description: 'News feed click' },
  { name: '$card_impression', description: 'News feed impression' },
  { name: '$email_opened', description: 'Email open' },
  { name: '$email_clicked', description: 'Email click' },
  { name: '$email_unsubscribed', description: 'User unsubscribes from email' },
  { name: '$email_bounced', description: 'Email address bounces' },
  { name: '$first_used_app', description: 'User uses the app for the first time' },
  { name: '$campaign_converted', description: 'User converts from campaign' },
  { name: '$canvas_converted', description: 'User converts from canvas' },
  { name: '$news_feed_viewed', description: 'Appboy news feed is viewed' },
  { name: '$attribution_data_received', description: 'Install attribution from source' },
  { name: '$uninstalled', description: 'User uninstall detected' },
];
