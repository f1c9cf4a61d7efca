import { countPart } from './activity.ts';
import { mix } from './random.ts';

/** Statistics of one message on one day, under the names the service uses. */
export type ChannelStats = Record<string, number | null>;

/** Draws a part of `count`; the name only makes the draws of one day differ. */
type Draw = (name: string, count: number, share: number) => number;

const drawEmail = (sent: number, draw: Draw): ChannelStats => {
  const bounces = draw('bounces', sent, 0.02);
  const delivered = sent - bounces;
  const uniqueOpens = draw('unique_opens', delivered, 0.24);
  const uniqueClicks = draw('unique_clicks', uniqueOpens, 0.14);
  return {
    sent,
    opens: uniqueOpens + draw('opens', uniqueOpens, 0.45),
    unique_opens: uniqueOpens,
    clicks: uniqueClicks + draw('clicks', uniqueClicks, 0.3),
    unique_clicks: uniqueClicks,
    unsubscribes: draw('unsubscribes', delivered, 0.003),
    bounces,
    delivered,
    reported_spam: draw('reported_spam', delivered, 0.0005),
  };
};

const drawPush = (sent: number, draw: Draw): ChannelStats => {
  const bounces = draw('bounces', sent, 0.015);
  const direct = draw('direct_opens', sent - bounces, 0.05);
  return {
    sent,
    direct_opens: direct,
    total_opens: direct + draw('total_opens', sent - bounces - direct, 0.04),
    bounces,
    body_clicks: draw('body_clicks', direct, 0.7),
  };
};

const drawInApp = (sent: number, draw: Draw): ChannelStats => {
  const clicks = draw('clicks', sent, 0.18);
  const first = draw('first_button_clicks', clicks, 0.6);
  return {
    impressions: sent,
    clicks,
    first_button_clicks: first,
    second_button_clicks: draw('second', clicks - first, 0.7),
  };
};

const drawSms = (sent: number, draw: Draw): ChannelStats => {
  const rejected = draw('rejected', sent, 0.01);
  const failed = draw('delivery_failed', sent - rejected, 0.02);
  return {
    sent,
    sent_to_carrier: sent - rejected,
    delivered: sent - rejected - failed,
    rejected,
    delivery_failed: failed,
    clicks: draw('clicks', sent - rejected - failed, 0.06),
    opt_out: draw('opt_out', sent, 0.004),
    help: draw('help', sent, 0.001),
  };
};

const drawWhatsApp = (sent: number, draw: Draw): ChannelStats => {
  const failed = draw('failed', sent, 0.02);
  return { sent, delivered: sent - failed, failed, read: draw('read', sent - failed, 0.7) };
};

const drawContentCards = (sent: number, draw: Draw): ChannelStats => {
  const seen = draw('unique_impressions', sent, 0.6);
  const clicked = draw('unique_clicks', seen, 0.08);
  const dismissed = draw('unique_dismissals', seen - clicked, 0.1);
  return {
    sent,
    total_impressions: seen + draw('total_impressions', seen, 0.8),
    unique_impressions: seen,
    total_clicks: clicked + draw('total_clicks', clicked, 0.2),
    unique_clicks: clicked,
    total_dismissals: dismissed,
    unique_dismissals: dismissed,
  };
};

/** A channel that is not here is a push channel: they all have the same statistics. */
const draws: Record<string, (sent: number, draw: Draw) => ChannelStats> = {
  email: drawEmail,
  in_app_message: drawInApp,
  trigger_in_app_message: drawInApp,
  sms: drawSms,
  whats_app: drawWhatsApp,
  content_cards: drawContentCards,
  webhook: (sent, draw) => ({ sent, errors: draw('errors', sent, 0.01) }),
};

/** What became of `sent` messages of a channel: never more opens than deliveries, never more deliveries than messages. */
export function drawChannel(
  channel: string,
  era: 'legacy' | 'today',
  sent: number,
  seed: number,
): ChannelStats {
  const draw: Draw = (name, count, share) =>
    countPart(count, share, mix(seed, name.length, name.charCodeAt(name.length >> 1)));
  const stats = (draws[channel] ?? drawPush)(sent, draw);
  return era === 'today' ? stats : formatAsIn2016(channel, stats);
}

/** The names of 2016: dropped e-mails count as bounces, in-app messages are opened, and nobody counted body clicks. */
function formatAsIn2016(channel: string, stats: ChannelStats): ChannelStats {
  if (channel === 'in_app_message')
    return {
      sent: stats['impressions'] ?? 0,
      impressions: stats['impressions'] ?? 0,
      opens: stats['clicks'] ?? 0,
    };
  const { bounces = 0, ...rest } = stats;
  delete rest['body_clicks'];
  return channel === 'email' ? { ...rest, bounces_including_dropped: bounces } : { ...rest, bounces };
}
