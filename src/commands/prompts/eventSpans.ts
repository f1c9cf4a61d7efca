import * as l10n from '@vscode/l10n';
import { displayLocale } from '../../protocol/language.ts';
/*
 * Spans of raw event exports. Weeks and bare dates are read in UTC: there each week has 168 hours, which is what the
 * service takes at most; in a time zone with daylight saving time a week may have 169.
 */

/** Two instants, ISO 8601 with an offset. */
export interface EventSpan {
  startingAt: string;
  endingAt: string;
}

export const dayMs = 86_400_000;
export const weekMs = 7 * dayMs;

/** From Monday to Monday: the last week that is over, or one before it. */
export function fullWeek(now: number, weeksBefore = 0): EventSpan {
  const today = Math.floor(now / dayMs) * dayMs;
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  const end = today - sinceMonday * dayMs - weeksBefore * weekMs;
  return { startingAt: writeInstant(end - weekMs), endingAt: writeInstant(end) };
}

/** `2016-02-23T00:00:00+00:00`, as the document's example writes it. */
export function writeInstant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timePattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)$/;
const instantPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads what a person types: a date, a date with a time, or an instant with an offset; without an offset it is UTC. A
 * date alone is where that day begins, or as the end of a span where it ends. Undefined for anything else.
 */
export function readMoment(text: string, end: 'start' | 'end'): string | undefined {
  const trimmed = text.trim();
  if (datePattern.test(trimmed)) {
    const at = parseDay(trimmed, '00:00:00Z');
    return at === undefined ? undefined : writeInstant(end === 'end' ? at + dayMs : at);
  }
  const [, day = '', time] = timePattern.exec(trimmed) ?? [];
  if (time !== undefined) {
    const at = parseDay(day, `${time}Z`);
    return at === undefined ? undefined : writeInstant(at);
  }
  const [, date = '', clock, offset] = instantPattern.exec(trimmed) ?? [];
  if (clock === undefined || parseDay(date, `${clock}${offset}`) === undefined) return undefined;
  return `${date}T${clock}${offset === 'Z' ? '+00:00' : offset}`;
}

/** Not every text that looks like a date is one: `Date.parse` would roll February 30 over to March. */
function parseDay(day: string, rest: string): number | undefined {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const at = Date.parse(`${day}T${rest}`);
  const isReal = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  return isReal && !Number.isNaN(at) ? at : undefined;
}

/** The days of a span as a person names them: the end is the last day that is in it. */
export function describeSpan({ startingAt, endingAt }: EventSpan, locale = displayLocale()): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(Date.parse(startingAt), Date.parse(endingAt) - 1);
}

/** The service has events only a day or two after they happened. */
const delayMs = { shortest: dayMs, longest: 2 * dayMs };

/** A note on events that have not arrived yet for a span; undefined where all have. */
export function warnOfDelay({ endingAt }: EventSpan, now: number): string | undefined {
  const ageMs = now - Date.parse(endingAt);
  if (ageMs < delayMs.shortest)
    return l10n.t('Its last day or two are not there yet: events arrive 24 to 48 hours late.');
  return ageMs < delayMs.longest
    ? l10n.t('Its last day may be incomplete: events arrive 24 to 48 hours late.')
    : undefined;
}

/** Why a span cannot be exported; undefined where it can be. */
export function findFault({ startingAt, endingAt }: EventSpan, now: number): string | undefined {
  const [start, end] = [Date.parse(startingAt), Date.parse(endingAt)];
  if (end <= start) return l10n.t('The end must be after the start.');
  if (end > now + dayMs) return l10n.t('The end lies in the future.');
  return undefined;
}

/** How many requests a span takes: a week each, one after the other. */
export function countWeeks({ startingAt, endingAt }: EventSpan): number {
  return Math.ceil((Date.parse(endingAt) - Date.parse(startingAt)) / weekMs);
}
