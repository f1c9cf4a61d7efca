import * as l10n from '@vscode/l10n';
import { combine, type Query, type QueryMistake } from './query.ts';
import { JoinReader } from './queryJoins.ts';
import { MistakeError, QueryScanner, type QueryPiece } from './queryScanner.ts';
import { regexLiteral, ValueReader } from './queryValues.ts';
import { showNumber } from './showCount.ts';

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
      const counts = [showNumber(longestQuery), showNumber(text.length)] as const;
      const message = l10n.t('A filter may have {0} characters; this one has {1}.', ...counts);
      throw new MistakeError(message, longestQuery);
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
  readonly #joins: JoinReader;
  readonly #values: ValueReader;
  #depth = 0;
  #partCount = 0;

  constructor(scan: QueryScanner) {
    this.#scan = scan;
    this.#joins = new JoinReader(scan);
    this.#values = new ValueReader(scan, this.#joins);
  }

  read(): Query {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) return { kind: 'everything' };
    const query = this.#readOr(undefined);
    if (!this.#scan.isAtEnd()) throw this.#scan.cannotRead(l10n.t('No parenthesis is open here.'));
    return query;
  }

  /** With a field, what stands there are values of it: `country:(US OR CA)`. */
  #readOr(field: string | undefined): Query {
    const operands = [this.#readAnd(field)];
    while (this.#joins.take('OR')) operands.push(this.#readAnd(field));
    return combine('or', operands);
  }

  #readAnd(field: string | undefined): Query {
    const operands = [this.#readNot(field)];
    for (;;) {
      this.#scan.skipBlanks();
      if (this.#scan.isAtEnd() || this.#scan.next() === ')' || this.#joins.find('OR') > 0) break;
      this.#joins.take('AND');
      operands.push(this.#readNot(field));
    }
    return combine('and', operands);
  }

  #readNot(field: string | undefined): Query {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd())
      throw this.#scan.endsEarly(
        field === undefined ? l10n.t('A field or a text is missing.') : l10n.t('A value is missing.'),
      );
    if (this.#scan.next() === ')') {
      const message =
        field === undefined
          ? l10n.t('A field or a text is expected before the parenthesis.')
          : l10n.t('A value is expected before the parenthesis.');
      throw new MistakeError(message, this.#scan.at);
    }
    if (!this.#takeNot()) return this.#readOperand(field);
    this.#goDeeper(this.#scan.at - 1);
    const operand = this.#readNot(field);
    this.#depth--;
    return { kind: 'not', operand };
  }

  #takeNot(): boolean {
    if (this.#joins.take('NOT')) return true;
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
      this.#joins.refuse();
      if (++this.#partCount > mostParts)
        throw new MistakeError(l10n.t('A filter may have {0} parts.', mostParts), this.#scan.at);
      return field === undefined ? this.#readTerm() : this.#values.readInGroup(field);
    }
    this.#goDeeper(this.#scan.at);
    this.#scan.at++;
    const query = this.#readOr(field);
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly(l10n.t('A closing parenthesis is missing.'));
    this.#scan.at++;
    this.#depth--;
    return query;
  }

  #goDeeper(offset: number): void {
    if (++this.#depth > deepestNesting)
      throw new MistakeError(l10n.t('Parentheses may be nested {0} deep.', deepestNesting), offset);
  }

  #readTerm(): Query {
    const start = this.#scan.at;
    const isQuoted = this.#scan.isAtQuote();
    if (/[[{]/.test(this.#scan.next()) || this.#scan.matches(regexLiteral)) {
      throw new MistakeError(
        l10n.t('A regular expression or a range needs a field before it, as in name:/…/.'),
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
      const message = l10n.t(
        'The name of a field has no * and no ?. Put a name that has them in double quotes.',
      );
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
    this.#joins.requireBoundary();
    if (isQuoted) return { kind: 'anywhere', text, matchCase: true };
    if (/^[!-/:-@[-`{-~]+$/.test(text) && !/[*?]/.test(text)) {
      this.#scan.at = start;
      throw this.#scan.cannotRead();
    }
    if (/[*?]/.test(text)) {
      const message = l10n.t(
        '* and ? need a field before them, as in email:*@example.com. A word alone is looked for anywhere.',
      );
      throw new MistakeError(message, start);
    }
    return { kind: 'anywhere', text, matchCase: false };
  }

  #readExists(): Query {
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly(l10n.t('The name of a field is missing.'));
    const start = this.#scan.at;
    const path = this.#readName();
    this.#scan.note('field', start, this.#scan.at);
    this.#joins.requireBoundary();
    return { kind: 'field', path, test: { kind: 'exists' } };
  }

  /** `field:value`, `field >= value` and the like. */
  #readComparison(path: string, operator: string): Query {
    const behind = this.#scan.at;
    this.#scan.skipBlanks();
    const isMissing =
      this.#scan.isAtEnd() ||
      this.#scan.next() === ')' ||
      (this.#scan.at > behind && this.#joins.findAny() !== undefined);
    if (isMissing) {
      const message =
        operator === ':'
          ? l10n.t('A value is missing after the colon.')
          : l10n.t('A value is missing after {0}.', operator);
      throw new MistakeError(message, behind);
    }
    if (operator === '!=') return { kind: 'not', operand: this.#values.readPlain(path) };
    if (operator === ':' && this.#scan.next() === '(') return this.#readOperand(path);
    if (operator === ':' || operator === '=') return this.#values.readPlain(path);
    return this.#values.readCompared(path, operator);
  }

  #takeOperator(): string | undefined {
    const before = this.#scan.at;
    this.#scan.skipBlanks();
    const operator = this.#scan.take(patterns.operator);
    if (operator === undefined) this.#scan.at = before;
    return operator;
  }
}
