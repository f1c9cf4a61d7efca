import { assertNever } from '../../util/assertNever.ts';
import { NumberText } from '../json/exactNumber.ts';
import { createGlob } from './glob.ts';
import { parseQueryNumber, type Comparison, type Query, type ValueTest } from '../../protocol/query.ts';
import { foldCase, readExact } from './query.ts';

/** Where a query gets the values it asks about: of a path, or the whole value of the line. */
export interface LineValues {
  valuesOf(path: string): readonly unknown[];
  whole(): unknown;
}

/** Whether a line matches. */
export type QueryTest = (values: LineValues) => boolean;

/** Makes a query ready to be asked of many lines. Throws a SyntaxError for a regular expression that is none. */
export function createQueryTest(query: Query): QueryTest {
  switch (query.kind) {
    case 'everything':
      return () => true;
    case 'and': {
      const tests = query.operands.map(createQueryTest);
      return (values) => tests.every((test) => test(values));
    }
    case 'or': {
      const tests = query.operands.map(createQueryTest);
      return (values) => tests.some((test) => test(values));
    }
    case 'not': {
      const test = createQueryTest(query.operand);
      return (values) => !test(values);
    }
    case 'field': {
      const test = throughLists(createValueTest(query.test));
      return (values) => values.valuesOf(query.path).some(test);
    }
    case 'anywhere': {
      const test = createAnywhereTest(query.text, query.matchCase);
      return (values) => holds(values.whole(), test);
    }
    default:
      return assertNever(query);
  }
}

type Test = (value: unknown) => boolean;

function createValueTest(test: ValueTest): Test {
  switch (test.kind) {
    case 'equals':
      return onlyOf(test.only, createEqualsTest(test.text, test.matchCase));
    case 'glob':
      return onText(createGlob(test.pattern));
    case 'regex': {
      const regex = new RegExp(test.source, test.flags);
      return onText((text) => regex.test(text));
    }
    case 'compare':
      return createCompareTest(test.operator, test.text);
    case 'range': {
      const [low, high] = test.inclusive;
      return (value) => {
        const number = numberOf(value);
        if (number === undefined) return false;
        return (
          (low ? number >= test.min : number > test.min) && (high ? number <= test.max : number < test.max)
        );
      };
    }
    case 'exists':
      return (value) => value !== null;
    default:
      return assertNever(test);
  }
}

function createEqualsTest(text: string, matchCase: boolean): Test {
  const equalsNumber = createNumberTest(text);
  const folded = foldCase(text);
  const word = text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : undefined;
  return (value) => {
    if (typeof value === 'string') return value === text || (!matchCase && foldCase(value) === folded);
    if (typeof value === 'number' || value instanceof NumberText) return equalsNumber(value);
    return value !== undefined && value === word;
  };
}

function onlyOf(types: 'strings' | 'others' | undefined, test: Test): Test {
  if (types === undefined) return test;
  return (value) => (typeof value === 'string') === (types === 'strings') && test(value);
}

function createCompareTest(operator: Comparison, text: string): Test {
  const number = parseQueryNumber(text);
  if (number === undefined) return (value) => typeof value === 'string' && compare(value, text, operator);
  return (value) => {
    const own = numberOf(value);
    return own !== undefined && compare(own, number, operator);
  };
}

function compare<T extends string | number>(left: T, right: T, operator: Comparison): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}

function createAnywhereTest(text: string, matchCase: boolean): Test {
  const equalsNumber = createNumberTest(text);
  const folded = foldCase(text);
  return (value) => {
    if (typeof value === 'string') return matchCase ? value.includes(text) : foldCase(value).includes(folded);
    return equalsNumber(value);
  };
}

/** Whether a value is the number that the text reads as, digit for digit. */
function createNumberTest(text: string): Test {
  const number = readExact(text);
  if (number instanceof NumberText)
    return (value) => value instanceof NumberText && value.text === number.text;
  return (value) => typeof value === 'number' && value === number;
}

function onText(test: (text: string) => boolean): Test {
  return (value) => {
    if (typeof value === 'string') return test(value);
    if (value instanceof NumberText) return test(value.text);
    return (typeof value === 'number' || typeof value === 'boolean') && test(String(value));
  };
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value instanceof NumberText) return value.nearest;
  return typeof value === 'string' ? parseQueryNumber(value) : undefined;
}

function throughLists(test: Test): Test {
  return function testOne(value: unknown): boolean {
    return Array.isArray(value) ? value.some(testOne) : test(value);
  };
}

/** Whether any string, number, boolean or null in the value passes. */
function holds(value: unknown, test: Test): boolean {
  if (typeof value !== 'object' || value === null || value instanceof NumberText) return test(value);
  return Object.values(value).some((it) => holds(it, test));
}
