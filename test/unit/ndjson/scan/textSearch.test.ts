import assert from 'node:assert/strict';
import { compileKernel, createKernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { createBlockSearch, locateHits, type SearchPattern } from '../../../../src/ndjson/scan/textSearch.ts';
import { excerptLine } from '../../../../src/ndjson/scan/lineHits.ts';
import { blocksOf } from '../blocksOf.ts';
import { readLinesNaively, searchNaively as searchAsNaively } from '../naive.ts';
import { createRandom } from '../../../support/random.ts';
import { makeStrangeFile, writeEscaped } from '../strangeLines.ts';

function search(
  bytes: Buffer,
  pattern: SearchPattern,
  blockBytes = 1000,
): { starts: number[]; hitCount: number } {
  const kernel = createKernel(compileKernel(), 64);
  const found = createBlockSearch(kernel, pattern);
  const starts: number[] = [];
  for (const block of blocksOf(bytes, kernel, blockBytes)) {
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
  return { kind: 'text', text, matchCase: false, wholeWord: false, isRaw: false, ...more };
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
          search(bytes, pattern(text, { matchCase, isRaw: true }), random.pick([300, 5000])),
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

  const values = ['Москва', 'say "hi"', 'C:\\new\\temp', 'https://x.y/z', 'a\tb', 'café 😀', 'né', 'no"de\\'];
  for (const kind of ['text', 'regex'] as const)
    it(`finds as ${kind} what a value says, in any spelling, in a value and in a key: 3,000 lines`, () => {
      const random = createRandom(77);
      for (let round = 0; round < 3000; round++) {
        const value = random.pick(values);
        const spelt = writeEscaped(random, value);
        const line = random.below(2) ? `{"a":${spelt}}` : `{"x":1,${spelt}:"\\\\n\\u00e9"}`;
        const from = random.below(value.length);
        const part = value.slice(from, from + 1 + random.below(value.length));
        if (!part.isWellFormed()) continue;
        const text = kind === 'text' ? part : part.replace(/[\\.+()/]/g, '\\$&');
        const file = Buffer.from(`{"b":"x"}\n${line}\n{"c":"\\\\"}\n`);
        const wanted = pattern(text, { kind, matchCase: random.below(2) === 0 });
        assert.ok(search(file, wanted).starts.includes(10), `${JSON.stringify(text)} in ${line}`);
        const raw = search(file, pattern(part, { matchCase: true, isRaw: true }));
        assert.equal(raw.starts.includes(10), line.includes(part), `raw ${part} in ${line}`);
        const { text: excerpt = '', hits = [] } = excerptLine(Buffer.from(line), wanted) ?? {};
        const [[at, to] = [0, 0]] = hits;
        assert.equal(excerpt.slice(at, to).toLowerCase(), part.toLowerCase(), `${part} in ${line}`);
      }
    });

  const spelt = Buffer.from(
    String.raw`{"city":"Москва"}
{"city":"\u041c\u043e\u0441\u043a\u0432\u0430"}
{"city":"\u041C\u043Eсква \ud83d\ude00"}
{"note":"say \"hi\" \\n\n","plan":"gold"}
{"note":"{\"plan\":\"gold\"}"}
{"u\u0072l":"https:\/\/x.y\/"}
no JSON: \u041c \"hi\"
`,
  );
  const ways: [text: string, lineCount: number, hitCount: number, more?: Partial<SearchPattern>][] = [
    ['Москва', 3, 3],
    ['москва', 3, 3],
    ['Москва', 3, 3, { matchCase: true }],
    ['Москва', 3, 3, { wholeWord: true }],
    ['Москва', 1, 1, { isRaw: true }],
    ['М.{4}а', 3, 3, { kind: 'regex' }],
    ['😀', 1, 1, { matchCase: true }],
    ['say "hi"', 1, 1],
    ['"hi"', 1, 1],
    ['\\"hi\\"', 2, 2],
    ['"plan":"gold"', 2, 2],
    ['"plan":"gold"', 1, 1, { isRaw: true }],
    ['https://x.y/', 1, 1],
    ['"url":"https', 1, 1],
    ['\\u041c', 3, 3],
    ['\\u041c', 2, 2, { isRaw: true, matchCase: true }],
    ['\\n', 1, 1],
    ['^no JSON', 1, 1, { kind: 'regex' }],
  ];
  for (const [text, lineCount, hitCount, more] of ways)
    it(`finds ${text} ${JSON.stringify(more ?? {})} in ${lineCount} of the lines that spell it in many ways`, () => {
      const found = search(spelt, pattern(text, more));
      assert.deepEqual([found.starts.length, found.hitCount], [lineCount, hitCount]);
      const naive = searchAsNaively(spelt, pattern(text, more));
      assert.deepEqual([naive.lines.length, naive.hitCount], [lineCount, hitCount]);
    });

  it('finds a spelling among many others that a block has before it', () => {
    const before = String.raw`{"a":"\n 
 A "x" \u0067old"}`;
    const file = Buffer.from(`${`${before}\n`.repeat(100)}{"a":"\\u0067old"}\n{"a":"go\\/ld"}\n`);
    const start = (before.length + 1) * 100;
    assert.deepEqual(search(file, pattern('gold'), 100_000).starts, [start]);
    assert.deepEqual(search(file, pattern('go/ld'), 100_000).starts, [start + 18]);
    assert.deepEqual(search(file, pattern('"x" '), 100_000).hitCount, 100);
  });

  it('reads each line behind a byte order mark, wherever in the file', () => {
    const joined = Buffer.from('\ufeff{"a":1}\n{"a":2}\n\ufeff{"a":3}\n\ufeff\ufeff\n\n\ufeff{"a":4}');
    for (const blockBytes of [12, 1000]) {
      const { starts } = search(joined, pattern('^\\{', { kind: 'regex' }), blockBytes);
      assert.deepEqual(starts, [3, 11, 22, 41]);
      assert.deepEqual(search(joined, pattern('{"a"'), blockBytes).starts, starts);
    }
  });

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
