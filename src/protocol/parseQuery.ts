import { combine, type Query, type QueryMistake } from './query.ts';
import { findAnyJoin, findJoin, refuseJoin, requireBoundary, takeJoin } from './queryJoins.ts';
import { MistakeError, QueryScanner, type QueryPiece } from './queryScanner.ts';
import { readCompared, readFieldValue, readPlain, regexLiteral } from './queryValues.ts';

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly mistake: QueryMistake };

/** UTF-16 units of the longest filter. */
const longestQuery = 2000;
const deepestNesting = 50;
const mostParts = 400;

/**
 * Reads the text of a filter. An empty text asks for everything.
 *
 *     or      = and { "OR" and }
 *     and     = not { ["AND"] not }
 *     not     = { "NOT" | "!" | "-" } operand
 *     operand = "(" or ")" | field operator value | text
 *     value   = text | "*" | "/" regex "/" flags | "[" text "TO" text "]" | "(" values joined as above ")"
 *
 * The words that join do so in either case. To be looked for they have to be in quotes, except right behind a colon.
 */
export function parseQuery(text: string): ParsedQuery {
  return examineQuery(text).parsed;
}

/** The same, with the pieces that were read before the end or the first mistake. */
export function examineQuery(text: string): { parsed: ParsedQuery; pieces: readonly QueryPiece[] } {
  const scan = new QueryScanner(text);
  try {
    if (text.length > longestQuery) {
      const tooLong = `A filter may have ${longestQuery} characters; this one has ${text.length}.`;
      throw new MistakeError(tooLong, longestQuery);
    }
    return { parsed: { ok: true, query: new QueryReader(scan).read() }, pieces: scan.pieces };
  } catch (error) {
    if (!(error instanceof MistakeError)) throw error;
    const { message, offset } = error;
    return { parsed: { ok: false, mistake: { message, offset } }, pieces: scan.pieces };
  }
}

