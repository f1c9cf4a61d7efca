import * as l10n from '@vscode/l10n';
import path from 'node:path';
import * as z from 'zod';
import type { FileStamp } from '../ndjson/file/fileStamp.ts';
import { UserError } from '../protocol/userError.ts';
import type { ByteRange, LineRef, LineSelectionRef } from './lineRefs.ts';

/** `json`: one line formatted; `sorted`: the same, keys sorted, for comparing; `lines`: as they stand. */
const lineLayouts = ['json', 'sorted', 'lines'] as const;
export type LineLayout = (typeof lineLayouts)[number];

/** Where the text of a document of lines is: all that is in its address, with which it is read again after a restart. */
export interface LineAddress {
  readonly path: string;
  readonly stamp: FileStamp;
  readonly layout: LineLayout;
  readonly bytes: readonly ByteRange[];
}

/** Longer addresses are a burden for the editor, which keeps them in many places. */
const longestRanges = 4000;

export function addressOf(
  { path: file, stamp, bytes }: LineRef,
  layout: Exclude<LineLayout, 'lines'>,
): LineAddress {
  return { path: file, stamp, layout, bytes: [bytes] };
}

export function addressOfLines({ path: file, stamp, bytes }: LineSelectionRef): LineAddress {
  return { path: file, stamp, layout: 'lines', bytes };
}

/** As plain texts. Of very many scattered lines not all can be said: their document cannot be read again. */
export function writeAddress({ path: file, stamp, layout, bytes }: LineAddress): Record<string, string> {
  let end = 0;
  const ranges: string[] = [];
  for (const [from, to] of bytes) {
    ranges.push(`${(from - end).toString(36)}.${(to - from).toString(36)}`);
    end = to;
  }
  const text = ranges.join(',');
  return {
    path: file,
    layout,
    size: String(stamp.sizeBytes),
    time: String(stamp.mtimeMs),
    sample: stamp.sample,
    bytes: text.length <= longestRanges ? text : '',
    ...(text.length <= longestRanges ? {} : { picked: crypto.randomUUID() }),
  };
}

const addressQuery = z.object({
  path: z.string().refine((it) => path.isAbsolute(it)),
  layout: z.enum(lineLayouts),
  size: z.coerce.number().min(0),
  time: z.coerce.number(),
  sample: z.string().max(100),
  bytes: z
    .string()
    .max(longestRanges)
    .regex(/^(-?[0-9a-z]+\.[0-9a-z]+(,|$))*$/),
});

/** Reads what `writeAddress` wrote; anybody may have written it. Throws a sentence where it cannot be read. */
export function readAddress(query: unknown): LineAddress {
  const read = addressQuery.safeParse(query);
  if (!read.success) throw new UserError(l10n.t('The address of these lines cannot be read.'));
  const { path: file, layout, size, time, sample, bytes: text } = read.data;
  if (text === '')
    throw new UserError(
      l10n.t('These rows were picked before the editor was restarted. Pick them again in their file.'),
    );
  let end = 0;
  const bytes = text.split(',').map((range): ByteRange => {
    const [gap = 0, length = 0] = range.split('.').map((it) => parseInt(it, 36));
    const from = end + gap;
    end = from + length;
    return [from, end];
  });
  if (bytes.some(([from, to]) => from < 0 || to < from || to > size))
    throw new UserError(l10n.t('The address of these lines cannot be read.'));
  return { path: file, stamp: { sizeBytes: size, mtimeMs: time, sample }, layout, bytes };
}
