/**
 * A date as the service writes it. A `day` and a `local` time name no zone, so they are never turned into an instant:
 * shifting them through the local time zone would move them to another day.
 */
export type ServiceDate =
  | { kind: 'instant'; text: string; epochMs: number }
  | { kind: 'local'; text: string }
  | { kind: 'day'; text: string };

const day = String.raw`\d{4}-\d{2}-\d{2}`;
const time = String.raw`\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?`;
const dayOnly = new RegExp(`^${day}$`);
const localTime = new RegExp(`^${day}[T ]${time}$`);
const zonedTime = new RegExp(`^(${day})[T ](${time}) ?(UTC|GMT|Z|[+-]\\d{2}:?\\d{2})$`);

/** Reads any of the seven formats that the service uses; undefined for text that is no date (it is still shown as text). */
export function readDate(text: string): ServiceDate | undefined {
  if (dayOnly.test(text)) return isRealDay(text) ? { kind: 'day', text } : undefined;
  if (localTime.test(text))
    return isRealDay(text) && isRealTime(text.slice(11)) ? { kind: 'local', text } : undefined;
  const [, date, clock, zone] = zonedTime.exec(text) ?? [];
  if (!date || !clock || !zone || !isRealDay(date)) return undefined;
  const offset = /^[+-]/.test(zone) ? zone.replace(/^(...):?(..)$/, '$1:$2') : 'Z';
  const epochMs = Date.parse(`${date}T${clock}${offset}`);
  return Number.isNaN(epochMs) ? undefined : { kind: 'instant', text, epochMs };
}

function isRealTime(text: string): boolean {
  return !Number.isNaN(Date.parse(`2000-01-01T${text}Z`));
}

/** True for `2024-02-29`, false for `2023-02-29`: Date.parse would roll the latter over to March. */
export function isRealDay(text: string): boolean {
  const isoDay = text.slice(0, 10);
  const epochMs = Date.parse(`${isoDay}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(isoDay);
}
