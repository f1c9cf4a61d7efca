import assert from 'node:assert/strict';
import { NumberText } from '../../../src/ndjson/json/exactNumber.ts';
import { collectValues } from '../../../src/ndjson/json/paths.ts';
import { parseQuery } from '../../../src/protocol/parseQuery.ts';
import type { CountedValue } from '../../../src/ndjson/scan/valueCount.ts';
import { writeClause } from '../../../src/viewer/writeClause.ts';
import { filterNaively, parseNaively } from '../ndjson/naive.ts';
import { createRandom } from '../../support/random.ts';
import { writeText, writeValue } from '../ndjson/strangeLines.ts';
import { createWorkspace, last, type Workspace } from '../ndjson/workspace.ts';

/** Paths that filters have to put in quotes, and some that they need not. */
const paths = [
  ...[
    'a',
    'a.b',
    'x"y',
    'with space',
    "it's",
    'back\\slash',
    'é',
    '0',
    'AND',
    'OR',
    'NOT',
    'NOTE',
    'a:b',
    '(',
    '-x',
  ],
  ...[
    'tab\tnew\nline',
    '\u0000',
    '\ud800',
    '/re/',
    ' ',
    '*',
    '😀',
    '$x',
    '[1 TO 5]',
    '"',
    "'",
    'a-b',
    'true',
    '12',
  ],
];
const values: CountedValue[] = [
  ...[
    '',
    ' ',
    '100',
    'true',
    'null',
    '1e2',
    'a"b',
    "it's",
    '\\',
    '\\"',
    'line\nbreak',
    '\u2028',
    '\ud800',
    '😀',
    '/x/i',
  ],
  ...[
    '*',
    'a*',
    '?',
    '>5',
    '[1 TO 5]',
    'US',
    'AND',
    '(',
    ')',
    '-1',
    '00501',
    'x'.repeat(1500),
    '"',
    "'",
    '=1',
    ':',
  ],
  ...[
    0,
    1,
    -1,
    100,
    1.5,
    -0.25,
    1e21,
    -1e21,
    1e-7,
    -1e-7,
    1.25e-10,
    123456789012,
    Number.MAX_VALUE,
    5e-324,
    ...['9007199254740993', '-1234567890123456789.5', '1e-400'].map((decimal) => ({ decimal })),
  ],
  ...[{ decimal: '1e+999' }, { decimal: '-1e+999' }, -1.5e300, true, false, null],
];

/** What a line counts as at a path, in the obvious way. */
function countedNaively(text: string, path: string): Set<string> {
  const parsed = parseNaively(text);
  const flat = parsed ? collectValues(parsed.value, path).flat(99) : [];
  return new Set(
    flat
      .filter((it) => typeof it !== 'object' || it === null || it instanceof NumberText)
      .map((it) => JSON.stringify(it)),
  );
}

const write = (value: CountedValue): string =>
  typeof value === 'object' && value !== null ? value.decimal : JSON.stringify(value);

describe('writeClause', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  it('writes a filter for exactly the lines that have the value, for odd paths and values', () => {
    for (const path of paths) {
      const lines = values.map((it) => `{${JSON.stringify(path)}:${write(it)}}`);
      const bytes = Buffer.from(lines.join('\n'));
      for (const [n, value] of values.entries()) {
        const clause = writeClause(path, value);
        const parsed = parseQuery(clause);
        assert.ok(parsed.ok, `${clause}: ${parsed.ok || parsed.mistake.message}`);
        assert.deepEqual(filterNaively(bytes, parsed.query), [n], clause);
      }
    }
  });

  it('stands beside other clauses', () => {
    const parsed = parseQuery(
      `a:1 AND NOT ${writeClause('with "quotes"', -1e-7)} AND ${writeClause('b', '/x/')}`,
    );
    assert.ok(parsed.ok);
  });

  it('gives none for what no filter can say', () => {
    assert.equal(writeClause('a', 'x'.repeat(3000)), '');
  });

  it('says numbers of any size', () => {
    const decimals = ['1e+9999999999', '-1e-9999999999', '1e+2000', '1e+2001'];
    const bytes = Buffer.from(decimals.map((it) => `{"a":${it}}`).join('\n'));
    for (const [n, decimal] of decimals.entries()) {
      const parsed = parseQuery(writeClause('a', { decimal }));
      assert.ok(parsed.ok);
      assert.deepEqual(filterNaively(bytes, parsed.query), [n]);
    }
  });

  it('agrees with what the engine counts and filters, on lines of all kinds', async () => {
    const random = createRandom(77);
    const keys = ['a', 'x"y', 'with space', 'é'];
    const lines = Array.from({ length: 400 }, () => {
      const members = keys.map((key) => `${writeText(random, key)}:${writeValue(random, 2)}`);
      return random.below(20) === 0 ? 'no json' : `{${members.join(',')}}`;
    });
    const file = await workspace.openText('clauses.ndjson', lines.join('\n'));
    let clauses = 0;
    for (const path of keys) {
      const { counts } = await last(file.countBy(path));
      for (const [value, count] of counts.values) {
        const parsed = parseQuery(writeClause(path, value));
        assert.ok(parsed.ok);
        const found = await last(file.filter(parsed.query));
        const expected = lines.flatMap((it, n) => (countedNaively(it, path).has(write(value)) ? [n] : []));
        assert.deepEqual(found.lines.slice(0, 1000), expected, writeClause(path, value));
        assert.equal(count, expected.length);
        clauses++;
      }
    }
    assert.ok(clauses > 60, String(clauses));
  });
});
