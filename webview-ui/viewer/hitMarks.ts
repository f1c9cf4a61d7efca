import type { FindPattern } from '../../src/protocol/viewer.ts';

/** Part of a text: from here up to and without there. */
export interface Mark {
  from: number;
  to: number;
}

const mostMarks = 50;
const wordCharacter = '[\\p{L}\\p{N}_]';

/** The pattern as a regular expression for texts on screen; undefined where there is none (yet). */
export function compilePattern({ kind, text, matchCase, wholeWord }: FindPattern): RegExp | undefined {
  if (text === '') return undefined;
  const source = kind === 'regex' ? text : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const whole = wholeWord ? `(?<!${wordCharacter})(?:${source})(?!${wordCharacter})` : source;
  try {
    return new RegExp(whole, matchCase ? 'gu' : 'giu');
  } catch {
    // Half-written, or of a kind that only the host knows: it finds lines all the same, just nothing is marked.
    return undefined;
  }
}

/** Where the pattern is in a text that is shown. */
export function findMarks(text: string, pattern: RegExp | undefined): Mark[] {
  if (!pattern) return [];
  const marks: Mark[] = [];
  for (const found of text.matchAll(pattern)) {
    if (found[0] !== '') marks.push({ from: found.index, to: found.index + found[0].length });
    if (marks.length === mostMarks) break;
  }
  return marks;
}

/** The text around its first mark, and the marks in it. */
export function excerptAround(text: string, marks: readonly Mark[]): { text: string; marks: Mark[] } {
  const first = marks[0]?.from ?? 0;
  const from = first > 48 ? first - 40 : 0;
  const start = from > 0 ? '…' : '';
  const part = text.slice(from, first + 400);
  const shift = from - start.length;
  return {
    text: start + part,
    marks: marks
      .map((it) => ({ from: it.from - shift, to: Math.min(it.to - shift, start.length + part.length) }))
      .filter((it) => it.from < start.length + part.length),
  };
}
