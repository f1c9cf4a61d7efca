import * as l10n from '@vscode/l10n';
import * as z from 'zod';
import { isRealDay, readDate } from './dates.ts';
import { isExact, OddItem } from './oddItem.ts';

/*
 * What goes in and out of every endpoint. Wire names end here: an answer's schema takes what the service sends and
 * gives the domain type, with known keys in camelCase and every unknown key kept under `other`. Answers are lenient
 * where the service is: absent and null are one thing (undefined, or an empty list), numbers may come as strings.
 * Parameters are strict: each message completes the sentence "`name` …, but … was given."
 */

// --- Answers: building blocks ---

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;

/** What a record's schema takes: each field may also be null or an empty list, and there may be others. */
type Wire<Shape extends z.ZodRawShape> = {
  [Name in keyof z.input<z.ZodObject<Shape>>]: z.input<z.ZodObject<Shape>>[Name] | null | [];
} & Record<string, unknown>;

type Renamed<Shape extends z.ZodRawShape> = {
  [Name in keyof Shape & string as CamelCase<Name>]: z.output<Shape[Name]>;
} & { other: Record<string, unknown> };

/**
 * An object of the service, as the domain sees it: camelCase keys, and under `other` the keys this version does not know.
 * A field's schema sees no nulls: to it null and an empty list are absent, and a null in a list is not there.
 */
function record<Shape extends z.ZodRawShape>(shape: Shape, apart: readonly string[] = []) {
  const renames = Object.keys(shape).map((name): [string, string] => [name, camelCase(name)]);
  // `__proto__` is not copied: assigning it would change the object's prototype.
  const taken = new Set([...Object.keys(shape), ...apart, '__proto__']);
  const fields = Object.fromEntries(renames.map(([name, key]) => [key, shape[name]]));
  const renamed = z.object({ ...fields, other: z.any() }) as unknown as z.ZodType<
    Renamed<Shape>,
    Record<string, unknown>
  >;
  const checks = findChecks(fields);
  return z.transform((wire: Wire<Shape>, context): Renamed<Shape> => {
    if (!isRecord(wire)) return refuse(context, [{ code: 'custom', message: 'must be an object', path: [] }]);
    // Always all keys in one order: engines read records of one form faster.
    const known: Record<string, unknown> = {};
    for (const [name, key] of renames)
      known[key] = withoutNulls(wire[name]) ?? (fields[key] === strings ? [] : undefined);
    const other: Record<string, unknown> = {};
    for (const name of Object.keys(wire)) if (!taken.has(name)) other[name] = wire[name];
    known['other'] = other;
    // Most records are as the document has them: that is cheaper to see than to let the schema make them once more.
    if (checks?.every(({ key, fits }) => fits(known[key]))) return known as Renamed<Shape>;
    const read = renamed.safeParse(known);
    return read.success ? read.data : refuse(context, read.error.issues);
  });
}

/** Checks whether the schemas would leave a record's fields unchanged; undefined where a schema is not simple enough. */
function findChecks(fields: Record<string, unknown>): FieldCheck[] | undefined {
  const checks = Object.entries(fields).flatMap(([key, schema]): FieldCheck[] => {
    const fits = simpleSchemas.get(schema);
    return fits ? [{ key, fits }] : [];
  });
  return checks.length === Object.keys(fields).length ? checks : undefined;
}

interface FieldCheck {
  key: string;
  fits: (value: unknown) => boolean;
}

function refuse(context: z.core.$RefinementCtx, issues: readonly z.core.$ZodIssue[]): never {
  for (const issue of issues) context.addIssue({ ...issue, input: undefined });
  return z.NEVER;
}

/** Details, of which at least one field is known, or which the service calls a success. */
function details<Shape extends z.ZodRawShape>(shape: Shape) {
  const whole = answer(shape);
  return z
    .custom<z.input<typeof whole>>((it) => saysOneOf(Object.keys(shape), it), 'must be details')
    .pipe(whole);
}

