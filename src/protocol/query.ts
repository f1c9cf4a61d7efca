/**
 * What a filter asks, as plain data: it crosses to the threads that read the file. `parseQuery` makes it of text, and
 * `queryExamples` says by example what matches what.
 *
 * A list's values are each a value of the path. Letters in either case means A to Z, and other letters that have one
 * lower-case letter; `K` (Kelvin) and `İ` are only themselves. Numbers are equal by their value, however many digits they have, and
 * compared to the precision of a double; a text that is no number is compared by its characters, as ISO dates need. A
 * line that is not JSON (or nests more than 1,000 deep) matches nothing, not even NOT.
 */
export type Query =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Query[] }
  | { readonly kind: 'not'; readonly operand: Query }
  | { readonly kind: 'field'; readonly path: string; readonly test: ValueTest }
  /** Some text anywhere in the line holds this one; a number is one of that value. */
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
  /** `*` stands for any characters and `?` for one, in the whole value, letters in either case. */
  | { readonly kind: 'glob'; readonly pattern: string }
  /** Anywhere in the value. */
  | { readonly kind: 'regex'; readonly source: string; readonly flags: string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly text: string }
  | {
      readonly kind: 'range';
      readonly min: number;
      readonly max: number;
      readonly inclusive: readonly [boolean, boolean];
    }
  /** There, and not null (nor an empty list). */
  | { readonly kind: 'exists' };

/** What is wrong with a filter, in a sentence fit to show, and where: an offset into its text. */
export interface QueryMistake {
  readonly message: string;
  readonly offset: number;
}

export type Comparison = '<' | '<=' | '>' | '>=';

/** The number a text reads as, if all of it is one as JSON spells numbers (leading zeros and `+` are not). */
export function parseQueryNumber(text: string): number | undefined {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** The operands joined; one alone is itself. */
export function combine(kind: 'and' | 'or', operands: readonly Query[]): Query {
  const [only] = operands;
  return only && operands.length === 1 ? only : { kind, operands };
}

/** A path as a filter writes it: plain names stand as they are, all others in quotes. */
export function writePath(path: string): string {
  const isPlain = /^[\p{L}\p{N}_$][\p{L}\p{N}_$.-]*$/u.test(path) && !/^(?:and|or|not|_exists_)$/i.test(path);
  return isPlain ? path : JSON.stringify(path);
}
