import type { NdjsonFile } from '../ndjson/openFile.ts';
import { showControls } from '../ndjson/rowText.ts';
import { locateHits, type SearchPattern } from '../ndjson/textSearch.ts';
import { longestExcerptBytes } from '../protocol/viewer.ts';

const before = 40;
const after = 400;

/**
 * The part of a line around the pattern's first hit, hidden characters as visible marks; undefined where there is none,
 * in a line over 1 MB, and for a pattern that is none.
 */
export async function readExcerpt(
  file: Pick<NdjsonFile, 'locate' | 'readBytes'>,
  line: number,
  pattern: SearchPattern,
): Promise<string | undefined> {
  const [start, end] = file.locate(line);
  if (end - start > longestExcerptBytes) return undefined;
  const text = (await file.readBytes(start, end)).toString('utf8');
  const at = findFirst(pattern, text);
  if (at === undefined) return undefined;
  const from = backToCharacter(text, Math.max(0, at - before));
  return `${from > 0 ? '…' : ''}${showControls(text.slice(from, at + after))}`;
}

function findFirst(pattern: SearchPattern, text: string): number | undefined {
  try {
    const [first] = locateHits(pattern, text);
    return first?.[0];
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Never between the halves of a surrogate pair. */
function backToCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return at > 0 && unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}
