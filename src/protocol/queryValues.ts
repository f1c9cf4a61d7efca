import * as l10n from '@vscode/l10n';
import { combine, parseQueryNumber, type Comparison, type Query, type ValueTest } from './query.ts';
import type { JoinReader } from './queryJoins.ts';
import { MistakeError, type QueryScanner } from './queryScanner.ts';

/* eslint-disable regexp/no-super-linear-move -- Each is tried once where the scanner is, which then is behind it. */
const bareValue = /[^\s()"]+/y;
const comparisonSign = /[<>]=?/y;
const rangeEnd = /[^\s()"[\]{}]+/y;
/** Part of the language: not translated. */
const rangeWord = /TO(?=\s|$)/iy;
export const regexLiteral = /\/((?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/([a-z]*)/sy;
/* eslint-enable regexp/no-super-linear-move */

/** Reads what stands behind a field: the value that it is asked for, as a condition on that field. */
export class ValueReader {
  readonly #scan: QueryScanner;
  readonly #joins: JoinReader;

  constructor(scan: QueryScanner, joins: JoinReader) {
    this.#scan = scan;
    this.#joins = joins;
  }

  /** A value that an operator compares with: a text or a number, and neither a range nor a pattern. */
  readCompared(path: string, operator: string): Query {
    const bare = operator.replace(':', '');
    if (/[[{(]/.test(this.#scan.next()) || this.#scan.matches(regexLiteral)) {
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
  readInGroup(path: string): Query {
    const comparison = this.#scan.take(comparisonSign);
    if (comparison === undefined) return this.readPlain(path);
    this.#scan.skipBlanks();
    if (this.#scan.isAtEnd()) throw this.#scan.endsEarly(l10n.t('A value is missing.'));
    return compareWith(path, comparison as Comparison, this.#readText());
  }

  /** A value without an operator but `:` or `=`: a text, a pattern, a regular expression or a range. */
  readPlain(path: string): Query {
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
    const text = isQuoted ? this.#scan.readQuoted('value') : (this.#scan.take(bareValue) ?? '');
    if (this.#scan.at === start) throw this.#scan.cannotRead();
    this.#scan.note('value', start, this.#scan.at, isQuoted);
    this.#joins.requireBoundary();
    return text;
  }

  #readRegex(): ValueTest {
    const start = this.#scan.at;
    const literal = this.#scan.take(regexLiteral);
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
    this.#joins.requireBoundary();
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
    if (this.#scan.take(rangeWord) === undefined) throw this.#rangeMistake(start, 'to');
    const max = this.#readBound(start);
    const close = this.#scan.next();
    if (close !== ']' && close !== '}') throw this.#rangeMistake(start, 'close');
    this.#scan.at++;
    this.#scan.note('value', start, this.#scan.at);
    this.#joins.requireBoundary();
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
    const text = this.#scan.isAtQuote() ? this.#scan.readQuoted('value') : this.#scan.take(rangeEnd);
    if (text === undefined) throw this.#rangeMistake(start, 'end');
    this.#scan.skipBlanks();
    return text === '*' ? undefined : text;
  }

  #rangeMistake(start: number, part: RangePart): MistakeError {
    this.#scan.noteOpen('value', start);
    if (this.#scan.isAtEnd()) return this.#scan.endsEarly(rangeTexts[part].missing());
    return new MistakeError(rangeTexts[part].expected(), this.#scan.at);
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
