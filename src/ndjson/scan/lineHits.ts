import { showControls } from '../../text/showControls.ts';
import { toRegExp } from '../../protocol/searchPattern.ts';
import { locateHits, readFor, type SearchPattern } from './textSearch.ts';

/** Where a pattern's hits are in a text: [from, to) of each in UTF-16 units, in order, at most the first 50. */
export type HitRanges = readonly (readonly [number, number])[];

/** The part of a line around its first hit, hidden characters as visible marks, and the hits in it. */
export interface LineExcerpt {
  readonly text: string;
  readonly hits: HitRanges;
}

const mostHits = 50;
const unitsBefore = 40;
const unitsAfter = 400;

/** In the thread: the hits of each text. */
export function listHits(pattern: SearchPattern, texts: readonly string[]): HitRanges[] {
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

function writeExcerpt(text: string, [from, to]: readonly [number, number], hits: HitRanges): LineExcerpt {
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

function takeHits(pattern: SearchPattern, text: string): HitRanges {
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
export function isPattern(pattern: SearchPattern): boolean {
  try {
    toRegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