/* eslint-disable regexp/no-super-linear-move -- Each is tried once where the reader is, which then is behind it. */
/** Patterns that are tried where the reader is. */
const patterns = {
  /** The first characters of a text or of a field's name. */
  word: /(?:[^\s()":<>=[\]{}!]|!(?!=))+/y,
  operator: /:(?:[<>]=?|=)?|[<>]=?|!?=/y,
  negativeNumber: /-\d[\d.]*(?:[eE][+-]?\d+)?(?=[\s)]|$)/y,
};
/* eslint-enable regexp/no-super-linear-move */

/** Reads a text from left to right, once, without looking far ahead. */
class QueryReader {
  readonly #scan: QueryScanner;
  #depth = 0;
  #partCount = 0;

  constructor(scan: QueryScanner) {
    this.#scan = scan;
  }

  read(): Query {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) return { kind: 'everything' };
    const query = this.#readOr(undefined);
    if (!this.#scan.isAtEnd()) throw this.#scan.cannotRead('No parenthesis is open here.');
    return query;
  }

  /** With a field, what stands there are values of it: `country:(US OR CA)`. */
  #readOr(field: string | undefined): Query {
    const operands = [this.#readAnd(field)];
    while (takeJoin(this.#scan, 'OR')) operands.push(this.#readAnd(field));
    return combine('or', operands);
  }

  #readAnd(field: string | undefined): Query {
    const operands = [this.#readNot(field)];
    for (;;) {
      this.#scan.skipBlanks();
      if (this.#scan.isAtEnd() || this.#scan.next() === ')' || findJoin(this.#scan, 'OR') > 0) break;
      takeJoin(this.#scan, 'AND');
      operands.push(this.#readNot(field));
    }
    return combine('and', operands);
  }

  #readNot(field: string | undefined): Query {
    this.#scan.skipBlanks();
    const expected = field === undefined ? 'A field or a text' : 'A value';
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly(expected);
    if (this.#scan.next() === ')')
      throw new MistakeError(`${expected} is expected before the parenthesis.`, this.#scan.at);
    if (!this.#takeNot()) return this.#readOperand(field);
    this.#goDeeper(this.#scan.at - 1);
    const operand = this.#readNot(field);
    this.#depth--;
    return { kind: 'not', operand };
  }

  #takeNot(): boolean {
    if (takeJoin(this.#scan, 'NOT')) return true;
    const sign = this.#scan.next();
    const after = this.#scan.text[this.#scan.at + 1];
    const isSign =
      (sign === '-' && !this.#scan.matches(patterns.negativeNumber)) || (sign === '!' && after !== '=');
    if (!isSign || after === undefined || /[\s)]/.test(after)) return false;
    this.#scan.at++;
    return true;
  }

  #readOperand(field: string | undefined): Query {
    if (this.#scan.next() !== '(') {
      refuseJoin(this.#scan);
      if (++this.#partCount > mostParts)
        throw new MistakeError(`A filter may have ${mostParts} parts.`, this.#scan.at);
      return field === undefined ? this.#readTerm() : readFieldValue(this.#scan, field);
    }
    this.#goDeeper(this.#scan.at);
    this.#scan.at++;
    const query = this.#readOr(field);
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly('A closing parenthesis');
    this.#scan.at++;
    this.#depth--;
    return query;
  }

  #goDeeper(offset: number): void {
    if (++this.#depth > deepestNesting)
      throw new MistakeError(`Parentheses may be nested ${deepestNesting} deep.`, offset);
  }

  #readTerm(): Query {
    const start = this.#scan.at;
    const isQuoted = this.#scan.isAtQuote();
    if (/[[{]/.test(this.#scan.next()) || this.#scan.matches(regexLiteral)) {
      throw new MistakeError(
        'A regular expression or a range needs a field before it, as in name:/…/.',
        start,
      );
    }
    const name = this.#readName();
    const end = this.#scan.at;
    const operator = this.#takeOperator();
    if (operator === undefined) {
      this.#scan.note('word', start, end, isQuoted);
      return this.#makeAnywhere(name, isQuoted, start);
    }
    this.#scan.note('field', start, end, isQuoted);
    this.#scan.note('operator', this.#scan.at - operator.length, this.#scan.at);
    if (!isQuoted && /[*?]/.test(name)) {
      const message = 'The name of a field has no * and no ?. Put a name that has them in double quotes.';
      throw new MistakeError(message, this.#scan.at - operator.length);
    }
    if (name === '_exists_' && !isQuoted && operator === ':') return this.#readExists();
    return this.#readComparison(name, operator);
  }

  /** A word or a quoted text; a path may have quoted parts: `custom_attributes."Favorite Color"`. */
  #readName(): string {
    let name = '';
    for (;;) {
      const start = this.#scan.at;
      if (this.#scan.isAtQuote()) name += this.#scan.readQuoted('word');
      else name += this.#scan.take(patterns.word) ?? '';
      if (this.#scan.at === start) throw this.#scan.cannotRead();
      const isMore = name.endsWith('.') ? this.#scan.isAtQuote() : this.#scan.next() === '.';
      if (!isMore) return name;
    }
  }

  #makeAnywhere(text: string, isQuoted: boolean, start: number): Query {
    requireBoundary(this.#scan);
    if (isQuoted) return { kind: 'anywhere', text, matchCase: true };
    if (/^[!-/:-@[-`{-~]+$/.test(text) && !/[*?]/.test(text)) {
      this.#scan.at = start;
      throw this.#scan.cannotRead();
    }
    if (/[*?]/.test(text)) {
      const message =
        '* and ? need a field before them, as in email:*@example.com. A word alone is looked for anywhere.';
      throw new MistakeError(message, start);
    }
    return { kind: 'anywhere', text, matchCase: false };
  }

  #readExists(): Query {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly('The name of a field');
    const start = this.#scan.at;
    const path = this.#readName();
    this.#scan.note('field', start, this.#scan.at);
    requireBoundary(this.#scan);
    return { kind: 'field', path, test: { kind: 'exists' } };
  }

  /** `field:value`, `field >= value` and the like. */
  #readComparison(path: string, operator: string): Query {
    const behind = this.#scan.at;
    this.#scan.skipBlanks();
    const isMissing =
      this.#scan.isAtEnd() ||
      this.#scan.next() === ')' ||
      (this.#scan.at > behind && findAnyJoin(this.#scan) !== undefined);
    if (isMissing) {
      const what = operator === ':' ? 'the colon' : operator;
      throw new MistakeError(`A value is missing after ${what}.`, behind);
    }
    if (operator === '!=') return { kind: 'not', operand: readPlain(this.#scan, path) };
    if (operator === ':' && this.#scan.next() === '(') return this.#readOperand(path);
    if (operator === ':' || operator === '=') return readPlain(this.#scan, path);
    return readCompared(this.#scan, path, operator);
  }

  #takeOperator(): string | undefined {
    const before = this.#scan.at;
    this.#scan.skipBlanks();
    const operator = this.#scan.take(patterns.operator);
    if (operator === undefined) this.#scan.at = before;
    return operator;
  }
}
