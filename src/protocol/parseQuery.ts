import * as l10n from '@vscode/l10n';
import {
  combine,
  parseQueryNumber,
  type Comparison,
  type Query,
  type QueryMistake,
  type ValueTest,
} from './query.ts';
import { MistakeError, QueryScanner, type QueryPiece } from './queryScanner.ts';
import { showNumber } from './showCount.ts';

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly mistake: QueryMistake };

/** UTF-16 units of the longest filter. */
const longestQuery = 2000;
const deepestNesting = 50;
const mostParts = 400;

/** The words that join parts of a filter, and the signs that AND and OR have too. Part of the language: not translated. */
const joinSigns = { AND: '&&', OR: '||', NOT: undefined } as const;
type Join = keyof typeof joinSigns;
export const joins = Object.keys(joinSigns) as readonly Join[];

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
/** Patterns that are tried where the reader is. `TO` is part of the language. */
const patterns = {
  /** The first characters of a text or of a field's name. */
  word: /(?:[^\s()":<>=[\]{}!]|!(?!=))+/y,
  operator: /:(?:[<>]=?|=)?|[<>]=?|!?=/y,
  negativeNumber: /-\d[\d.]*(?:[eE][+-]?\d+)?(?=[\s)]|$)/y,
  comparison: /[<>]=?/y,
  value: /[^\s()"]+/y,
  regex: /\/((?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/([a-z]*)/sy,
  rangeEnd: /[^\s()"[\]{}]+/y,
  rangeWord: /TO(?=\s|$)/iy,
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
    if (!this.#scan.isAtEnd()) throw this.#scan.cannotRead(l10n.t('No parenthesis is open here.'));
    return query;
  }

  /** With a field, what stands there are values of it: `country:(US OR CA)`. */
  #readOr(field: string | undefined): Query {
    const operands = [this.#readAnd(field)];
    while (this.#takeJoin('OR')) operands.push(this.#readAnd(field));
    return combine('or', operands);
  }

  #readAnd(field: string | undefined): Query {
    const operands = [this.#readNot(field)];
    for (;;) {
      this.#scan.skipBlanks();
      if (this.#scan.isAtEnd() || this.#scan.next() === ')' || this.#findJoin('OR') > 0) break;
      this.#takeJoin('AND');
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
    if (this.#takeJoin('NOT')) return true;
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
      this.#refuseJoin();
      if (++this.#partCount > mostParts)
        throw new MistakeError(l10n.t('A filter may have {0} parts.', mostParts), this.#scan.at);
      return field === undefined ? this.#readTerm() : this.#readFieldValue(field);
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
    if (/[[{]/.test(this.#scan.next()) || this.#scan.matches(patterns.regex)) {
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
    this.#requireBoundary();
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
    this.#requireBoundary();
    return { kind: 'field', path, test: { kind: 'exists' } };
  }

  /** `field:value`, `field >= value` and the like. */
  #readComparison(path: string, operator: string): Query {
    const behind = this.#scan.at;
    this.#scan.skipBlanks();
    const isMissing =
      this.#scan.isAtEnd() ||
      this.#scan.next() === ')' ||
      (this.#scan.at > behind && this.#findAnyJoin() !== undefined);
    if (isMissing) {
      const message =
        operator === ':'
          ? l10n.t('A value is missing after the colon.')
          : l10n.t('A value is missing after {0}.', operator);
      throw new MistakeError(message, behind);
    }
    if (operator === '!=') return { kind: 'not', operand: this.#readPlain(path) };
    if (operator === ':' && this.#scan.next() === '(') return this.#readOperand(path);
    if (operator === ':' || operator === '=') return this.#readPlain(path);
    return this.#readCompared(path, operator);
  }

  #takeOperator(): string | undefined {
    const before = this.#scan.at;
    this.#scan.skipBlanks();
    const operator = this.#scan.take(patterns.operator);
    if (operator === undefined) this.#scan.at = before;
    return operator;
  }

  /** A value that an operator compares with: a text or a number, and neither a range nor a pattern. */
  #readCompared(path: string, operator: string): Query {
    const bare = operator.replace(':', '');
    if (/[[{(]/.test(this.#scan.next()) || this.#scan.matches(patterns.regex)) {
      const message =
        bare === '='
          ? l10n.t('A value must follow =, a text in double quotes.')
          : l10n.t('A number or a text must follow {0}.', bare);
      throw new MistakeError(message, this.#scan.at);
    }
    if (bare === '=') return { kind: 'field', path, test: this.#readExact() };
    return compareWith(path, bare as Comparison, this.#readText());
  }

  /** A value in parentheses after a field, which may have an operator of its own: `total:(>5 AND <10)`. */
  #readFieldValue(path: string): Query {
    const comparison = this.#scan.take(patterns.comparison);
    if (comparison === undefined) return this.#readPlain(path);
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly(l10n.t('A value is missing.'));
    return compareWith(path, comparison as Comparison, this.#readText());
  }

  /** A value without an operator but `:` or `=`: a text, a pattern, a regular expression or a range. */
  #readPlain(path: string): Query {
    if (/[[{]/.test(this.#scan.next())) return this.#readRange(path);
    if (this.#scan.next() === '/') return { kind: 'field', path, test: this.#readRegex() };
    const isQuoted = this.#scan.isAtQuote();
    const text = this.#readText();
    if (isQuoted) return { kind: 'field', path, test: { kind: 'equals', text, matchCase: true } };
    if (text === '*') return { kind: 'field', path, test: { kind: 'exists' } };
    if (/[*?]/.test(text)) return { kind: 'field', path, test: { kind: 'glob', pattern: text } };
    return { kind: 'field', path, test: { kind: 'equals', text, matchCase: false } };
  }

  #readExact(): ValueTest {
    const isQuoted = this.#scan.isAtQuote();
    const text = this.#readText();
    const isText =
      isQuoted || (parseQueryNumber(text) === undefined && !['true', 'false', 'null'].includes(text));
    return { kind: 'equals', text, matchCase: true, only: isText ? 'strings' : 'others' };
  }

  /** A value: a text in quotes, or all up to the next blank or parenthesis. */
  #readText(): string {
    const start = this.#scan.at;
    const isQuoted = this.#scan.isAtQuote();
    if (!isQuoted && /[:<>=]/.test(this.#scan.next())) throw this.#scan.cannotRead();
    const text = isQuoted ? this.#scan.readQuoted('value') : (this.#scan.take(patterns.value) ?? '');
    if (this.#scan.at === start) throw this.#scan.cannotRead();
    this.#scan.note('value', start, this.#scan.at, isQuoted);
    this.#requireBoundary();
    return text;
  }

  #readRegex(): ValueTest {
    const start = this.#scan.at;
    const literal = this.#scan.take(patterns.regex);
    if (literal === undefined) {
      this.#scan.noteOpen('value', start);
      this.#scan.at = this.#scan.text.length;
      throw this.#scan.endsEarly(l10n.t('A closing / is missing.'));
    }
    this.#scan.note('value', start, this.#scan.at);
    const close = literal.lastIndexOf('/');
    // The flags that make a regular expression remember where it was: every value is tested from its start.
    const flags = literal.slice(close + 1).replace(/[gyd]/g, '');
    const source = literal.slice(1, close);
    this.#requireBoundary();
    try {
      new RegExp(source, flags);
    } catch (error) {
      // The engine's own words, which are English, say what is wrong with it.
      const reason = error instanceof Error ? `${error.message}.` : l10n.t('Not a regular expression.');
      throw new MistakeError(reason, start);
    }
    return { kind: 'regex', source, flags };
  }

  #readRange(path: string): Query {
    const start = this.#scan.at;
    const isMinIn = this.#scan.next() === '[';
    this.#scan.at++;
    const min = this.#readBound(start);
    if (this.#scan.take(patterns.rangeWord) === undefined) throw this.#rangeMistake(start, 'to');
    const max = this.#readBound(start);
    const close = this.#scan.next();
    if (close !== ']' && close !== '}') throw this.#rangeMistake(start, 'close');
    this.#scan.at++;
    this.#scan.note('value', start, this.#scan.at);
    this.#requireBoundary();
    const isMaxIn = close === ']';
    const [low, high] = [parseQueryNumber(min ?? ''), parseQueryNumber(max ?? '')];
    if (low !== undefined && high !== undefined) {
      return {
        kind: 'field',
        path,
        test: { kind: 'range', min: low, max: high, inclusive: [isMinIn, isMaxIn] },
      };
    }
    if (min !== undefined && max !== undefined && (low === undefined) !== (high === undefined)) {
      throw new MistakeError(
        l10n.t('A range goes from one number to another, or from one text or date to another.'),
        start,
      );
    }
    const operands = [
      ...(min === undefined ? [] : [compareWith(path, isMinIn ? '>=' : '>', min)]),
      ...(max === undefined ? [] : [compareWith(path, isMaxIn ? '<=' : '<', max)]),
    ];
    return operands.length === 0
      ? { kind: 'field', path, test: { kind: 'exists' } }
      : combine('and', operands);
  }

  /** One end of a range; undefined for `*`, an end that is open. */
  #readBound(start: number): string | undefined {
    this.#scan.skipBlanks();
    const text = this.#scan.isAtQuote() ? this.#scan.readQuoted('value') : this.#scan.take(patterns.rangeEnd);
    if (text === undefined) throw this.#rangeMistake(start, 'end');
    this.#scan.skipBlanks();
    return text === '*' ? undefined : text;
  }

  #rangeMistake(start: number, part: RangePart): MistakeError {
    this.#scan.noteOpen('value', start);
    if (this.#scan.isAtEnd()) return this.#scan.endsEarly(rangeTexts[part].missing());
    return new MistakeError(rangeTexts[part].expected(), this.#scan.at);
  }

  /** Goes past a join, if it stands here. */
  #takeJoin(join: Join): boolean {
    this.#scan.skipBlanks();
    const length = this.#findJoin(join);
    if (length === 0) return false;
    this.#scan.note('join', this.#scan.at, this.#scan.at + length);
    this.#scan.at += length;
    return true;
  }

  /** How long the join that stands here is, in either case; 0 for none. */
  #findJoin(join: Join): number {
    const sign = joinSigns[join];
    const { text, at } = this.#scan;
    if (sign !== undefined && text.startsWith(sign, at)) return 2;
    if (text.slice(at, at + join.length).toUpperCase() !== join) return 0;
    return /^[\s()"]?$/.test(text.slice(at + join.length, at + join.length + 1)) ? join.length : 0;
  }

  /** The join that stands here, as it is written. */
  #findAnyJoin(): string | undefined {
    const length = Math.max(...joins.map((it) => this.#findJoin(it)));
    return length === 0 ? undefined : this.#scan.text.slice(this.#scan.at, this.#scan.at + length);
  }

  /** A join with nothing before it is a mistake. */
  #refuseJoin(): void {
    const join = this.#findAnyJoin();
    if (join === undefined) return;
    const message = l10n.t({
      message: 'Something must stand before {0}. To look for it as a text put it in double quotes: "{0}".',
      args: [join],
      comment: ['{0} is AND, OR or NOT: words of the language of filters'],
    });
    throw new MistakeError(message, this.#scan.at);
  }

  /** Behind a value a blank, a parenthesis, a join or the end must follow. */
  #requireBoundary(): void {
    const isOver = this.#scan.isAtEnd() || /[\s)]/.test(this.#scan.next());
    if (!isOver && this.#findAnyJoin() === undefined) throw this.#scan.cannotRead();
  }
}

/** What can be missing in a range. */
type RangePart = 'end' | 'to' | 'close';

const rangeTexts: Readonly<Record<RangePart, { missing(): string; expected(): string }>> = {
  end: {
    missing: () => l10n.t('In a range, a number, a text or * is missing.'),
    expected: () => l10n.t('A range is written as in [1 TO 5]: here a number, a text or * is expected.'),
  },
  to: {
    missing: () => l10n.t('In a range, TO is missing.'),
    expected: () => l10n.t('A range is written as in [1 TO 5]: here TO is expected.'),
  },
  close: {
    missing: () => l10n.t('In a range, a closing bracket is missing.'),
    expected: () => l10n.t('A range is written as in [1 TO 5]: here a closing bracket is expected.'),
  },
};

/** A whole day has hours: up to a day means to its end, and after a day means from the next one on. */
function compareWith(path: string, operator: Comparison, text: string): Query {
  const next = operator === '<=' || operator === '>' ? nextDay(text) : undefined;
  const test: ValueTest =
    next === undefined
      ? { kind: 'compare', operator, text }
      : { kind: 'compare', operator: operator === '<=' ? '<' : '>=', text: next };
  return { kind: 'field', path, test };
}

function nextDay(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) return undefined;
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}
