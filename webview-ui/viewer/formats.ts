/** Numbers and sizes as people in the user's locale write them. */
export interface Formats {
  number(value: number): string;
  /** A share of a whole, such as 12.3 %. */
  share(part: number, whole: number): string;
  size(bytes: number): string;
  /** `1 line`, `1,234 lines`. */
  count(value: number, noun: string): string;
}

const units = ['KB', 'MB', 'GB', 'TB'];

export function createFormats(locale?: string): Formats {
  const whole = new Intl.NumberFormat(locale);
  const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    number: (value) => whole.format(value),
    share: (part, of) => percent.format(of === 0 ? 0 : part / of),
    count: (value, noun) => `${whole.format(value)} ${noun}${value === 1 ? '' : 's'}`,
    size(bytes) {
      if (bytes < 1024) return `${whole.format(bytes)} B`;
      let [value, unit] = [bytes, -1];
      while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
      return `${fine.format(value)} ${units[unit]}`;
    },
  };
}
