import * as z from 'zod';
import { noArgument, type Reader } from '../host/answerer.ts';
import { patternKinds } from '../protocol/searchPattern.ts';
import {
  columnShows,
  copyForms,
  longestFilter,
  longestText,
  mostMarkedTexts,
  saveFormats,
  stepDirections,
  type ListRef,
  type ViewerPage,
} from '../protocol/viewer.ts';
import { comparisonParts, type TaskKind, type TaskRequest } from '../protocol/viewerTask.ts';
import type { ArgumentOf } from '../protocol/rpc.ts';

/**
 * Schemas that take every value of their types and nothing else: with `satisfies` alone one that takes less would compile,
 * and a member that is added to a type would be refused when it comes in.
 */
function schemasOf<Types extends object>() {
  return <Schemas extends { readonly [Name in keyof Types]: Reader<Types[Name]> }>(
    schemas: Schemas & {
      readonly [Name in keyof Types]: Types[Name] extends ReturnType<Schemas[Name]['parse']>
        ? unknown
        : never;
    },
  ): Schemas => schemas;
}

/** One of some schemas, told apart by a key; what is wrong inside it is told by its own schema. */
function oneOf<Key extends string, Schema extends z.ZodObject<Record<Key, z.ZodLiteral<string>>>>(
  key: Key,
  schemas: Readonly<Record<string, Schema>>,
) {
  return z.discriminatedUnion(key, Object.values(schemas) as [Schema, ...Schema[]]);
}

/** Lines and rows: lists have numbers of 32 bits. */
const row = z.int().min(0).max(0xffff_ffff);
const task = z.int().min(1);
const seen = z.int().min(0);
const filter = z.string().max(longestFilter);
/** Empty for a key that is. */
const path = z.string().max(longestText);

const lists = schemasOf<{ [Of in ListRef['of']]: Extract<ListRef, { of: Of }> }>()({
  file: z.strictObject({ of: z.literal('file') }),
  task: z.strictObject({ of: z.literal('task'), task }),
  comparison: z.strictObject({ of: z.literal('comparison'), task, part: z.enum(comparisonParts) }),
});
const list = oneOf('of', lists);

const column = z.strictObject({
  path,
  show: z.enum(columnShows),
  widthPx: z.number().min(1).max(100_000).optional(),
});
const columns = z.array(column).max(200);

const ranges = z
  .array(z.strictObject({ from: row, to: row }))
  .max(10_000)
  .refine((all) => all.every((it, i) => it.from <= it.to && it.from > (all[i - 1]?.to ?? -1)));

const pattern = z.strictObject({
  kind: z.enum(patternKinds),
  text: z.string().min(1).max(longestText),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
  isRaw: z.boolean(),
});

const tasks = schemasOf<{ [Kind in TaskKind]: Extract<TaskRequest, { kind: Kind }> }>()({
  find: z.strictObject({ kind: z.literal('find'), pattern, filter }),
  filter: z.strictObject({ kind: z.literal('filter'), filter }),
  count: z.strictObject({ kind: z.literal('count'), path, filter }),
  profile: z.strictObject({ kind: z.literal('profile'), filter }),
});

/** What may come in from the page of the NDJSON editor, whose every text may be somebody else's: a row for each question. */
export const viewerArguments = schemasOf<{ [Name in keyof ViewerPage]: ArgumentOf<ViewerPage[Name]> }>()({
  start: noArgument,
  watchFile: z.strictObject({ seen }),
  reopen: noArgument,
  openAsIs: noArgument,
  convert: noArgument,
  readRows: z.strictObject({ list, from: row, count: z.int().min(0).max(500), columns }),
  findRowIndex: z.strictObject({ list, line: row }),
  readExcerpt: z.strictObject({ list, rowIndex: row, pattern }),
  findMarks: z.strictObject({
    pattern,
    texts: z.array(z.string().max(longestText)).max(mostMarkedTexts),
  }),
  startTask: oneOf('kind', tasks),
  watchTask: z.strictObject({ task, seen }),
  stopTask: z.strictObject({ task }),
  stepHit: z.strictObject({
    task,
    list,
    rowIndex: z.int().min(-1).max(0xffff_ffff),
    direction: z.enum(stepDirections),
  }),
  findKey: z.strictObject({ text: z.string().max(longestText), isRaw: z.boolean() }),
  openRow: z.strictObject({ list, rowIndex: row, beside: z.boolean() }),
  openRows: z.strictObject({ list, ranges }),
  copyCounts: z.strictObject({ task }),
  copyTable: z.strictObject({ cells: z.array(z.array(z.string()).max(100)).max(200_000) }),
  copyRows: z.strictObject({ list, ranges, as: z.enum(copyForms) }),
  saveRows: z.strictObject({ list, ranges: ranges.optional(), format: z.enum(saveFormats), columns }),
  compareRows: z.strictObject({ list, rowIndexes: z.tuple([row, row]) }),
  compareFile: noArgument,
  rememberColumns: z.strictObject({ columns }),
});

/** Columns as they were remembered, perhaps by another version. */
export const rememberedColumns = columns.min(1);
