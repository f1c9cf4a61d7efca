import * as l10n from '@vscode/l10n';
import { displayLocale } from './language.ts';
import { showCount } from './showCount.ts';

const units = [
  (amount: string) => l10n.t('{0} KB', amount),
  (amount: string) => l10n.t('{0} MB', amount),
  (amount: string) => l10n.t('{0} GB', amount),
  (amount: string) => l10n.t('{0} TB', amount),
];

/**
 * `0 bytes`, `1.5 KB`, `120 MB`: 1 KB is 1,024 bytes and 1 MB 1,024 KB, as in the editor's own figures, with at most one
 * digit after the point. Everything that shows a size shows it so, in the host and in the pages.
 */
export function showSize(sizeBytes: number, locale = displayLocale()): string {
  if (sizeBytes < 1024) return showCount(sizeBytes, 'byte', locale);
  let amount = sizeBytes / 1024;
  let unit = 0;
  // What would be rounded to 1,024 is 1 of the next unit.
  while (amount >= 1023.95 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const shown = amount.toLocaleString(locale, { maximumFractionDigits: 1 });
  return units[unit]?.(shown) ?? shown;
}
