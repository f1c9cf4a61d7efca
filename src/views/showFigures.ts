import * as l10n from '@vscode/l10n';
import { displayLocale } from '../protocol/language.ts';
import { showNumber } from '../protocol/showCount.ts';

/*
 * Figures in the words of the interface, all in the display language.
 */

const durationUnits: { seconds: number; below: number; show: (amount: string) => string }[] = [
  {
    seconds: 86_400,
    below: Infinity,
    show: (amount) => l10n.t({ message: '{0} d', args: [amount], comment: ['A number of days'] }),
  },
  {
    seconds: 3600,
    below: 24,
    show: (amount) => l10n.t({ message: '{0} h', args: [amount], comment: ['A number of hours'] }),
  },
  {
    seconds: 60,
    below: 60,
    show: (amount) => l10n.t({ message: '{0} min', args: [amount], comment: ['A number of minutes'] }),
  },
  {
    seconds: 1,
    below: 60,
    show: (amount) => l10n.t({ message: '{0} s', args: [amount], comment: ['A number of seconds'] }),
  },
];

/** `7 s`, `2 min 5 s`, `1 h 20 min`, `3 d 4 h`: two units at most. */
export function showDuration(durationMs: number): string {
  const whole = Math.max(0, Math.round(durationMs / 1000));
  const parts = durationUnits.map(({ seconds, below, show }) => {
    const amount = Math.floor(whole / seconds) % below;
    return { amount, text: show(showNumber(amount)) };
  });
  const first = parts.findIndex((it) => it.amount > 0);
  // All parts are zero: the last one is shown.
  if (first === -1) return parts.at(-1)?.text ?? '';
  const shown = parts.slice(first, first + 2).filter((it) => it.amount > 0);
  return shown.map((it) => it.text).join(' ');
}

/**
 * A duration that goes on: from a minute on without seconds. Whoever shows it draws it anew when it changes, and a row
 * that is drawn anew every second never gets to show its tooltip.
 */
export function showElapsed(elapsedMs: number): string {
  return showDuration(elapsedMs < 60_000 ? elapsedMs : Math.floor(elapsedMs / 60_000) * 60_000);
}

const ages = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const;

/** `just now`, `5 minutes ago`, `yesterday`, and from a month on the date. */
export function showAge(at: number, now: number): string {
  const ageMs = now - at;
  if (ageMs > 30 * 86_400_000) {
    const date = new Date(at).toLocaleDateString(displayLocale());
    return l10n.t({ message: 'on {0}', args: [date], comment: ['{0} is a date'] });
  }
  const words = new Intl.RelativeTimeFormat(displayLocale(), { numeric: 'auto' });
  const age = ages.find((it) => ageMs >= it.ms);
  return age ? words.format(-Math.floor(ageMs / age.ms), age.unit) : l10n.t('just now');
}

/** `45%`; nothing where the whole is not known. Never 100% before the end. */
export function showPercentDone(part: number, whole: number | undefined): string | undefined {
  if (whole === undefined || whole <= 0) return undefined;
  const percent = Math.min(99, Math.floor((100 * part) / whole));
  return (percent / 100).toLocaleString(displayLocale(), { style: 'percent' });
}

/** An instant (epoch milliseconds) with its date. */
export function showMoment(at: number): string {
  return new Date(at).toLocaleString(displayLocale());
}

/** An instant (epoch milliseconds) of today or the next hours. */
export function showTime(at: number): string {
  return new Date(at).toLocaleTimeString(displayLocale());
}
