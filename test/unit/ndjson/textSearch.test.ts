import assert from 'node:assert/strict';
import { createMemoryReader } from '../../../src/ndjson/fileReader.ts';
import { compileKernel, createKernel } from '../../../src/ndjson/kernel/kernel.ts';
import { readBlocks } from '../../../src/ndjson/lineBlocks.ts';
import { createBlockSearch, locateHits, type SearchPattern } from '../../../src/ndjson/textSearch.ts';
import { readLinesNaively } from './naive.ts';
import { createRandom } from './random.ts';
import { makeStrangeFile } from './strangeLines.ts';

function search(
  bytes: Buffer,
  pattern: SearchPattern,
  blockBytes = 1000,
): { starts: number[]; hitCount: number } {
  const kernel = createKernel(compileKernel(), 64);
  const found = createBlockSearch(kernel, pattern);
  const starts: number[] = [];
  const limits = { blockBytes, longestLineBytes: 1_000_000 };
  for (const block of readBlocks(
    createMemoryReader(bytes),
    kernel,
    { fromByte: 0, toByte: bytes.length },
    limits,
  )) {
    if (block.kind === 'lines') found.visitMatches(block, (start) => starts.push(block.offset + start));
  }
  return { starts, hitCount: found.hitCount };
}

/** Counts a text's places in each line's bytes, one after another. */
function searchNaively(
  bytes: Buffer,
  text: string,
  matchCase: boolean,
): { starts: number[]; hitCount: number } {
  const fold = (it: Buffer): string => {
    const latin = it.toString('latin1');
    return matchCase ? latin : latin.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  };
  const needle = fold(Buffer.from(text));
  const lines = readLinesNaively(bytes).map((line) => ({
    start: line.start + (line.start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0),
    hits: fold(line.bytes).split(needle).length - 1,
  }));
  return {
    starts: lines.filter((it) => it.hits > 0).map((it) => it.start),
    hitCount: lines.reduce((sum, it) => sum + it.hits, 0),
  };
}

function pattern(text: string, more: Partial<SearchPattern> = {}): SearchPattern {
  return { kind: 'text', text, matchCase: false, wholeWord: false, ...more };
}

describe('textSearch', () => {
  it('finds what a naive search of each line finds: 1,200 searches of strange files', () => {
    const random = createRandom(31);
    let hits = 0;
    for (let round = 0; round < 60; round++) {
      const bytes = makeStrangeFile(random, 100);
      for (let i = 0; i < 20; i++) {
        const from = random.below(bytes.length);
        const cut = bytes
          .subarray(from, from + 1 + random.below(9))
          .toString('latin1')
          .replace(/[^\x20-\x7e]/g, 'e');
        const text = random.below(3) ? cut : random.pick(['gold', 'GOLD', '"a":', '}', 'é', '\\u00', 'aa']);
        const matchCase = text === 'é' || random.below(2) === 0;
        const expected = searchNaively(bytes, text, matchCase);
        hits += expected.hitCount;
        assert.deepEqual(
          search(bytes, pattern(text, { matchCase }), random.pick([300, 5000])),
          expected,
          `${round}: ${text}`,
        );
      }
    }
    assert.ok(hits > 5000, `${hits} hits in all`);
  });

  const file = Buffer.from('gold golden\nGold, éGold\r\nÉcole école\n\nfoo_gold gold2 gold.\nx=gold');
  const cases: [SearchPattern, number, number][] = [
    [pattern('gold'), 4, 8],
    [pattern('gold', { matchCase: true }), 3, 6],
    [pattern('gold', { wholeWord: true }), 4, 4],
    [pattern('Gold', { wholeWord: true, matchCase: true }), 1, 1],
    [pattern('ÉCOLE'), 1, 2],
    [pattern('école', { matchCase: true }), 1, 1],
    [pattern('.', {}), 1, 1],
    [pattern('^gold', { kind: 'regex' }), 2, 2],
    [pattern('gold$', { kind: 'regex' }), 2, 2],
    [pattern('g[^x]*d', { kind: 'regex', matchCase: true }), 3, 3],
    [pattern('\\p{Lu}', { kind: 'regex', matchCase: true }), 2, 3],
    [pattern('gold', { kind: 'regex', wholeWord: true }), 4, 4],
    [pattern('x*', { kind: 'regex' }), 1, 1],
    [pattern('d\ng'), 0, 0],
    [pattern(''), 0, 0],
  ];
  for (const [wanted, lineCount, hitCount] of cases) {
    it(`finds ${JSON.stringify(wanted)} in ${lineCount} lines`, () => {
      const found = search(file, wanted);
      assert.deepEqual([found.starts.length, found.hitCount], [lineCount, hitCount]);
    });
  }

  it('gets past a pair of surrogates that a pattern matches nothing of', () => {
    const found = search(Buffer.from('😀😀 xx 😀\n😀'), pattern('x*', { kind: 'regex', wholeWord: true }));
    assert.deepEqual(found, { starts: [0], hitCount: 1 });
  });

  it('says where hits are in a text', () => {
    assert.deepEqual(
      [...locateHits(pattern('gold'), 'a Gold 😀gold')],
      [
        [2, 6],
        [9, 13],
      ],
    );
    assert.deepEqual(
      [...locateHits(pattern('l+', { kind: 'regex' }), 'hello all')],
      [
        [2, 4],
        [7, 9],
      ],
    );
  });

  it('throws a SyntaxError for a regular expression that is none', () => {
    assert.throws(() => search(file, pattern('a(', { kind: 'regex' })), SyntaxError);
  });
});
