/*
 * Figures in the words of the interface. Numbers follow the user's locale, units and words are those of the interface.
 */

/** `7 s`, `2 min 5 s`, `1 h 20 min`, `3 d 4 h`: two units at most. */
export function showDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const parts: [amount: number, unit: string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first === -1) return '0 s';
  const shown = parts.slice(first, first + 2).filter(([amount]) => amount > 0);
  return shown.map(([amount, unit]) => `${amount.toLocaleString()} ${unit}`).join(' ');
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
  if (ageMs > 30 * 86_400_000) return `on ${new Date(at).toLocaleDateString()}`;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  const age = ages.find((it) => ageMs >= it.ms);
  return age ? words.format(-Math.floor(ageMs / age.ms), age.unit) : 'just now';
}

/** `45%`; nothing where the whole is not known. Never 100% before the end. */
export function showShare(part: number, whole: number | undefined): string | undefined {
  if (whole === undefined || whole <= 0) return undefined;
  return `${Math.min(99, Math.floor((100 * part) / whole))}%`;
}
