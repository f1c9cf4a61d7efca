import * as l10n from '@vscode/l10n';
import type { Measure, Unit } from '../../src/protocol/chart.ts';
import { displayLocale } from '../../src/protocol/language.ts';

/**
 * Numbers and dates as people in the user's locale write them. Dates are formatted from the digits the service sent,
 * as if they were UTC, so that no zone ever moves them.
 */
export interface DetailFormats {
  number(value: number, measure: Measure): string;
  /** Short, for the ticks of an axis. */
  tick(value: number, measure: Measure): string;
  /** A mean has decimals even where its values have none. */
  mean(value: number, measure: Measure): string;
  /** How far something has changed, without its sign: points of a rate, per cent of all else. */
  change(change: number, measure: Measure): string;
  /** For axis labels; `long` names the year and the offset too. */
  time(time: string, unit: Unit, long?: boolean): string;
  /** A date of the details: with its clock and offset where it has them. */
  date(text: string): string;
  /** An instant of this machine's own. */
  clock(epochMs: number): string;
}

const dateParts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?/;

export function createDetailFormats(locale = displayLocale()): DetailFormats {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const rounded = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency: 'USD' });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const compact = { notation: 'compact', maximumFractionDigits: 1 } as const;
  const shortNumber = new Intl.NumberFormat(locale, compact);
  const shortMoney = new Intl.NumberFormat(locale, { ...compact, style: 'currency', currency: 'USD' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const day = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;
  const hour = { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
  const dates = {
    day: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
    dayLong: new Intl.DateTimeFormat(locale, { ...day, weekday: 'short' }),
    dayPlain: new Intl.DateTimeFormat(locale, day),
    hour: new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...hour }),
    hourLong: new Intl.DateTimeFormat(locale, { ...day, ...hour }),
  };

  function number(value: number, measure: Measure): string {
    if (measure === 'money') return money.format(value);
    return measure === 'rate' ? percent.format(value) : plain.format(value);
  }

  return {
    number,
    change: (change, measure) =>
      measure === 'rate'
        ? l10n.t({
            message: '{0} points',
            args: [plain.format(Math.abs(change) * 100)],
            comment: ['Percentage points: how far a rate has changed'],
          })
        : percent.format(Math.abs(change)),
    mean: (value, measure) =>
      measure === 'money' || measure === 'rate' ? number(value, measure) : rounded.format(value),
    tick(value, measure) {
      if (measure === 'money') return shortMoney.format(value);
      return measure === 'rate' ? percent.format(value) : shortNumber.format(value);
    },
    time(time, unit, long = false) {
      const read = readDigits(time);
      if (!read) return time;
      if (unit === 'day') return (long ? dates.dayLong : dates.day).format(read.date);
      return long ? `${dates.hourLong.format(read.date)}${read.zone}` : dates.hour.format(read.date);
    },
    date(text) {
      const read = readDigits(text);
      if (!read) return text;
      return read.hasClock
        ? `${dates.hourLong.format(read.date)}${read.zone}`
        : dates.dayPlain.format(read.date);
    },
    clock: (epochMs) => clock.format(epochMs),
  };
}

/** The digits of a date as if they were UTC, and its zone as it stood there. */
function readDigits(text: string): { date: Date; hasClock: boolean; zone: string } | undefined {
  const found = dateParts.exec(text);
  if (!found) return undefined;
  const [digits, year, month, day, hour, minute] = found;
  const zone = text.slice(digits.length).replace(/^ /, '');
  if (/[\r\n\u2028\u2029]/.test(zone)) return undefined;
  const [h, m] = [Number(hour ?? 0), Number(minute ?? 0)];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), h, m));
  const shown = zone === '' ? '' : /^(Z|GMT|UTC|[+-]00:?00)$/.test(zone) ? ' UTC' : ` UTC${zone}`;
  return { date, hasClock: hour !== undefined, zone: shown };
}
