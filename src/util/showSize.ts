const units = ['KB', 'MB', 'GB', 'TB'] as const;

/**
 * `0 bytes`, `1.5 KB`, `120 MB`: 1 KB is 1,024 bytes and 1 MB 1,024 KB, as in the editor's own figures, with at most one
 * digit after the point. Everything that shows a size shows it so; `formats.size` of the pages does the same
 * (test/unit/util/showSize.test.ts compares them), for pages import nothing of this folder.
 */
export function showSize(sizeBytes: number, locale?: string): string {
  if (sizeBytes < 1024) return `${sizeBytes.toLocaleString(locale)} ${sizeBytes === 1 ? 'byte' : 'bytes'}`;
  let amount = sizeBytes / 1024;
  let unit = 0;
  // What would be rounded to 1,024 is 1 of the next unit.
  while (amount >= 1023.95 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount.toLocaleString(locale, { maximumFractionDigits: 1 })} ${units[unit]}`;
}
