/*
 * Every string from the service is hostile until shown as text. The editor gives some places of its interface a small
 * language of their own; these functions take a text out of it, for the place named in each.
 */

const maxLength = 300;

/** One line without control characters and without the marks that reorder what stands beside them (bidi overrides). */
export function asLine(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '');
  // Never half of a pair: that would be no character.
  return line.length > maxLength ? `${line.slice(0, maxLength).replace(/[\ud800-\udbff]$/, '')}…` : line;
}

/** For quick picks and the status bar, where `$(name)` draws an icon. */
export function withoutIcons(text: string): string {
  return asLine(text).replaceAll('$(', '\\$(');
}

/** For notifications, where `[title](command:…)` is a link that runs a command. */
export function withoutLinks(text: string): string {
  return asLine(text).replaceAll('](', ']\u200b(');
}
