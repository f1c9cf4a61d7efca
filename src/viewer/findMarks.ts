import type { HitRanges } from '../ndjson/scan/lineHits.ts';
import type { NdjsonFile } from '../ndjson/openFile.ts';
import type { FindPattern } from '../protocol/searchPattern.ts';
import { longestExcerptBytes, type Mark } from '../protocol/viewer.ts';

/**
 * A regular expression that has not come to its end by then is left alone: it may take for ever. It runs in a thread, and
 * neither the page nor the extension host waits for it.
 */
const patienceMs = 2000;

const within = (signal: AbortSignal): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);

const toMarks = (hits: HitRanges): Mark[] => hits.map(([from, to]) => ({ from, to }));

/** Where the pattern is in each of some texts; undefined for a pattern that is none, or takes too long. */
export async function findMarks(
  file: Pick<NdjsonFile, 'findHits'>,
  { pattern, texts }: { readonly pattern: FindPattern; readonly texts: readonly string[] },
  signal: AbortSignal,
): Promise<Mark[][] | undefined> {
  return (await file.findHits(pattern, texts, within(signal)))?.map(toMarks);
}

/**
 * The part of a line around the pattern's first hit, hidden characters as visible marks, and its marks; undefined where
 * there is none, in a line over 1 MB, and for a pattern that is none or takes too long.
 */
export async function readExcerpt(
  file: Pick<NdjsonFile, 'locate' | 'readExcerpt'>,
  { line, pattern }: { readonly line: number; readonly pattern: FindPattern },
  signal: AbortSignal,
): Promise<{ text: string; marks: Mark[] } | undefined> {
  const [start, end] = file.locate(line);
  if (end - start > longestExcerptBytes) return undefined;
  const excerpt = await file.readExcerpt(line, pattern, within(signal));
  return excerpt && { text: excerpt.text, marks: toMarks(excerpt.hits) };
}
