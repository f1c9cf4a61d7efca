import { parse, SyntaxError as LiqeSyntaxError, type LiqeQuery, type ParserAst, type TagToken } from 'liqe';
import { assertNever } from '../util/assertNever.ts';
import { adviseOn } from './queryAdvice.ts';
import { readNumber, type Comparison, type Query, type ValueTest } from './query.ts';
import { shortenQuery, type ShortQuery } from './shortenQuery.ts';

/** What is wrong with a query, in a sentence fit to show, and where: an offset into its text. */
export interface QueryMistake {
  readonly message: string;
  readonly offset: number;
}

export type ParsedQuery =
  { readonly ok: true; readonly query: Query } | { readonly ok: false; readonly mistake: QueryMistake };

/** Longer queries are refused: the parser's time grows faster than their length. One of 2,000 takes it up to 30 ms. */
const longestQuery = 2000;

/** Reads the text of a filter; see `Query` for the language. An empty text asks for everything. */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > longestQuery)
    return fail(`A filter may have ${longestQuery} characters; this one has ${text.length}.`, longestQuery);
  try {
    const source = { text, short: shortenQuery(text) };
    return { ok: true, query: convert(parseText(source), source) };
  } catch (error) {
    if (error instanceof Mistake) return fail(error.message, error.offset);
    throw error;
  }
}

class Mistake extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** A query as it was written, and as it was parsed. */
interface Source {
  readonly text: string;
  readonly short: ShortQuery;
}

function fail(message: string, offset: number): ParsedQuery {
  return { ok: false, mistake: { message, offset } };
}

