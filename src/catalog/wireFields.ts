import { readDate } from '../api/dates.ts';
import type { FieldValue } from '../protocol/detail.ts';

/** Collects the images that a description mentions; the page gets their numbers and asks for one by its number. */
export interface Images {
  urls: string[];
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How a value of the service is shown where its shape is all that is known of it; undefined where it says nothing. */
export function describeValue(name: string, value: unknown, images: Images): FieldValue | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'boolean') return { as: 'flag', on: value };
  if (typeof value === 'string') return describeText(name, value, images);
  if (typeof value === 'number') return { as: 'text', text: String(value) };
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    if (value.length === 0) return undefined;
    return value.every((it) => typeof it === 'string') ? { as: 'tags', tags: value } : asJson(value);
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  const flat = entries.every(([, it]) => it === null || typeof it !== 'object');
  if (!flat) return asJson(value);
  return {
    as: 'pairs',
    pairs: entries.map(([key, it]) => ({ name: key, value: it === null ? '' : String(it) })),
  };
}

function describeText(name: string, text: string, images: Images): FieldValue {
  if (/image_?url/i.test(name) && isImageAddress(text))
    return { as: 'image', image: images.urls.push(text) - 1, address: text };
  // readDate is strict: Date.parse would take any four digits for a year.
  return readDate(text) ? { as: 'date', text } : { as: 'text', text };
}

/** Only https: what is fetched must neither be read nor changed on the way. */
function isImageAddress(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function asJson(value: unknown): FieldValue {
  return { as: 'json', text: JSON.stringify(value, null, 2) };
}
