import assert from 'node:assert/strict';
import { compileKernel, createKernel, type Kernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { parseNaively } from '../naive.ts';
import { createRandom } from '../../../support/random.ts';
import { damage, writeValue } from '../strangeLines.ts';

function put(kernel: Kernel, text: string | Buffer): number {
  const bytes = Buffer.from(text as string);
  kernel.makeRoom(bytes.length + 1);
  kernel.file.set(bytes);
  kernel.file[bytes.length] = 0x0a;
  return bytes.length;
}

describe('kernel', () => {
  const code = compileKernel();
  const kernel = createKernel(code, 65_536);

  function judge(text: string | Buffer): string {
    return kernel.scan(0, put(kernel, text), 0);
  }

  describe('judging JSON', () => {
    const valid = [
      '{}',
      '[]',
      ' [ 1 , 2 ] ',
      '""',
      '"\\u00e9\\n\\/"',
      '-0.5e+3',
      '0',
      '1E5',
      'true',
      'null ',
      '\tfalse',
      '[[[[]]]]',
      '{"a":{"b":[]}}',
      '"é😀"',
      '"x y"',
      '"a\\\\"',
      '\r1\r',
    ];
    const invalid = [
      '',
      ' ',
      '{',
      '[',
      '{]',
      '[}',
      '[1,]',
      '{"a":1,}',
      '{,}',
      '{"a"}',
      '{"a":}',
      '{a:1}',
      '01',
      '1.',
      '.5',
      '+1',
      '-',
      '1e',
      '"\\x"',
      '"\\u12g4"',
      '"a',
      '"a\tb"',
      'tru',
      'truee',
      'nul',
      'fals',
      "'a'",
      '1 2',
      '{} {}',
      '[1 2]',
      '{"a" 1}',
      '"a\u0000b"',
      '[1]]',
      '\ufeff1',
      '//',
      'NaN',
      'Infinity',
    ];
    for (const text of valid) it(`takes ${JSON.stringify(text)}`, () => assert.equal(judge(text), 'valid'));
    for (const text of invalid)
      it(`refuses ${JSON.stringify(text)}`, () => assert.equal(judge(text), 'invalid'));

    it('takes strings of any length around its steps of 16 bytes', () => {
      for (let length = 0; length < 70; length++) {
        assert.equal(judge(`"${'x'.repeat(length)}"`), 'valid');
        assert.equal(judge(`"${'x'.repeat(length)}\\n"`), 'valid');
        assert.equal(judge(`"${'x'.repeat(length)}`), 'invalid');
        assert.equal(judge(`"${'x'.repeat(length)}\t"`), 'invalid');
      }
    });

    /** Judged as JSON.parse does. */
    function agree(text: string): void {
      assert.equal(judge(text), parseNaively(text) ? 'valid' : 'invalid', JSON.stringify(text));
    }

    it('takes keys and texts of any length, with anything anywhere in them', () => {
      const strange = ['', 'y', '\\n', '\\"', '\\u00e9', '"', '\\', '\t', '\u0000', '\u001f', 'é', '\x7f'];
      for (let length = 0; length < 50; length++) {
        for (const it of strange) {
          const text = `"${'x'.repeat(length)}${it}${'z'.repeat(length % 7)}"`;
          for (const line of [`{${text}:1}`, `{"a":${text}}`, `{"a":${text},"b":0}`, `{${text} : ${text} }`])
            agree(line);
        }
      }
    });

    it('takes numbers of any length, with anything behind them', () => {
      const behind = ['', ' ', '.', '.5', 'e', 'e3', 'E-07', '-', 'x', ':', '"', '/', '\t', '.5e+'];
      for (let length = 1; length < 40; length++) {
        for (const first of ['1', '0', '-', '-0', '9', '+', '.']) {
          for (const it of behind) {
            const number = `${first}${'7'.repeat(length - 1)}${it}`;
            for (const line of [number, `[${number}]`, `{"a":${number},"b":${number}}`]) agree(line);
          }
        }
      }
    });

    it('is unsure of what nests more than a thousand deep', () => {
      assert.equal(judge('['.repeat(900) + ']'.repeat(900)), 'valid');
      assert.equal(judge('['.repeat(5000) + ']'.repeat(5000)), 'unsure');
    });

    it('judges 20,000 strange and damaged values as JSON.parse does', () => {
      const random = createRandom(11);
      const seen = { valid: 0, invalid: 0 };
      for (let i = 0; i < 20_000; i++) {
        const spelt = Buffer.from(writeValue(random, 4));
        const bytes = random.below(2) ? spelt : damage(random, spelt);
        if (bytes.includes(0x0a)) continue;
        const expected = parseNaively(bytes.toString('utf8')) ? 'valid' : 'invalid';
        assert.equal(judge(bytes), expected, JSON.stringify(bytes.toString('latin1')));
        seen[expected]++;
      }
      assert.ok(seen.valid > 5000 && seen.invalid > 3000, JSON.stringify(seen));
    });
  });

  describe('taking values', () => {
    function take(
      text: string,
      paths: string[][],
      until?: number,
    ): { verdict: string; found: [number, string][] } {
      const own = createKernel(code, 65_536);
      const trie = own.addPaths(paths);
      const verdict = own.scan(0, put(own, text), trie, until);
      const found = Array.from({ length: own.countValues() }, (_, i): [number, string] => [
        own.pathOf(i),
        own.file.toString('utf8', own.startOf(i), own.endOf(i)),
      ]);
      return { verdict, found };
    }

    it('finds keys at their depth only', () => {
      const text = '{"x":{"country":"no"},"y":["country","no"],"country":"US"}';
      assert.deepEqual(take(text, [['country']]), { verdict: 'valid', found: [[0, '"US"']] });
    });

    it('reaches through lists, and takes a list at the end as one value', () => {
      const text = '{"p":[{"n":"A"},[{"n":[1,{"n":2}]}],3],"q":[1,[2]]}';
      assert.deepEqual(take(text, [['p', 'n'], ['q']]).found, [
        [0, '"A"'],
        [0, '[1,{"n":2}]'],
        [1, '[1,[2]]'],
      ]);
    });

    it('takes a value and what is in it', () => {
      assert.deepEqual(take('{"a":{"b":1}}', [['a'], ['a', 'b']]).found, [
        [1, '1'],
        [0, '{"b":1}'],
      ]);
    });

    it('is unsure of keys that are there twice or escaped, where they matter', () => {
      assert.equal(take('{"a":1,"a":2}', [['a']]).verdict, 'unsure');
      assert.equal(take('{"\\u0061":1}', [['a']]).verdict, 'unsure');
      assert.equal(take('{"a":1,"b":{"c":1,"c":2,"\\u0061":3}}', [['a']]).verdict, 'valid');
    });

    it('stops at the first comma after a place', () => {
      const text = '{"x":[1,{"a":0}],"a":1, this is no JSON';
      assert.deepEqual(take(text, [['a']], text.indexOf('"a":1')), { verdict: 'begun', found: [[0, '1']] });
      assert.deepEqual(take(text, [['a']], 0), { verdict: 'begun', found: [] });
      assert.deepEqual(take('{"a":1}', [['a']], 1), { verdict: 'valid', found: [[0, '1']] });
      assert.equal(take(text, [['a']]).verdict, 'invalid');
    });

    it('refuses more paths than it has room for', () => {
      const many = Array.from({ length: 31 }, (_, i) => [`k${i}`]);
      assert.throws(() => kernel.addPaths(many), RangeError);
      assert.throws(() => kernel.addPaths([['x'.repeat(20_000)]]), RangeError);
    });
  });

  describe('finding bytes', () => {
    it('finds every place, whatever the length and whichever bytes are rare', () => {
      const random = createRandom(12);
      for (let round = 0; round < 400; round++) {
        const own = createKernel(code, 4096);
        const bytes = Buffer.from(
          Array.from({ length: 1 + random.below(600) }, () => 0x61 + random.below(3)),
        );
        const from = random.below(bytes.length);
        const needle = bytes.subarray(from, from + 1 + random.below(40));
        const end = bytes.length - random.below(10);
        put(own, bytes);
        const prepared = own.addNeedle(
          needle,
          false,
          Array.from({ length: 256 }, () => random.below(9)),
        );
        for (let at = 0; at <= end; at++) {
          const expected = bytes.subarray(0, Math.max(0, end)).indexOf(needle, at);
          const found = own.find(prepared, at, Math.max(0, end));
          assert.equal(found, expected, `round ${round}, from ${at}`);
          if (found === -1) break;
        }
      }
    });

    it('takes letters in either case, and nothing else for a letter', () => {
      const own = createKernel(code, 4096);
      const text = 'x@[`{GoLd\u212aé`';
      const end = put(own, text);
      const find = (needle: string): number => own.find(own.addNeedle(Buffer.from(needle), true, []), 0, end);
      assert.equal(find('gOlD'), 5);
      assert.equal(find('@'), 1);
      assert.equal(find('`'), 3);
      assert.equal(find('k'), -1);
      assert.equal(find('É'), -1);
    });

    it('refuses needles that are empty or too long', () => {
      assert.throws(() => kernel.addNeedle(Buffer.alloc(0), false, []), RangeError);
      assert.throws(() => kernel.addNeedle(Buffer.alloc(5000), false, []), RangeError);
    });
  });

  it('hashes bytes alike wherever they are, and others otherwise', () => {
    const text = 'The quick brown fox jumps over the lazy dog';
    const hashes = new Set<string>();
    for (let length = 0; length <= text.length; length++) {
      const own = text.slice(0, length);
      put(kernel, own);
      const { low, high } = kernel.hash(0, length);
      put(kernel, `123${own}`);
      assert.deepEqual(kernel.hash(3, 3 + length), { low, high });
      hashes.add(`${low}:${high}`);
    }
    assert.equal(hashes.size, text.length + 1);
  });

  it('keeps what is in it when it makes room', () => {
    const own = createKernel(code, 100);
    put(own, '{"a":1}');
    own.makeRoom(1_000_000);
    assert.equal(own.file.length, 1_000_000);
    assert.equal(own.scan(0, 7, 0), 'valid');
  });
});
