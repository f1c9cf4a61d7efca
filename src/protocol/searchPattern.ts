export const patternKinds = ['text', 'regex'] as const;

/** Looked for in what lines say, in any spelling that JSON allows. */
export interface FindPattern {
  kind: (typeof patternKinds)[number];
  text: string;
  matchCase: boolean;
  wholeWord: boolean;
  /** In the lines as they stand in the file instead, escapes and all. */
  isRaw: boolean;
}

/**
 * The pattern as a regular expression over one line's text: the host finds lines by it, and the page marks what is shown.
 * Throws a SyntaxError if it is none.
 */
export function toRegExp({ kind, text, matchCase, wholeWord }: Readonly<FindPattern>): RegExp {
  const source = kind === 'text' ? text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&') : text;
  const bounded = wholeWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
  // Without the u flag a pattern like \- is fine, with it not: a plain pattern is taken as the user knows it elsewhere.
  const isPlain = kind === 'text' ? isAscii(text) : !needsUnicode(text);
  if (isPlain && !wholeWord) return new RegExp(bounded, matchCase ? 'g' : 'gi');
  return new RegExp(bounded, matchCase ? 'gu' : 'giu');
}

/** Of ASCII only A to Z have another case. */
export function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

function needsUnicode(source: string): boolean {
  return /\\[pP]\{|\\u\{|[^\x00-\x7f]/.test(source);
}
