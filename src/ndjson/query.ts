import { readExactNumber, type NumberText } from './exactNumber.ts';

/**
 * What a filter asks, as plain data (it crosses to the worker threads). `parseQuery` makes it of text.
 *
 * What matches what:
 * - `country:US`: some value of the path equals the text, letters in either case; a text that reads as a number also
 *   equals numbers of that value however they are spelt (`100`, `100.0`, `1e2`; all digits count, however many), and `true`, `false`, `null` themselves.
 * - `country:"US"`: the same, letters in the case they are in.
 * - `country:="US"`, `plan:=1`, `plan:=true`, `plan:=null`: exactly this value and of this type: in quotes a string, letters in
 *   the case they are in, else the number, boolean or null (a word that is none of these: a string).
 * - `email:*@example.com`, `?` for one character: the whole value, letters in either case. Numbers and booleans as text.
 * - `email:/^a.*z$/i`: a regular expression, anywhere in the value. Numbers and booleans as text.
 * - `total_revenue:>100`, `>=`, `<`, `<=`, `[1 TO 5]`, `{1 TO 5}`: numbers, and strings that are a number, to
 *   the precision of a double. With a text
 *   that is no number (`last_used:>=2016-05-01`) strings compare by their characters, as ISO dates need.
 * - `email:*`: the path is there and not null (nor an empty list).
 * - `gold` and `"Gold"` without a path: some string anywhere in the line holds the text; a number is one of that value.
 * - AND (also just a space), OR, NOT or `-`, parentheses. AND binds tighter than OR.
 * A list's values are each a value of the path. "Either case": A to Z, and other letters that have one lower-case
 * letter; `K` (Kelvin) and `İ` are only themselves. A line that is not JSON (or nests more than 1,000 deep) matches
 * nothing, not even NOT.
 */
export type Query =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Query[] }
  | { readonly kind: 'not'; readonly operand: Query }
  | { readonly kind: 'field'; readonly path: string; readonly test: ValueTest }
  | { readonly kind: 'anywhere'; readonly text: string; readonly matchCase: boolean };

/** What is asked of a single value. */
export type ValueTest =
  | {
      readonly kind: 'equals';
      readonly text: string;
      readonly matchCase: boolean;
      /** Values of other types are none, whatever they read as; both where it is not said. */
      readonly only?: 'strings' | 'others';
    }
  | { readonly kind: 'glob'; readonly pattern: string }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly text: string }
  | {
      readonly kind: 'range';
      readonly min: number;
      readonly max: number;
      readonly inclusive: readonly [boolean, boolean];
    }
  | { readonly kind: 'exists' };

export type Comparison = '<' | '<=' | '>' | '>=';

/** The number a text reads as, if all of it is one as JSON spells numbers (leading zeros and `+` are not). */
export function readNumber(text: string): number | undefined {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The same, exactly: see `readExactNumber`. */
export function readExact(text: string): number | NumberText | undefined {
  return readNumber(text) === undefined ? undefined : readExactNumber(text);
}

/** The text with letters in one case: exactly what "either case" means above. */
export function foldCase(text: string): string {
  let folded = '';
  for (const character of text) {
    const lower = character === '\u212a' || character === '\u0130' ? character : character.toLowerCase();
    folded += lower;
  }
  return folded;
}