/** A record that is the whole answer, without the service's `message` and `errors`. */
function answer<Shape extends z.ZodRawShape>(shape: Shape) {
  return record(shape, ['message', 'errors']);
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function withoutNulls(value: unknown): unknown {
  if (value === null) return undefined;
  if (!Array.isArray(value)) return value;
  if (value.length === 0) return undefined;
  return value.includes(null) ? value.filter((item) => item !== null) : value;
}

function list<Schema extends z.ZodType>(schema: Schema) {
  return z.array(schema).default([]);
}

/**
 * A list that stands under `key` in its envelope; the answer is the list itself. A null is an empty list, and so is no
 * list at all where the service says "success". Any other answer without the list (`{"message":"queued"}`) is no list:
 * it must not pass for the end of one.
 */
export function under<Key extends string, Schema extends z.ZodType>(
  key: Key,
  schema: Schema,
  accepts = (answer: unknown): boolean => saysOneOf([key], answer),
) {
  const items = z.array(schema);
  return z
    .custom<Wire<Record<Key, z.ZodOptional<typeof items>>>>(accepts, `must have ${key}`)
    .transform((envelope): Record<string, unknown> => ({ [key]: withoutNulls(envelope[key]) ?? [] }))
    .pipe(z.object({ [key]: items }))
    .transform((envelope): z.output<Schema>[] => envelope[key] ?? []);
}

/**
 * A page of a list that people look through: as `under`, but an item that fits no schema is an `OddItem` in its place, which
 * the pager keeps apart from the others. (To the type it is none of the items: whoever wants odd ones asks the pager.)
 */
export function listed<Key extends string, Schema extends z.ZodType>(key: Key, schema: Schema) {
  const item = z.unknown().transform((raw): z.output<Schema> => {
    const read = schema.safeParse(raw);
    return read.success ? read.data : (new OddItem(raw, key) as z.output<Schema>);
  });
  // What goes in is what the schema takes, for those who make up answers.
  return under(key, item as unknown as Schema);
}

/**
 * A data series: the points under `data`. Here an empty list alone is an empty series. A null, no list at all, and points
 * of which none has a time and a field that the series knows are something else, which must not pass for "no data".
 */
export function dataOf<Schema extends z.ZodType>(point: Schema) {
  return under('data', point, (answer) => {
    const data = isRecord(answer) ? answer['data'] : undefined;
    if (!Array.isArray(data)) return false;
    const isSeries = data.length === 0 || data.some((it) => isPoint(it, pointFields.get(point)));
    // What does not fit goes to the schema, which says where.
    return isSeries || !z.array(point).safeParse(withoutNulls(data)).success;
  });
}

/** The fields of each kind of point besides its time, by their wire names. */
const pointFields = new WeakMap<z.ZodType, readonly string[]>();

function isPoint(value: unknown, fields: readonly string[] = []): boolean {
  if (!isRecord(value) || typeof value['time'] !== 'string' || !readDate(value['time'])) return false;
  // With a time alone it is a day without numbers, which there are.
  return Object.keys(value).length === 1 || fields.some((it) => it in value);
}

/** A point of a data series. */
function point<Shape extends z.ZodRawShape>(shape: Shape) {
  const made = record({ time, ...shape });
  pointFields.set(made, Object.keys(shape));
  return made;
}

/** True where an answer has one of these keys, or needs none of them because it says that all went well. */
function saysOneOf(keys: readonly string[], answer: unknown): boolean {
  if (!isRecord(answer)) return false;
  return keys.some((key) => key in answer) || /^success$/i.test(String(answer['message']));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = z.string().optional();
const flag = z.boolean().optional();
const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^(-?\d+(\.\d+)?([eE][+-]?\d+)?)?$/, 'must be a number')
      .transform((value) => (value === '' ? undefined : Number(value))),
  ])
  .optional();
/** A number that has lost digits would be the id of another. */
const id = z.union([z.string(), z.number().refine(isExact, 'must be text').transform(String)]);
const anyId = z.union([z.string(), z.number().transform(String)]);
const time = z.string();
const strings = list(z.string());

/** A wire record whose keys are open-ended (a user, the statistics of a channel, a message variation): kept as it came. */
const openRecord = z.custom<Record<string, unknown>>(isRecord, 'must be an object');

/** The schemas that leave most values unchanged, each with the check for it. */
const simpleSchemas = new Map<unknown, FieldCheck['fits']>([
  [text, (value) => value === undefined || typeof value === 'string'],
  [flag, (value) => value === undefined || typeof value === 'boolean'],
  [number, (value) => value === undefined || Number.isFinite(value)],
  [id, (value) => typeof value === 'string'],
  [time, (value) => typeof value === 'string'],
  [strings, (value) => Array.isArray(value) && value.every((it) => typeof it === 'string')],
]);

// --- Answers ---

/** An item of `/segments/list`. */
export const segmentSummary = record({ id, name: text, analytics_tracking_enabled: flag, tags: strings });

/** `/segments/details`. `description` is the text generated from the filters, `textDescription` the one people wrote. */
export const segmentDetails = details({
  name: text,
  created_at: text,
  updated_at: text,
  description: text,
  text_description: text,
  tags: strings,
  teams: strings,
});

