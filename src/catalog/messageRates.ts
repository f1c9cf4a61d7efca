import * as l10n from '@vscode/l10n';
import { rate, shareOf, type Ratio } from './reading.ts';

/** Statistics by wire name. A Map, since names come from the service and may be `__proto__`. */
export type Stats = Map<string, number>;

interface Rate {
  key: string;
  name: string;
  of: (stats: Stats) => Ratio;
}

/**
 * TABLE of rates and what they are shares of, as the service's glossary of report metrics defines them: opens and
 * clicks among what was delivered or, where a channel counts them, among what was seen; bounces among what was sent;
 * conversions among unique recipients. Distinct users are preferred on both sides of the line, or on neither.
 */
const rates: readonly Rate[] = [
  {
    key: 'open_rate',
    name: l10n.t('Open rate'),
    of: (it) => rate(it.get('unique_opens') ?? it.get('direct_opens') ?? it.get('opens'), reached(it)),
  },
  { key: 'click_rate', name: l10n.t('Click rate'), of: clickRate },
  {
    key: 'bounce_rate',
    name: l10n.t('Bounce rate'),
    of: (it) => rate(bouncesOf(it), it.get('sent')),
  },
];

const conversionRate: Rate = {
  key: 'conversion_rate',
  name: l10n.t('Conversion rate'),
  of: (it) => rate(it.get('conversions'), it.get('unique_recipients') ?? it.get('enrolled')),
};

/** The rates of a group of channels: numerators and denominators of the channels that have both are added up. */
export function messageRates(
  channels: Stats[],
  { conversion }: { conversion: boolean },
): { key: string; name: string; value: Ratio }[] {
  return [...rates, ...(conversion ? [conversionRate] : [])].flatMap(({ key, name, of }) => {
    const known = channels.map(of).filter(({ of, among }) => of !== undefined && among !== undefined);
    if (known.length === 0) return [];
    const sum = (side: 'of' | 'among'): number => known.reduce((all, it) => all + (it[side] ?? 0), 0);
    return [{ key, name, value: rate(sum('of'), sum('among')) }];
  });
}

function clickRate(stats: Stats): Ratio {
  const distinct = rate(stats.get('unique_clicks'), stats.get('unique_impressions'));
  if (shareOf(distinct) !== null) return distinct;
  const seen = stats.get('impressions');
  if (seen !== undefined) return rate(stats.get('clicks') ?? stats.get('unique_clicks'), seen);
  return rate(stats.get('unique_clicks') ?? stats.get('clicks'), delivered(stats));
}

/** In-app messages report impressions; mail and push messages only deliveries. */
function reached(stats: Stats): number | undefined {
  return stats.get('impressions') ?? delivered(stats);
}

function delivered(stats: Stats): number | undefined {
  const sent = stats.get('sent');
  return stats.get('delivered') ?? (sent === undefined ? undefined : sent - (bouncesOf(stats) ?? 0));
}

function bouncesOf(stats: Stats): number | undefined {
  return stats.get('bounces') ?? stats.get('bounces_including_dropped');
}
