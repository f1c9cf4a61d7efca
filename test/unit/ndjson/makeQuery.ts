import type { Query, ValueTest } from '../../../src/protocol/query.ts';
import type { Random } from '../../support/random.ts';

/** Paths that strange files have, and some they do not. */
export const paths = [
  'a',
  'plan',
  'a.b',
  'a.a.b',
  'country',
  'b.0',
  'é',
  'x"y',
  'b.name',
  'count',
  'nothing',
  'external_id.a',
];
const words = [
  'gold',
  'US',
  'é',
  '100',
  'true',
  'null',
  'kelvin',
  'a"b',
  'slash',
  '1e2',
  '9007199254740993',
  '12345678901234567890',
  '1e999',
  'o',
  '',
  '2016-05-01',
  'GOLD',
  '😀',
  'k\\s',
];

function makeTest(random: Random): ValueTest {
  const text = random.pick(words);
  switch (random.below(8)) {
    case 7:
      return { kind: 'equals', text, matchCase: true, only: random.pick(['strings', 'others'] as const) };
    case 0:
    case 1:
      return { kind: 'equals', text, matchCase: random.below(2) === 0 };
    case 2:
      return {
        kind: 'glob',
        pattern: random.pick([`*${text}`, `${text}*`, `*${text}*`, '1*', '?old', 'g*d', '*0', 't?ue']),
      };
    case 3:
      return {
        kind: 'regex',
        source: random.pick(['^g.*d$', 'l', '^\\d+$', 'é|US']),
        flags: random.pick(['', 'i', 'u']),
      };
    case 4:
      return {
        kind: 'compare',
        operator: random.pick(['<', '<=', '>', '>='] as const),
        text: random.pick(['1', '100', '2016', 'a']),
      };
    case 5:
      return { kind: 'range', min: 0, max: 100, inclusive: [random.below(2) === 0, random.below(2) === 0] };
    default:
      return { kind: 'exists' };
  }
}

/** A query about what strange files have: of every kind of test, nested up to `depth`. */
export function makeQuery(random: Random, depth: number): Query {
  const kind = random.below(depth > 0 ? 9 : 5);
  if (kind < 4) return { kind: 'field', path: random.pick(paths), test: makeTest(random) };
  if (kind === 4) return { kind: 'anywhere', text: random.pick(words), matchCase: random.below(2) === 0 };
  if (kind === 5) return { kind: 'not', operand: makeQuery(random, depth - 1) };
  const operands = Array.from({ length: 2 + random.below(2) }, () => makeQuery(random, depth - 1));
  return { kind: kind < 8 ? 'and' : 'or', operands };
}