/** A day of `/segments/data_series`. */
export const segmentPoint = point({ size: number });

/** An item of `/campaigns/list`. */
export const campaignSummary = record({
  id,
  name: text,
  is_api_campaign: flag,
  last_edited: text,
  tags: strings,
});

/** `/campaigns/details`. `messages` is keyed by variation id; the shape of each depends on its channel. */
export const campaignDetails = details({
  name: text,
  created_at: text,
  updated_at: text,
  description: text,
  schedule_type: text,
  channels: strings,
  first_sent: text,
  last_sent: text,
  archived: flag,
  draft: flag,
  enabled: flag,
  tags: strings,
  teams: strings,
  messages: openRecord.optional(),
  conversion_behaviors: list(openRecord),
});

/** One message variation's statistics on one channel and day; which ones there are depends on channel and time. */
export type MessageStats = Record<string, unknown>;

/** A channel is a list of variations; one that is a single record is a list of one. */
const channel = z
  .union([z.array(openRecord.nullable()), openRecord])
  .nullish()
  .transform((rows): MessageStats[] =>
    Array.isArray(rows) ? rows.filter((row) => row !== null) : rows ? [rows] : [],
  );

/** A day of `/campaigns/data_series`: `messages` maps a channel to its variations; further conversions are in `other`. */
export const campaignPoint = point({
  conversions: number,
  conversions_by_send_time: number,
  revenue: number,
  unique_recipients: number,
  messages: z.record(z.string(), channel).default({}),
});

/** An item of `/feed/list`. `type` is NewsItem, CaptionedImage, Banner or DevPick, or one this version does not know. */
export const cardSummary = record({ id, type: text, title: text, tags: strings });

/** `/feed/details`. */
export const cardDetails = details({
  name: text,
  title: text,
  description: text,
  created_at: text,
  updated_at: text,
  publish_at: text,
  end_at: text,
  image_url: text,
  extras: z.union([openRecord, z.array(z.unknown())]).optional(),
  tags: strings,
  archived: flag,
  draft: flag,
});

/** A day or hour of `/feed/data_series`. */
export const cardPoint = point({
  impressions: number,
  clicks: number,
  unique_impressions: number,
  unique_clicks: number,
});

export const mauPoint = point({ mau: number });
export const dauPoint = point({ dau: number });
export const newUsersPoint = point({ new_users: number });
export const uninstallsPoint = point({ uninstalls: number });
export const sessionsPoint = point({ sessions: number });
export const eventPoint = point({ count: number });
export const revenuePoint = point({ revenue: number });
export const quantityPoint = point({ purchase_quantity: number });

/** The name of a custom event or a product, which may be any text at all. A null in such a list names nothing and is dropped. */
export const names = <Key extends string>(key: Key) => listed(key, z.string());

const userAnswer = answer({ users: list(openRecord), invalid_user_ids: list(anyId) });

/** `/users/export/ids`. Users keep their wire names: they are documents to be shown and saved as they came. */
export const usersById = z
  .custom<z.input<typeof userAnswer>>((it) => saysOneOf(['users', 'invalid_user_ids'], it), 'must name users')
  .pipe(userAnswer);

/** `/users/export/segment`. `url` is missing where the company has a bucket of its own. */
export const exportStarted = answer({ object_prefix: text, url: text });

/** `/raw_data/export`. */
export const rawExportStarted = answer({ success: flag });

// --- Users, for reading one and for making one up ("Sample User Export File Output") ---

const dated = { first: z.string().nullish(), last: z.string().nullish(), count: z.number().nullish() };

/** The documented profile. Loose on purpose: it says what is known of a user and never what is allowed. */
export const userProfile = z.looseObject({
  external_id: z.string().nullish(),
  appboy_id: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
  email: z.string().nullish(),
  dob: z.string().nullish(),
  home_city: z.string().nullish(),
  country: z.string().nullish(),
  phone: z.string().nullish(),
  language: z.string().nullish(),
  time_zone: z.string().nullish(),
  last_coordinates: z.array(z.number()).nullish(),
  gender: z.string().nullish(),
  total_revenue: z.number().nullish(),
  push_subscribe: z.string().nullish(),
  email_subscribe: z.string().nullish(),
  custom_attributes: openRecord.nullish(),
  custom_events: z.array(z.looseObject({ name: z.string().nullish(), ...dated })).nullish(),
  purchases: z.array(z.looseObject({ name: z.string().nullish(), ...dated })).nullish(),
  devices: z.array(openRecord).nullish(),
  push_tokens: z.array(openRecord).nullish(),
  apps: z.array(z.looseObject({ sessions: z.union([z.string(), z.number()]).nullish() })).nullish(),
  campaigns_received: z.array(openRecord).nullish(),
  cards_clicked: z.array(openRecord).nullish(),
});
export type UserProfile = z.infer<typeof userProfile>;

