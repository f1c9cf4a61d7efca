import assert from 'node:assert/strict';
import { compileKernel, createKernel, type Kernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { createLineFilter } from '../../../../src/ndjson/scan/lineFilter.ts';
import { createLineIndexBuilder } from '../../../../src/ndjson/file/lineIndex.ts';
import { parseQuery } from '../../../../src/protocol/parseQuery.ts';
import type { Query } from '../../../../src/protocol/query.ts';
import { blocksOf } from '../blocksOf.ts';
import { makeQuery } from '../makeQuery.ts';
import { filterNaively } from '../naive.ts';
import { createRandom } from '../../../support/random.ts';
import { makeStrangeFile } from '../strangeLines.ts';

/** Numbers of the lines found, by blocks of some size. */
function filterByBlocks(
  bytes: Buffer,
  query: Query,
  blockBytes: number,
): { lines: number[]; judgedCount: number } {
  const real = createKernel(compileKernel(), 64);
  let judgedCount = 0;
  const kernel = Object.create(real, {
    scan: {
      value(...given: Parameters<Kernel['scan']>) {
        judgedCount++;
        return real.scan(...given);
      },
    },
  }) as Kernel;
  const filter = createLineFilter(kernel, query);
  const index = createLineIndexBuilder();
  index.push(bytes);
  const lines: number[] = [];
  for (const block of blocksOf(bytes, kernel, blockBytes)) {
    assert.equal(block.kind, 'lines');
    if (block.kind === 'lines')
      filter.visitMatches(block, (start) => lines.push(index.lineAt(block.offset + start)));
  }
  return { lines, judgedCount };
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
    assert.ok(judgedCount >= 8, 'those that were found were judged');
    assert.ok(judgedCount < 20, `${judgedCount} lines were judged: the bytes of the others rule them out`);
  });

  it('says which lines are too long, and goes on after them', () => {
    const bytes = Buffer.from(`{"a":1}\n{"a":"${'x'.repeat(3000)}"}\n{"a":2}`);
    const kernel = createKernel(compileKernel(), 64);
    const blocks = [...blocksOf(bytes, kernel, 64, 1000)];
    assert.deepEqual(blocks, [
      { kind: 'lines', offset: 0, from: 0, length: 8 },
      { kind: 'tooLong', offset: 8, sizeBytes: 3008 },
      { kind: 'lines', offset: 3017, from: 0, length: 8 },
    ]);
  });
});
