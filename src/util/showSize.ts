const sizeUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `0 bytes`, `1.5 kB`, `120 MB`: thousands of bytes, as file managers and the service's own figures count them. */
export function showSize(sizeBytes: number): string {
  let unit = 0;
  let amount = sizeBytes;
  // What would be rounded to 1,000 is 1 of the next unit.
  while (amount >= (unit === 0 ? 1000 : 999.5) && unit < sizeUnits.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  const number = amount.toLocaleString(undefined, { maximumFractionDigits: digits });
  return `${number} ${sizeBytes === 1 ? 'byte' : sizeUnits[unit]}`;
}
