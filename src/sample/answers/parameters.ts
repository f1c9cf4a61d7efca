import { readDate } from '../../api/dates.ts';
import type { SampleCampaign } from '../world/campaignWorld.ts';
import type { SampleCard } from '../world/cardWorld.ts';
import { SampleRefusal } from './refusal.ts';
import type { SampleSegment } from '../world/segmentWorld.ts';
import type { Window } from '../world/series.ts';
import { sampleApps, type SampleApp, type World } from '../world/world.ts';

/*
 * Parameters as the service reads them: text from a query, JSON from a body, checked by the sample on its own and not by
 * the client's schemas, so that the two check each other. What is wrong is a 400, an unknown identifier too.
 */

/** What a request asked: its parameters by wire name, and when. */
export interface SampleRequest {
  params: Record<string, unknown>;
  nowMs: number;
  /** The origin the request came to, for addresses in answers. */
  origin: string;
}

function readOptionalText({ params }: SampleRequest, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new SampleRefusal(400, `${name} must be a string`);
  return value;
}

function readItem<T>(ask: SampleRequest, name: string, kind: string, find: (id: string) => T | undefined): T {
  const id = readOptionalText(ask, name);
  const item = id === undefined ? undefined : find(id);
  if (item === undefined)
    throw new SampleRefusal(400, `${name} must be a string of the ${kind} api identifier`);
  return item;
}

export function readSegment(ask: SampleRequest, world: World): SampleSegment {
  return readItem(ask, 'segment_id', 'Segment', world.findSegment);
}

export function readCampaign(ask: SampleRequest, world: World): SampleCampaign {
  return readItem(ask, 'campaign_id', 'Campaign', world.findCampaign);
}

export function readCard(ask: SampleRequest, world: World): SampleCard {
  return readItem(ask, 'card_id', 'Card', world.findCard);
}

export function readOptionalSegment(ask: SampleRequest, world: World): SampleSegment | undefined {
  return readOptionalText(ask, 'segment_id') === undefined ? undefined : readSegment(ask, world);
}

export function readOptionalApp(ask: SampleRequest): SampleApp | undefined {
  if (readOptionalText(ask, 'app_id') === undefined) return undefined;
  return readItem(ask, 'app_id', 'App', (id) => sampleApps.find((it) => it.id === id));
}

export function readEvent(ask: SampleRequest, world: World): string {
  const event = readOptionalText(ask, 'event');
  if (event === undefined || !world.hasEvent(event))
    throw new SampleRefusal(400, 'event must be the name of a custom event');
  return event;
}

/** Where the product stands in the list; undefined for all products. */
export function readOptionalProduct(ask: SampleRequest, world: World): number | undefined {
  const product = readOptionalText(ask, 'product');
  if (product === undefined) return undefined;
  const index = world.productIndex(product);
  if (index < 0) throw new SampleRefusal(400, 'product must be the name of a product');
  return index;
}

export function readFlag({ params }: SampleRequest, name: string): boolean {
  const value = params[name] ?? 'false';
  if (value !== 'true' && value !== 'false') throw new SampleRefusal(400, `${name} must be true or false`);
  return value === 'true';
}

/** The items of the page that was asked for; past the end there are none. */
export function cutPage<T>(ask: SampleRequest, items: readonly T[], per: number): T[] {
  const page = readWhole(ask, 'page', '0');
  if (page === undefined || page < 0) throw new SampleRefusal(400, 'page must be an integer of at least 0');
  return items.slice(page * per, (page + 1) * per);
}

function readWhole({ params }: SampleRequest, name: string, otherwise?: string): number | undefined {
  const text = params[name] ?? otherwise;
  return typeof text === 'string' && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** `length`, `ending_at` and, where the series has hours, `unit`. */
export function readWindow(ask: SampleRequest, { hours }: { hours: boolean }): Window {
  const length = readWhole(ask, 'length');
  // The sample has limits of its own, on purpose: one that was taken from the table could not show that the table is wrong.
  if (length === undefined || length < 1 || length > 100)
    throw new SampleRefusal(400, 'length must be an integer between 1 and 100');
  const unit = hours ? (readOptionalText(ask, 'unit') ?? 'day') : 'day';
  if (unit !== 'day' && unit !== 'hour') throw new SampleRefusal(400, 'unit must be one of day, hour');
  const ending = readOptionalText(ask, 'ending_at');
  if (ending === undefined) return { unit, length, endMs: ask.nowMs, offset: '+00:00', nowMs: ask.nowMs };
  const offset = /[+-]\d\d:\d\d$/.exec(ending)?.[0] ?? '+00:00';
  return { unit, length, endMs: readInstant(ask, 'ending_at'), offset, nowMs: ask.nowMs };
}

/** A point in time, epoch milliseconds; one that names no zone is on the app group's clock, UTC. */
export function readInstant(ask: SampleRequest, name: string): number {
  const date = readDate(readOptionalText(ask, name) ?? '');
  if (date === undefined) throw new SampleRefusal(400, `${name} must be a valid ISO 8601 datetime`);
  return date.kind === 'instant'
    ? date.epochMs
    : Date.parse(date.kind === 'local' ? `${date.text}Z` : date.text);
}

/** A list of text; undefined where it was left out. Numbers are taken too, as the service takes them. */
export function readTexts({ params }: SampleRequest, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  const isText = (it: unknown): it is string | number => typeof it === 'string' || typeof it === 'number';
  if (!Array.isArray(value) || !value.every(isText))
    throw new SampleRefusal(400, `${name} must be an array of strings`);
  return value.map(String);
}

/** A callback is checked and then left alone: the sample sends nothing to anybody. */
export function checkCallback(ask: SampleRequest): void {
  const callback = readOptionalText(ask, 'callback_endpoint');
  if (callback !== undefined && !/^https?:$/.test(URL.parse(callback)?.protocol ?? ''))
    throw new SampleRefusal(400, 'callback_endpoint must be a valid URL');
}