// --- Parameters ---

const wholeNumber = (min: number, max: number, must: string) =>
  z.number(must).int(must).min(min, must).max(max, must);

const filledText = z.string(l10n.t('must be text')).min(1, l10n.t('must not be empty'));

const instantPattern = /^\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const instantMust = l10n.t(
  'must be an ISO 8601 instant with a two-digit offset, such as 2014-12-10T23:59:59-05:00',
);
const instant = z
  .string(instantMust)
  .refine((it) => instantPattern.test(it) && isRealDay(it) && !Number.isNaN(Date.parse(it)), instantMust);

/** The parameter of every list. */
export const pageParams = z.strictObject({
  page: wholeNumber(0, 1_000_000, l10n.t('must be a page number from 0 to 1000000')).optional(),
});

export const archivablePageParams = pageParams.extend({
  include_archived: z.boolean(l10n.t('must be true or false')).optional(),
});

const lengthUpTo = (longest: number) =>
  wholeNumber(1, longest, l10n.t('must be a whole number from 1 to {0}', longest));

/** The window of a daily series, besides what names the thing: `length` days that end at `ending_at` (default: now). */
export const windowed =
  <Shape extends z.ZodRawShape>(shape: Shape) =>
  (longest: number) =>
    z.strictObject({ ...shape, length: lengthUpTo(longest), ending_at: instant.optional() });

/** The window of a series that has hours too. */
export const unitWindowed =
  <Shape extends z.ZodRawShape>(shape: Shape) =>
  (longest: number) =>
    z.strictObject({
      ...shape,
      length: lengthUpTo(longest),
      unit: z.enum(['day', 'hour'], l10n.t('must be "day" or "hour"')).optional(),
      ending_at: instant.optional(),
    });

export const filledId = filledText;
export const optionalText = filledText.optional();

const fields = z
  .array(filledText, l10n.t('must be a list of field names'))
  .min(1, l10n.t('must name a field, or be left out'))
  .optional();
const callback = z
  .url({ protocol: /^https?$/, error: l10n.t('must be an http or https address') })
  .optional();

export function usersByIdParams(longest: number) {
  const must = l10n.t('must be a list of 1 to {0} external ids', longest);
  return z.strictObject({
    external_ids: z.array(filledText, must).min(1, must).max(longest, must),
    fields_to_export: fields,
  });
}

export const segmentExportParams = z.strictObject({
  segment_id: filledText,
  callback_endpoint: callback,
  fields_to_export: fields,
});

export const rawExportParams = z.strictObject({
  starting_at: instant,
  ending_at: instant,
  app_ids: z.array(filledText, l10n.t('must be a list of app ids')).optional(),
  event_names: z.array(filledText, l10n.t('must be a list of event names')).optional(),
  callback_endpoint: callback,
});

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** The limits of "Raw Event Stream Export" that depend on both ends or on today: undefined, or a sentence to show. */
export function checkRawExportSpan(
  span: { starting_at: string; ending_at: string },
  nowMs: number,
): string | undefined {
  const fromMs = Date.parse(span.starting_at);
  const toMs = Date.parse(span.ending_at);
  const oldestMs = monthsBefore(nowMs, 3);
  if (toMs <= fromMs)
    return l10n.t('`ending_at` must be after `starting_at`, but {0} was given.', span.ending_at);
  if (toMs - fromMs > weekMs)
    return l10n.t(
      '`ending_at` must be at most 7 days after `starting_at`, but {0} to {1} was given.',
      span.starting_at,
      span.ending_at,
    );
  if (fromMs < oldestMs)
    return l10n.t('`starting_at` must be within the last 3 months, but {0} was given.', span.starting_at);
  return undefined;
}

/** The same moment some months earlier; where that month is too short, on its last day. */
function monthsBefore(epochMs: number, months: number): number {
  const moved = new Date(epochMs);
  moved.setUTCMonth(moved.getUTCMonth() - months);
  // The 31st of a month of 30 days rolled over to the 1st: the day 0 is the last one of the month before.
  if (moved.getUTCDate() !== new Date(epochMs).getUTCDate()) moved.setUTCDate(0);
  return moved.getTime();
}
