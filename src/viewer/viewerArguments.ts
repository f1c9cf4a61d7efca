import * as z from 'zod';
import { longestFilter, longestText, mostMarkedTexts, saveFormats } from '../protocol/viewer.ts';

/** What may come in from the page of the NDJSON editor, whose every text may be somebody else's. */

/** Lines and places: lists have numbers of 32 bits. */
const place = z.int().min(0).max(0xffff_ffff);
const task = z.int().min(1);
const seen = z.int().min(0);
const filter = z.string().max(longestFilter);
/** Empty for a key that is. */
const path = z.string().max(longestText);

const list = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('file') }),
  z.strictObject({ of: z.literal('task'), task }),
  z.strictObject({ of: z.literal('comparison'), task, part: z.enum(['came', 'left', 'changed']) }),
]);

const column = z.strictObject({
  path,
  show: z.enum(['value', 'last', 'count']),
  widthPx: z.number().min(1).max(100_000).optional(),
});
const columns = z.array(column).max(200);

const stretches = z
  .array(z.strictObject({ from: place, to: place }))
  .max(10_000)
  .refine((all) => all.every((it, i) => it.from <= it.to && it.from > (all[i - 1]?.to ?? -1)));

const pattern = z.strictObject({
  kind: z.enum(['text', 'regex']),
  text: z.string().min(1).max(longestText),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
  isRaw: z.boolean(),
});

const taskRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('find'), pattern, filter }),
  z.strictObject({ kind: z.literal('filter'), filter }),
  z.strictObject({ kind: z.literal('count'), path, filter }),
  z.strictObject({ kind: z.literal('profile'), filter }),
]);

export const viewerArguments = {
  watchFile: z.strictObject({ seen }),
  readRows: z.strictObject({ list, from: place, count: z.int().min(0).max(500), columns }),
  findPlace: z.strictObject({ list, line: place }),
  readExcerpt: z.strictObject({ list, place, pattern }),
  findMarks: z.strictObject({
    pattern,
    texts: z.array(z.string().max(longestText)).max(mostMarkedTexts),
  }),
  startTask: taskRequest,
  watchTask: z.strictObject({ task, seen }),
  task: z.strictObject({ task }),
  filter: z.strictObject({ filter }),
  stepHit: z.strictObject({
    task,
    list,
    place: z.int().min(-1).max(0xffff_ffff),
    direction: z.enum(['next', 'previous']),
  }),
  findKey: z.strictObject({ text: z.string().max(longestText), isRaw: z.boolean() }),
  openRow: z.strictObject({ list, place, beside: z.boolean() }),
  openRows: z.strictObject({ list, stretches }),
  copyTable: z.strictObject({ cells: z.array(z.array(z.string()).max(100)).max(200_000) }),
  copyRows: z.strictObject({ list, stretches, as: z.enum(['json', 'id']) }),
  saveRows: z.strictObject({
    list,
    stretches: stretches.optional(),
    format: z.enum(saveFormats),
    columns,
  }),
  compareRows: z.strictObject({ list, places: z.tuple([place, place]) }),
  rememberColumns: z.strictObject({ columns }),
};

/** Columns as they were remembered, perhaps by another version. */
export const rememberedColumns = columns.min(1);
