import type { LineIndex } from './lineIndex.ts';
import { longestLineBytes } from './lineBlocks.ts';
import type { RowReader } from './rowReader.ts';
import { showControls } from './rowText.ts';
import { locateHits, readFor, toRegExp, type SearchPattern } from './textSearch.ts';
import type { WorkerPool } from './workerPool.ts';

/** Where a pattern's hits are in a text: [from, to) of each in UTF-16 units, in order, at most the first 50. */
export type Hits = readonly (readonly [number, number])[];

/** The part of a line around its first hit, hidden characters as visible marks, and the hits in it. */
export interface LineExcerpt {
  readonly text: string;
  readonly hits: Hits;
}

/** What shows where a pattern is. Regular expressions run in a thread that is ended where one takes for ever. */
export interface HitFinder {
  /**
   * The hits of each of some texts; undefined if the pattern is none, or when `signal` aborts first: a regular expression
   * may never come to its end.
   */
  findHits(
    pattern: SearchPattern,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Hits[] | undefined>;
  /** Undefined, too, where the line has no hit. */
  readExcerpt(line: number, pattern: SearchPattern, signal: AbortSignal): Promise<LineExcerpt | undefined>;
}

const mostHits = 50;
const unitsBefore = 40;
const unitsAfter = 400;

export function createHitFinder(
  run: WorkerPool['run'],
  lines: () => LineIndex,
  { readLine }: Pick<RowReader, 'readLine'>,
): HitFinder {
  return {
    async findHits(pattern, texts, signal) {
      if (!isPattern(pattern)) return undefined;
      const nowhere = [{ fromByte: 0, toByte: 0 }];
      for await (const { hits } of run<'hits'>({ kind: 'hits', pattern, texts }, nowhere, signal))
        return hits;
      return undefined;
    },
    async readExcerpt(line, pattern, signal) {
      if (!isPattern(pattern)) return undefined;
      // A text is found in no time, and need not wait for what the threads are at.
      if (pattern.kind === 'text') return excerptLine(await readLine(line, longestLineBytes), pattern);
      const stretches = [{ fromByte: lines().lineStart(line), toByte: lines().lineEnd(line) }];
      for await (const { excerpt } of run<'excerpt'>({ kind: 'excerpt', pattern }, stretches, signal))
        return excerpt;
      return undefined;
    },
  };
}

/** In the thread: the hits of each text. */
export function listHits(pattern: SearchPattern, texts: readonly string[]): Hits[] {
  return texts.map((text) => takeHits(pattern, text));
}

/** In the thread: the excerpt of a line's bytes, read as the search reads them. */
export function excerptLine(bytes: Buffer, pattern: SearchPattern): LineExcerpt | undefined {
  const line = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(/\r$/, '');
  const text = readFor(pattern, line);
  const hits = takeHits(pattern, text);
  const [first] = hits;
  if (!first) return undefined;
  const from = backToCharacter(text, Math.max(0, first[0] - unitsBefore));
  return writeExcerpt(text, [from, first[0] + unitsAfter], hits);
}

function writeExcerpt(text: string, [from, to]: readonly [number, number], hits: Hits): LineExcerpt {
  let shown = from > 0 ? '…' : '';
  let at = from;
  const marks: [number, number][] = [];
  for (const [start, end] of hits) {
    if (start >= to) break;
    shown += showControls(text.slice(at, start));
    const begun = shown.length;
    shown += showControls(text.slice(start, Math.min(end, to)));
    marks.push([begun, shown.length]);
    at = Math.min(end, to);
  }
  return { text: shown + showControls(text.slice(at, to)), hits: marks };
}

function takeHits(pattern: SearchPattern, text: string): Hits {
  const hits: [number, number][] = [];
  for (const hit of locateHits(pattern, text)) {
    hits.push(hit);
    if (hits.length === mostHits) break;
  }
  return hits;
}

/** Never between the halves of a surrogate pair. */
function backToCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}

/** To make an expression of it is harmless, whatever it is. */
function isPattern(pattern: SearchPattern): boolean {
  try {
    toRegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
