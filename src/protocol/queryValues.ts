import { combine, readNumber, type Comparison, type Query, type ValueTest } from './query.ts';
import { requireBoundary } from './queryJoins.ts';
import { MistakeError, type QueryScanner } from './queryScanner.ts';

/* eslint-disable regexp/no-super-linear-move -- Each is tried once where the scanner is, which then is behind it. */
const bareValue = /[^\s()"]+/y;
const bound = /[^\s()"[\]{}]+/y;
const comparisonSign = /[<>]=?/y;
const rangeWord = /TO(?=\s|$)/iy;
export const regexLiteral = /\/((?:[^\\/[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/([a-z]*)/sy;
/* eslint-enable regexp/no-super-linear-move */

/** A value that an operator compares with: a text or a number, and neither a range nor a pattern. */
export function readCompared(scan: QueryScanner, path: string, operator: string): Query {
  const bare = operator.replace(':', '');
  if (/[[{(]/.test(scan.next()) || scan.matches(regexLiteral)) {
    const wanted =
      bare === '='
        ? 'A value must follow =, a text in double quotes'
        : `A number or a text must follow ${bare}`;
    throw new MistakeError(`${wanted}.`, scan.at);
  }
  if (bare === '=') return { kind: 'field', path, test: readExact(scan) };
  return compareWith(path, bare as Comparison, readText(scan));
}

/** A value in parentheses after a field, which may have an operator of its own: `total:(>5 AND <10)`. */
export function readFieldValue(scan: QueryScanner, path: string): Query {
  const comparison = scan.take(comparisonSign);
  if (comparison === undefined) return readPlain(scan, path);
  scan.skipBlanks();
  if (scan.isAtEnd()) throw scan.endsEarly('A value');
  return compareWith(path, comparison as Comparison, readText(scan));
}

/** A value without an operator but `:` or `=`: a text, a pattern, a regular expression or a range. */
export function readPlain(scan: QueryScanner, path: string): Query {
  if (/[[{]/.test(scan.next())) return readRange(scan, path);
  if (scan.next() === '/') return { kind: 'field', path, test: readRegex(scan) };
  const isQuoted = scan.isAtQuote();
  const text = readText(scan);
  if (isQuoted) return { kind: 'field', path, test: { kind: 'equals', text, matchCase: true } };
  if (text === '*') return { kind: 'field', path, test: { kind: 'exists' } };
  if (/[*?]/.test(text)) return { kind: 'field', path, test: { kind: 'glob', pattern: text } };
  return { kind: 'field', path, test: { kind: 'equals', text, matchCase: false } };
}

function readExact(scan: QueryScanner): ValueTest {
  const isQuoted = scan.isAtQuote();
  const text = readText(scan);
  const isText = isQuoted || (readNumber(text) === undefined && !['true', 'false', 'null'].includes(text));
  return { kind: 'equals', text, matchCase: true, only: isText ? 'strings' : 'others' };
}

/** A value: a text in quotes, or all up to the next blank or parenthesis. */
function readText(scan: QueryScanner): string {
  const start = scan.at;
  const isQuoted = scan.isAtQuote();
  if (!isQuoted && /[:<>=]/.test(scan.next())) throw scan.cannotRead();
  const text = isQuoted ? scan.readQuoted('value') : (scan.take(bareValue) ?? '');
  if (scan.at === start) throw scan.cannotRead();
  scan.note('value', start, scan.at, isQuoted);
  requireBoundary(scan);
  return text;
}

function readRegex(scan: QueryScanner): ValueTest {
  const start = scan.at;
  const literal = scan.take(regexLiteral);
  if (literal === undefined) {
    scan.noteOpen('value', start);
    scan.at = scan.text.length;
    throw scan.endsEarly('A closing /');
  }
  scan.note('value', start, scan.at);
  const close = literal.lastIndexOf('/');
  // The flags that make a regular expression remember where it was: every value is tested from its start.
  const flags = literal.slice(close + 1).replace(/[gyd]/g, '');
  const source = literal.slice(1, close);
  requireBoundary(scan);
  try {
    new RegExp(source, flags);
  } catch (error) {
    throw new MistakeError(error instanceof Error ? `${error.message}.` : 'Not a regular expression.', start);
  }
  return { kind: 'regex', source, flags };
}

function readRange(scan: QueryScanner, path: string): Query {
  const start = scan.at;
  const isMinIn = scan.next() === '[';
  scan.at++;
  const min = readBound(scan, start);
  if (scan.take(rangeWord) === undefined) throw rangeMistake(scan, start, 'TO');
  const max = readBound(scan, start);
  const close = scan.next();
  if (close !== ']' && close !== '}') throw rangeMistake(scan, start, 'a closing bracket');
  scan.at++;
  scan.note('value', start, scan.at);
  requireBoundary(scan);
  const isMaxIn = close === ']';
  const [low, high] = [readNumber(min ?? ''), readNumber(max ?? '')];
  if (low !== undefined && high !== undefined) {
    return {
      kind: 'field',
      path,
      test: { kind: 'range', min: low, max: high, inclusive: [isMinIn, isMaxIn] },
    };
  }
  if (min !== undefined && max !== undefined && (low === undefined) !== (high === undefined)) {
    throw new MistakeError(
      'A range goes from one number to another, or from one text or date to another.',
      start,
    );
  }
  const operands = [
    ...(min === undefined ? [] : [compareWith(path, isMinIn ? '>=' : '>', min)]),
    ...(max === undefined ? [] : [compareWith(path, isMaxIn ? '<=' : '<', max)]),
  ];
  return operands.length === 0 ? { kind: 'field', path, test: { kind: 'exists' } } : combine('and', operands);
}

/** One end of a range; undefined for `*`, an end that is open. */
function readBound(scan: QueryScanner, start: number): string | undefined {
  scan.skipBlanks();
  const text = scan.isAtQuote() ? scan.readQuoted('value') : scan.take(bound);
  if (text === undefined) throw rangeMistake(scan, start, 'a number, a text or *');
  scan.skipBlanks();
  return text === '*' ? undefined : text;
}

function rangeMistake(scan: QueryScanner, start: number, expected: string): MistakeError {
  scan.noteOpen('value', start);
  if (scan.isAtEnd()) return scan.endsEarly(`In a range, ${expected}`);
  return new MistakeError(`A range is written as in [1 TO 5]: here ${expected} is expected.`, scan.at);
}

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
