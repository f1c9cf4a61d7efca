import assert from 'node:assert/strict';
import { countNaively, filterNaively, readLinesNaively, searchNaively } from '../naive.ts';
import { createRandom } from '../../../support/random.ts';
import { makeStrangeFile } from '../strangeLines.ts';
import { createWorkspace, last, linesFrom, query, type Workspace } from '../workspace.ts';

describe('the tasks of an open file', () => {
  let workspace: Workspace;
  let big: Buffer;
  let bigPath: string;

  before(async () => {
    workspace = await createWorkspace();
    const random = createRandom(41);
    big = Buffer.concat(
      Array.from({ length: 60 }, () => Buffer.concat([makeStrangeFile(random, 1000), Buffer.from('\n')])),
    );
    bigPath = await workspace.write('big.ndjson', big);
    assert.ok(big.length > 2_000_000, `${big.length} bytes`);
  });

  after(() => workspace.remove());

  it('knows the first rows at once and all lines a little later', async () => {
    const file = await workspace.open(bigPath);
    assert.ok(file.progress.lineCount > 0);
    assert.equal(file.progress.isDone, false);
    assert.equal((await file.readRows(linesFrom(0, 50))).length, 50);
    await file.whenIndexed();
    const expected = readLinesNaively(big);
    assert.equal(file.progress.lineCount, expected.length);
    const at = expected.length - 20;
    const rows = await file.readRows(linesFrom(at, 50), { textBytes: 100_000 });
    assert.deepEqual(
      rows.map((it) => it.sizeBytes),
      expected.slice(at).map((it) => it.bytes.length),
    );
  });

  it('filters and counts as a full parse of every line does', async () => {
    const file = await workspace.open(bigPath);
    for (const text of ['plan:gold', 'NOT a:*', 'a.b:>0 OR country:us', 'gold']) {
      const { lines, isDone } = await last(file.filter(query(text)));
      assert.equal(isDone, true);
      assert.deepEqual(lines.slice(0, lines.length), filterNaively(big, query(text)), text);
    }
  });

  it('counts by a path what a full parse of every line counts', async () => {
    const file = await workspace.open(bigPath);
    for (const field of ['plan', 'a.b']) {
      const { counts } = await last(file.countBy(field, { limit: 1_000_000 }));
      const expected = countNaively(big, field);
      assert.deepEqual(
        new Map(counts.values.map(([value, count]) => [JSON.stringify([value, typeof value]), count])),
        expected.values,
      );
      assert.deepEqual(
        [counts.missingCount, counts.invalidCount, counts.blankCount, counts.objectCount],
        expected.rest,
      );
    }
    const some = await last(file.countBy('plan', { query: query('country:us'), limit: 3 }));
    assert.equal(some.counts.lineCount, filterNaively(big, query('country:us')).length);
    assert.equal(some.counts.values.length, 3);
  });

  it('counts short texts for what they say, however they are spelt', async () => {
    const spellings = [
      '""',
      '"a"',
      '"\\u0061"',
      '"\\n"',
      '"é"',
      '"\\u00e9"',
      '"日"',
      '"日本"',
      '"abc"',
      '"abcd"',
      '"\u007f"',
    ];
    const file = await workspace.openText(
      'short.ndjson',
      [...spellings, '" a"', 'null', '12'].map((it) => `{"a":${it}}\n`).join(''),
    );
    const { counts } = await last(file.countBy('a'));
    const expected = new Map<unknown, number>();
    for (const it of [...spellings.map((it) => JSON.parse(it) as unknown), ' a', null, 12])
      expected.set(it, (expected.get(it) ?? 0) + 1);
    assert.deepEqual(new Map(counts.values), expected);
  });

  describe('numbers that no double holds', () => {
    const ids = [
      '1234567890123456789',
      '1234567890123456788',
      '1234567890123456789.0',
      '"1234567890123456789"',
    ];
    const text = [...ids, '1e400', '10e399', '2e400', '[9007199254740993,9007199254740992]']
      .map((id) => `{"id":${id}}\n`)
      .join('');
    const lines = async (filter: string): Promise<number[]> => {
      const file = await workspace.openText('long-numbers.ndjson', text);
      return (await last(file.filter(query(filter)))).lines.slice(0, 99);
    };

    it('are equal in filters only to numbers of their value', async () => {
      assert.deepEqual(await lines('id:1234567890123456789'), [0, 2, 3]);
      assert.deepEqual(await lines('id:=1234567890123456788'), [1]);
      assert.deepEqual(await lines('1234567890123456788'), [1]);
      assert.deepEqual(await lines('id:1234567890123456800'), []);
      assert.deepEqual(await lines('id:*456788'), [1]);
      assert.deepEqual(await lines('id:9007199254740993'), [7]);
      assert.deepEqual(await lines('id:9007199254740991'), []);
      // To the precision of a double.
      assert.deepEqual(await lines('id:>1234567890123450000'), [0, 1, 2, 3, 4, 5, 6]);
    });

    it('are counted each by itself, in all spellings and among those of a list', async () => {
      const file = await workspace.openText('long-numbers.ndjson', text);
      const { counts } = await last(file.countBy('id'));
      const counted = counts.values.map(([value, count]) => [JSON.stringify(value), count] as const);
      assert.deepEqual(
        new Map(counted),
        new Map([
          ['{"decimal":"1234567890123456789"}', 2],
          ['{"decimal":"1234567890123456788"}', 1],
          ['"1234567890123456789"', 1],
          ['{"decimal":"1e+400"}', 2],
          ['{"decimal":"2e+400"}', 1],
          ['{"decimal":"9007199254740993"}', 1],
          ['9007199254740992', 1],
        ]),
      );
      assert.equal(counts.objectCount, 0);
    });

    it('are found as keys, by every spelling', async () => {
      const file = await workspace.openText('long-numbers.ndjson', text);
      assert.deepEqual(await file.findKey('id', '1234567890123456789'), [0, 2, 3]);
      assert.deepEqual(await file.findKey('id', '1234567890123456789.0'), [0, 2]);
      assert.deepEqual(await file.findKey('id', '1234567890123456788'), [1]);
      assert.deepEqual(await file.findKey('id', '1234567890123456800'), []);
      assert.deepEqual(await file.findKey('id', '1e400'), [4, 5]);
    });
  });

  it('finds text with a count', async () => {
    const file = await workspace.open(bigPath);
    const gold = { kind: 'text', text: 'gold', matchCase: true, wholeWord: false } as const;
    const counts: number[] = [];
    for (const isRaw of [true, false]) {
      const found = await last(file.find({ ...gold, isRaw }));
      const expected = searchNaively(big, { ...gold, isRaw });
      assert.deepEqual(found.lines.slice(0, found.lines.length), expected.lines);
      assert.equal(found.hitCount, expected.hitCount);
      counts.push(found.lines.length);
    }
    assert.ok((counts[0] ?? 0) < (counts[1] ?? 0), `some spell it with escapes: ${counts.join()}`);
    const { lines } = await last(file.find({ ...gold, isRaw: false }));
    const [first = 0] = lines.slice(0, 1);
    assert.equal(lines.lowerBound(first + 1), 1);
    assert.deepEqual(
      (await file.readRows(lines.slice(0, 2))).map((it) => it.line),
      lines.slice(0, 2),
    );
  });

  it('rejects with a sentence for a regular expression that is none', async () => {
    const file = await workspace.open(bigPath);
    await assert.rejects(
      last(file.find({ kind: 'regex', text: 'a(', matchCase: true, wholeWord: false, isRaw: false })),
      /Unterminated group/,
    );
    assert.ok((await last(file.filter(query('plan:gold')))).lines.length > 0, 'the threads live on');
  });

  it('ends silently when aborted, even in a regular expression that never ends', async () => {
    const file = await workspace.openText('slow.ndjson', `"${'a'.repeat(40)}!"\n{"a":1}\n`);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    for await (const stage of file.find(
      { kind: 'regex', text: '^"(a+)+$', matchCase: true, wholeWord: false, isRaw: false },
      abort.signal,
    )) {
      assert.fail(`no stage expected: ${JSON.stringify(stage)}`);
    }
    assert.deepEqual((await last(file.filter(query('a:1')))).lines.slice(0, 5), [1]);
  });

  it('profiles every path', async () => {
    const file = await workspace.open(
      await workspace.write(
        'profile.ndjson',
        '{"a":1,"b":[{"c":"x"},{"c":"yy"}]}\n{"a":"z","b":[]}\nbroken\n{"a":null}\n',
      ),
    );
    const { profile } = await last(file.profile());
    assert.deepEqual([profile.lineCount, profile.invalidCount], [4, 1]);
    const byPath = new Map(profile.fields.map((it) => [it.path, it]));
    assert.deepEqual([...byPath.keys()], ['a', 'b', 'b.c']);
    assert.deepEqual(byPath.get('a'), {
      path: 'a',
      lineCount: 3,
      kinds: { string: 1, number: 1, null: 1 },
      distinctEstimate: 2,
      isDistinctExact: true,
      minNumber: 1,
      maxNumber: 1,
      minText: 'z',
      maxText: 'z',
      sizeBytes: 8,
    });
    assert.deepEqual(
      [byPath.get('b')?.lineCount, byPath.get('b')?.kinds, byPath.get('b')?.sizeBytes],
      [2, { list: 2, object: 2 }, 24],
    );
    assert.deepEqual(
      [byPath.get('b.c')?.lineCount, byPath.get('b.c')?.distinctEstimate, byPath.get('b.c')?.maxText],
      [1, 2, 'yy'],
    );
  });

  it('tells a field without a name from what is around it', async () => {
    const file = await workspace.openText('nameless.ndjson', '{"":{"x":1},"x":2,"a":{"":3}}\n');
    const { profile } = await last(file.profile());
    assert.deepEqual(
      profile.fields.map(({ path, kinds }) => [path, kinds]),
      [
        ['', { object: 1 }],
        ['.x', { number: 1 }],
        ['x', { number: 1 }],
        ['a', { object: 1 }],
        ['a.', { number: 1 }],
      ],
    );
  });

  it('counts different values exactly, whichever threads saw them', async () => {
    const counts = [1, 10, 20, 100, 256, 257, 7000];
    const line = (n: number): string =>
      `{${counts.map((it) => `"d${it}":${n % 3 ? `"v${n % it}"` : n % it}`).join(',')},"pad":"${'x'.repeat(400)}"}\n`;
    const lines = Array.from({ length: 24_000 }, (_, n) => line(n));
    const file = await workspace.openText('distinct.ndjson', lines.join(''));
    const { profile } = await last(file.profile());
    for (const it of counts) {
      const field = profile.fields.find(({ path }) => path === `d${it}`);
      const exact = new Set(lines.map((_, n) => (n % 3 ? `v${n % it}` : n % it))).size;
      assert.ok(field);
      assert.deepEqual([field.isDistinctExact, field.distinctEstimate], [true, exact]);
    }
  });
});
