import assert from 'node:assert/strict';
import { createMemoryReader } from '../../../src/ndjson/fileReader.ts';
import { compileKernel, createKernel } from '../../../src/ndjson/kernel/kernel.ts';
import { readBlocks } from '../../../src/ndjson/lineBlocks.ts';
import { createLineFilter } from '../../../src/ndjson/lineFilter.ts';
import { createLineIndexBuilder } from '../../../src/ndjson/lineIndex.ts';
import { parseQuery } from '../../../src/ndjson/parseQuery.ts';
import type { Query, ValueTest } from '../../../src/ndjson/query.ts';
import { filterNaively } from './naive.ts';
import { createRandom, type Random } from './random.ts';
import { makeStrangeFile } from './strangeLines.ts';

const paths = [
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

function makeQuery(random: Random, depth: number): Query {
  const kind = random.below(depth > 0 ? 9 : 5);
  if (kind < 4) return { kind: 'field', path: random.pick(paths), test: makeTest(random) };
  if (kind === 4) return { kind: 'anywhere', text: random.pick(words), matchCase: random.below(2) === 0 };
  if (kind === 5) return { kind: 'not', operand: makeQuery(random, depth - 1) };
  const operands = Array.from({ length: 2 + random.below(2) }, () => makeQuery(random, depth - 1));
  return { kind: kind < 8 ? 'and' : 'or', operands };
}

/** Numbers of the lines found, by blocks of some size. */
function filterByBlocks(
  bytes: Buffer,
  query: Query,
  blockBytes: number,
): { lines: number[]; judgedCount: number } {
  const kernel = createKernel(compileKernel(), 64);
  const filter = createLineFilter(kernel, query);
  const index = createLineIndexBuilder();
  index.push(bytes);
  const lines: number[] = [];
  const limits = { blockBytes, longestLineBytes: 1_000_000 };
  for (const block of readBlocks(
    createMemoryReader(bytes),
    kernel,
    { fromByte: 0, toByte: bytes.length },
    limits,
  )) {
    assert.equal(block.kind, 'lines');
    if (block.kind === 'lines')
      filter.visitMatches(block, (start) => lines.push(index.lineAt(block.offset + start)));
  }
  return { lines, judgedCount: filter.judgedCount };
}

describe('lineFilter', () => {
  it('finds exactly the lines that a full parse of every line finds: 600 queries over strange files', function () {
    const random = createRandom(21);
    let found = 0;
    for (let round = 0; round < 60; round++) {
      const bytes = makeStrangeFile(random, 120);
      for (let i = 0; i < 10; i++) {
        const query = makeQuery(random, 2);
        const expected = filterNaively(bytes, query);
        found += expected.length;
        const blockBytes = random.pick([200, 1000, 5000, 100_000]);
        assert.deepEqual(
          filterByBlocks(bytes, query, blockBytes).lines,
          expected,
          `round ${round}: ${JSON.stringify(query)}`,
        );
      }
    }
    assert.ok(found > 2000, `${found} lines found in all`);
  });

  it('finds values however they are spelt', () => {
    const spellings = [
      '"gold"',
      '"g\\u006fld"',
      '"g\\u006Fld"',
      '["x","gold"]',
      '[["gold"]]',
      ' "gold" ',
      '"GOLD"',
    ];
    const lines = spellings.map((it) => `{"plan":${it}}`);
    const others = [
      '{"plan":"golden"}',
      '{"x":{"plan":"gold"}}',
      '{"plan":"gold"',
      '{"plan":"silver","plan":"gold"',
      '{"plan":"gold","plan":"silver"}',
      '"gold"',
    ];
    const padding = Array.from({ length: 60 }, (_, i) => `{"n":${i}}`);
    const bytes = Buffer.from([...padding, ...lines, '{"\\u0070lan":"gold"}', ...others].join('\n'));
    const query = parseQuery('plan:gold');
    assert.ok(query.ok);
    const { lines: found, judgedCount } = filterByBlocks(bytes, query.query, 100_000);
    assert.deepEqual(found, [60, 61, 62, 63, 64, 65, 66, 67]);
    assert.ok(judgedCount < 20, `${judgedCount} lines were judged: the bytes of the others rule them out`);
  });

  it('says which lines are too long, and goes on after them', () => {
    const bytes = Buffer.from(`{"a":1}\n{"a":"${'x'.repeat(3000)}"}\n{"a":2}`);
    const kernel = createKernel(compileKernel(), 64);
    const blocks = [
      ...readBlocks(
        createMemoryReader(bytes),
        kernel,
        { fromByte: 0, toByte: bytes.length },
        { blockBytes: 64, longestLineBytes: 1000 },
      ),
    ];
    assert.deepEqual(blocks, [
      { kind: 'lines', offset: 0, from: 0, length: 8 },
      { kind: 'tooLong', offset: 8, sizeBytes: 3008 },
      { kind: 'lines', offset: 3017, from: 0, length: 8 },
    ]);
  });
});
