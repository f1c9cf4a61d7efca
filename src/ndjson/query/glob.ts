import { foldCase } from './query.ts';

/** Characters as code points; `anyCharacter` for `?`. */
type Part = readonly number[];
const anyCharacter = -1;

/**
 * Whether all of a text fits a pattern: `*` stands for any characters, `?` for one (a pair of units too), letters in
 * either case. Each part between two `*` is looked for once, from where the part before it was first found: if the
 * pattern fits at all it fits so, and no text makes it take longer than its length times the pattern's.
 */
export function createGlob(pattern: string): (text: string) => boolean {
  const folded = foldCase(pattern);
  const [first = '', ...others] = folded.split('*');
  const [prefix, suffix] = [readPart(first), readPart(others.pop() ?? '')];
  const finders = others.filter((it) => it !== '').map(createFinder);
  const hasStar = folded.includes('*');

  return (text) => {
    const within = foldCase(text);
    let at = endOf(prefix, within, 0);
    if (!hasStar) return at === within.length;
    for (const find of finders) {
      if (at < 0) return false;
      at = find(within, at);
    }
    const suffixAt = at < 0 ? -1 : stepBack(within, suffix.length);
    return suffixAt >= at && at >= 0 && endOf(suffix, within, suffixAt) === within.length;
  };
}

function readPart(text: string): Part {
  return [...text].map((it) => (it === '?' ? anyCharacter : (it.codePointAt(0) ?? 0)));
}

/** Where a part ends that stands at a place; -1 if it does not stand there. */
function endOf(part: Part, text: string, from: number): number {
  let at = from;
  for (const wanted of part) {
    const found = text.codePointAt(at);
    if (found === undefined || (wanted !== anyCharacter && wanted !== found)) return -1;
    at += found > 0xffff ? 2 : 1;
  }
  return at;
}

/** Finds where a part ends at its first place from somewhere on; -1 if it has none. */
function createFinder(text: string): (within: string, from: number) => number {
  if (text.isWellFormed() && !text.includes('?'))
    return (within, from) => {
      const at = within.indexOf(text, from);
      return at < 0 ? -1 : at + text.length;
    };
  const part = readPart(text);
  return (within, from) => {
    for (let at = from; at < within.length; at += (within.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) {
      const end = endOf(part, within, at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

/** Where the last characters of a text begin; -1 if it has fewer. */
function stepBack(text: string, characters: number): number {
  let at = text.length;
  for (let i = 0; i < characters; i++) {
    if (at <= 0) return -1;
    at -= at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
