import { displayLocale } from '../../src/protocol/language.ts';

/** Numbers and sizes as people in the user's locale write them. */
export interface Formats {
  number(value: number): string;
  /** A share of a whole, such as 12.3 %. */
  share(part: number, whole: number): string;
  /** As `showSize` of the host, which says how. */
  size(bytes: number): string;
  /** `1 line`, `1,234 lines`. */
  count(value: number, noun: string): string;
}

const units = ['KB', 'MB', 'GB', 'TB'];

export function createFormats(locale = displayLocale()): Formats {
  const whole = new Intl.NumberFormat(locale);
  const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    number: (value) => whole.format(value),
    share: (part, of) => percent.format(of === 0 ? 0 : part / of),
    count: (value, noun) => `${whole.format(value)} ${noun}${value === 1 ? '' : 's'}`,
    size(bytes) {
      if (bytes < 1024) return `${whole.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
      let [value, unit] = [bytes / 1024, 0];
      // What would be rounded to 1,024 is 1 of the next unit.
      while (value >= 1023.95 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
      return `${fine.format(value)} ${units[unit]}`;
    },
  };
}