function parseText({ text, short }: Source): LiqeQuery {
  if (short.tooMuch) throw new Mistake(short.tooMuch.message, short.tooMuch.at);
  try {
    return parse(short.text);
  } catch (error) {
    if (error instanceof LiqeSyntaxError) {
      const offset = short.offsetOf(error.offset);
      throwAdvice(text, offset);
      const found = text[offset];
      const hint = found === undefined || /\s/.test(found) ? '' : ` "${found}"`;
      const advice =
        found !== undefined && /[:/+,;!&|%'"\\()[\]{}<>=~^`]/.test(found)
          ? ' Put texts with such characters in double quotes.'
          : '';
      throw new Mistake(`The filter cannot be read from here on${hint}.${advice}`, offset);
    }
    // liqe says so when the text ends too early ("a AND").
    if (error instanceof Error && error.message === 'Found no parsings.') {
      throwAdvice(text, text.length);
      throw new Mistake('The filter ends too early.', text.length);
    }
    throw new Mistake(
      error instanceof Error ? `The filter cannot be read: ${error.message}` : 'The filter cannot be read.',
      0,
    );
  }
}

function throwAdvice(text: string, offset: number): void {
  const advice = adviseOn(text, offset);
  if (advice) throw new Mistake(advice.message, advice.offset);
}

function convert(node: ParserAst, source: Source): Query {
  switch (node.type) {
    case 'EmptyExpression':
      return { kind: 'everything' };
    case 'ParenthesizedExpression':
      return convert(node.expression, source);
    case 'UnaryOperator':
      return { kind: 'not', operand: convert(node.operand, source) };
    case 'LogicalExpression':
      return convertChain(node, source);
    case 'Tag':
      return convertTag(node, source);
    default:
      return assertNever(node);
  }
}

/** liqe reads `a OR b AND c` from left to right; everybody expects AND to bind tighter. */
function convertChain(node: ParserAst, source: Source): Query {
  const operands: ParserAst[] = [];
  const operators: string[] = [];
  let rest = node;
  while (rest.type === 'LogicalExpression') {
    operands.unshift(rest.right);
    operators.unshift(rest.operator.operator);
    rest = rest.left;
  }
  const groups: Query[][] = [[convert(rest, source)]];
  for (const [i, operand] of operands.entries()) {
    if (operators[i] === 'OR') groups.push([]);
    groups.at(-1)?.push(convert(operand, source));
  }
  return join(
    'or',
    groups.map((group) => join('and', group)),
  );
}

function join(kind: 'and' | 'or', operands: readonly Query[]): Query {
  const [only] = operands;
  return only && operands.length === 1 ? only : { kind, operands };
}

function convertTag(tag: TagToken, source: Source): Query {
  const { expression, field } = tag;
  const start = source.short.offsetOf(expression.location.start);
  if (expression.type === 'EmptyExpression') throw new Mistake('A value is missing after the colon.', start);
  if (field.type === 'Field') {
    const at = field.location.start;
    const path = (field.quoted ? source.short.quotedAt(at) : source.short.wordAt(at)) ?? field.name;
    return { kind: 'field', path, test: convertTest(tag, source) };
  }
  if (expression.type !== 'LiteralExpression') {
    throw new Mistake('A regular expression or a range needs a field before it, as in name:/…/.', start);
  }
  const word = expression.quoted ? quotedText(expression, source) : wordAt(source.text, start);
  if (!expression.quoted && /[*?]/.test(word)) {
    throw new Mistake(
      '* and ? need a field before them, as in email:*@example.com. A word alone is looked for anywhere.',
      start,
    );
  }
  return { kind: 'anywhere', text: word, matchCase: expression.quoted };
}

function convertTest(tag: TagToken, source: Source): ValueTest {
  const { expression } = tag;
  const start = source.short.offsetOf(expression.location.start);
  const operator = tag.operator.operator.slice(1);
  if (operator === '=') return convertExact(tag, source);
  if (operator !== '') {
    if (expression.type !== 'LiteralExpression')
      throw new Mistake(`A number or a text must follow ${operator}.`, start);
    const bound = expression.quoted ? quotedText(expression, source) : wordAt(source.text, start);
    return { kind: 'compare', operator: operator as Comparison, text: bound };
  }
  switch (expression.type) {
    case 'RegexExpression':
      throw new Mistake('This regular expression cannot be read.', start);
    case 'RangeExpression': {
      const { min, max, minInclusive, maxInclusive } = expression.range;
      return { kind: 'range', min, max, inclusive: [minInclusive, maxInclusive] };
    }
    case 'LiteralExpression': {
      if (expression.quoted) return { kind: 'equals', text: quotedText(expression, source), matchCase: true };
      const regex = source.short.regexAt(expression.location.start);
      if (regex !== undefined) return convertRegex(regex, start);
      const word = wordAt(source.text, start);
      if (word === '*') return { kind: 'exists' };
      return /[*?]/.test(word)
        ? { kind: 'glob', pattern: word }
        : { kind: 'equals', text: word, matchCase: false };
    }
    case 'EmptyExpression':
      throw new Mistake('A value is missing after the colon.', start);
    default:
      return assertNever(expression);
  }
}

function convertExact({ expression }: TagToken, source: Source): ValueTest {
  const start = source.short.offsetOf(expression.location.start);
  const isRegex = source.short.regexAt(expression.location.start) !== undefined;
  if (expression.type !== 'LiteralExpression' || isRegex)
    throw new Mistake('A value must follow =, a text in double quotes.', start);
  if (expression.quoted) {
    return { kind: 'equals', text: quotedText(expression, source), matchCase: true, only: 'strings' };
  }
  const word = wordAt(source.text, start);
  const isWord = readNumber(word) === undefined && !['true', 'false', 'null'].includes(word);
  return { kind: 'equals', text: word, matchCase: true, only: isWord ? 'strings' : 'others' };
}

/** The flags that make a regular expression remember where it was are left out: every value is tested from its start. */
function convertRegex(literal: string, start: number): ValueTest {
  const end = literal.lastIndexOf('/');
  const source = literal.slice(1, end);
  const flags = literal.slice(end + 1).replace(/[gyd]/g, '');
  try {
    new RegExp(source, flags);
  } catch (error) {
    throw new Mistake(error instanceof Error ? `${error.message}.` : 'Not a regular expression.', start);
  }
  return { kind: 'regex', source, flags };
}

function quotedText(
  { value, location }: { readonly value: string; readonly location: { readonly start: number } },
  { short }: Source,
): string {
  return short.quotedAt(location.start) ?? value;
}

/** liqe turns `00501` and `1.50` into numbers; what was written is what is meant. */
function wordAt(text: string, start: number): string {
  return /^[^\s()"':[\]{}<>=/]+/.exec(text.slice(start))?.[0] ?? '';
}
