import assert from 'node:assert/strict';
import { appendFile, readdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { indexFilePath } from '../../../src/ndjson/file/indexFile.ts';
import { createWorkspace, last, linesFrom, query, readLineDocument, type Workspace } from './workspace.ts';

describe('openNdjson', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  describe('rows', () => {
    it('shows every oddity for what it is', async () => {
      const lines = [
        Buffer.from('\ufeff{"a":"bom"}'),
        Buffer.from('{"a":1}\r'),
        Buffer.from(''),
        Buffer.from('  \t\r'),
        Buffer.from('{"a":'),
        Buffer.from('{"a":"x\0y"}'),
        Buffer.from([...Buffer.from('{"a":"'), 0xff, 0xc3, 0x28, ...Buffer.from('"}')]),
        Buffer.from('{"a":"\\ud800","b":"\\\\ud800 \\ud83d\\ude00"}'),
        Buffer.from(`{"a":"${'x'.repeat(5000)}"}`),
        Buffer.from('[1,2]'),
        Buffer.from('{"a":"last"}'),
      ];
      const bytes = Buffer.concat(lines.flatMap((it, i) => (i === 0 ? [it] : [Buffer.from('\n'), it])));
      const file = await workspace.openText('odd.ndjson', bytes);
      const rows = await file.readRows(linesFrom(0, 100), {
        columns: [{ path: 'a', show: 'value' }],
        textBytes: 100,
      });
      assert.deepEqual(
        rows.map(({ line, state, oddities, cells, isCut }) => [
          line,
          state,
          oddities.join(),
          cells[0]?.slice(0, 5),
          isCut,
        ]),
        [
          [0, 'json', 'bom', 'bom', false],
          [1, 'json', 'crlf', '1', false],
          [2, 'blank', '', '', false],
          [3, 'blank', 'crlf', '', false],
          [4, 'invalid', '', '', false],
          [5, 'invalid', 'nul', '', false],
          [6, 'json', 'invalidUtf8', '\ufffd\ufffd(', false],
          [7, 'json', 'loneSurrogate', '\ud800', false],
          [8, 'json', '', 'xxxxx', true],
          [9, 'json', '', '', false],
          [10, 'json', '', 'last', false],
        ],
      );
      assert.equal(rows[0]?.text, '{"a":"bom"}');
      assert.equal(rows[5]?.text, '{"a":"x␀y"}');
      assert.equal(rows[8]?.text.length, 100);
      assert.equal(rows[8]?.sizeBytes, 5008);
      assert.deepEqual(file.progress, {
        indexedBytes: bytes.length,
        sizeBytes: bytes.length,
        lineCount: 11,
        isDone: true,
      });
    });

    it('gives rows of an empty file: none', async () => {
      const file = await workspace.openText('empty.ndjson', '');
      assert.deepEqual(await file.readRows(linesFrom(0, 10)), []);
      assert.equal((await last(file.filter(query('a:1')))).lines.length, 0);
      assert.equal((await last(file.countBy('a'))).counts.lineCount, 0);
    });

    it('does not read a very long line for a row', async () => {
      const long = `{"a":"${'é'.repeat(2_000_000)}"}`;
      const file = await workspace.openText('long.ndjson', `{"a":1}\n${long}\n{"a":2}\n`);
      await file.whenIndexed();
      const rows = await file.readRows(linesFrom(0, 3), {
        columns: [{ path: 'a', show: 'value' }],
        textBytes: 1000,
      });
      assert.deepEqual(
        rows.map((row) => row.state),
        ['json', 'unread', 'json'],
      );
      assert.equal(rows[1]?.sizeBytes, Buffer.byteLength(long));
      assert.match(rows[1]?.text ?? '', /^\{"a":"é+$/);
      assert.deepEqual((await last(file.filter(query('a:/^é+$/')))).lines.slice(0, 9), [1]);
    });

    it('takes every row of a page apart that is short enough by itself, and lets others have their turns', async () => {
      const text = 'x'.repeat(120_000);
      const lines = Array.from({ length: 100 }, (_, i) => `{"a":${i},"text":"${text}"}\n`);
      const file = await workspace.openText('wide.ndjson', lines.join(''));
      await file.whenIndexed();
      let turns = 0;
      let isRead = false;
      const takeTurn = (): void => {
        turns++;
        if (!isRead) setImmediate(takeTurn);
      };
      setImmediate(takeTurn);
      const rows = await file.readRows(linesFrom(0, 100), { columns: [{ path: 'a', show: 'value' }] });
      isRead = true;
      assert.deepEqual(
        rows.map((it) => [it.state, it.cells[0]]),
        lines.map((_, i) => ['json', `${i}`]),
      );
      assert.ok(turns >= 10, `${turns} turns`);
    });

    it('suggests the columns of a user, or the fields at the top, and knows the paths', async () => {
      const users = await workspace.open(
        await workspace.write(
          'users.ndjson',
          '{"external_id":"u","apps":[{"last_used":"2016-01-02"},{"last_used":"2016-03-02"}],"purchases":[{"name":"A"},{"name":"B"}],"odd":1}',
        ),
      );
      const columns = await users.suggestColumns();
      assert.deepEqual(
        columns.map((it) => it.path),
        ['external_id', 'apps.last_used', 'purchases'],
      );
      assert.deepEqual((await users.readRows(linesFrom(0, 1), { columns }))[0]?.cells, [
        'u',
        '2016-03-02',
        '2',
      ]);
      assert.deepEqual(await users.listPaths(), [
        'external_id',
        'apps',
        'apps.last_used',
        'purchases',
        'purchases.name',
        'odd',
      ]);
      const others = await workspace.open(
        await workspace.write('others.ndjson', 'no json\n{"id":1,"deep":{"x":1},"name":"n"}\n'),
      );
      assert.deepEqual(await others.suggestColumns(), [
        { path: 'id', show: 'value' },
        { path: 'name', show: 'value' },
      ]);
    });

    it('suggests columns while lines are still being found', async () => {
      const line = `${JSON.stringify({ id: 1, text: 'x'.repeat(9000) })}\n`;
      const file = await workspace.openText('growing.ndjson', line.repeat(3000));
      assert.equal(file.progress.isDone, false);
      assert.deepEqual(
        (await file.suggestColumns()).map((it) => it.path),
        ['id', 'text'],
      );
    });

    it('opens a line as a document that says what the line says, digit for digit', async () => {
      const file = await workspace.open(
        await workspace.write(
          'doc.ndjson',
          '{"b":[1.0,12345678901234567890,{}],"a":{"y":"\\u00e9","x":[]}}\nnot json\n',
        ),
      );
      assert.deepEqual(await readLineDocument(file, 0, 'json'), {
        kind: 'json',
        text: '{\n  "b": [\n    1.0,\n    12345678901234567890,\n    {}\n  ],\n  "a": {\n    "y": "\\u00e9",\n    "x": []\n  }\n}',
      });
      const sorted = await readLineDocument(file, 0, 'sorted');
      assert.match(sorted.text, /^\{\n {2}"a": \{\n {4}"x": \[\],\n {4}"y"/);
      const text = await readLineDocument(file, 1, 'json');
      assert.ok(text.kind === 'text' && text.text === 'not json' && text.reason !== '');
      await assert.rejects(readLineDocument(file, 7, 'json'), RangeError);
    });
  });

  it('finds keys exactly: late, escaped, twice, and not the ones that only look like it', async () => {
    const lines = [
      '{"external_id":"u1"}',
      '{"x":{"external_id":"u2"},"y":"\\"external_id\\":\\"u2\\"","external_id":"u3"}',
      '{"\\u0065xternal_id":"u4"}',
      '{"external_id":"\\u0075\\u0035"}',
      '{"external_id":"u6","external_id":"u7"}',
      '{"external_id":"u8","\\u0065xternal_id":"u9"}',
      '{"external_id":"u10"',
      '{"external_id":11}',
      '["external_id","u12"]',
      '{"external_id" : "u1"}',
      '{"external_id":["u13"]}',
      '{"external_id":"é"}',
    ];
    const file = await workspace.openText('keys.ndjson', `\ufeff${lines.join('\n')}`);
    const found: [string, number[]][] = [
      ['u1', [0, 9]],
      ['u2', []],
      ['u3', [1]],
      ['u4', [2]],
      ['u5', [3]],
      ['u6', []],
      ['u7', [4]],
      ['u8', []],
      ['u9', [5]],
      ['u10', []],
      ['11', [7]],
      ['u12', []],
      ['u13', []],
      ['é', [11]],
    ];
    for (const [key, expected] of found)
      assert.deepEqual(await file.findKey('external_id', key), expected, key);
    // Where backslashes are common they are sought in another way.
    const many = `{"text":"${'\\\\\\u00e9\\n'.repeat(100)}"}`;
    const texts = [...lines, many].map((it) =>
      it.replace(/^\{(?="|\\)/, `{"text":"${'\\\\\\u00e9'.repeat(20)}",`),
    );
    const escaped = await workspace.openText('escaped.ndjson', texts.join('\n'));
    for (const [key, expected] of found)
      assert.deepEqual(await escaped.findKey('external_id', key), expected, `${key} among backslashes`);
    assert.deepEqual(await file.findKey('nothing', 'u1'), []);
    const others = await workspace.openText('odd-keys.ndjson', '{"\\u00e9":"x"}\n{"é":"y"}\n{"a\\/b":"z"}\n');
    assert.deepEqual([await others.findKey('é', 'x'), await others.findKey('é', 'y')], [[0], [1]]);
    assert.deepEqual(await others.findKey('a/b', 'z'), [2]);
  });

  it('notices that the file changed', async () => {
    const filePath = await workspace.write('changing.ndjson', '{"a":1}\n');
    const file = await workspace.open(filePath);
    let fired = 0;
    file.onChanged(() => fired++);
    assert.equal(await file.checkUnchanged(), true);
    await appendFile(filePath, '{"a":2}\n');
    assert.equal(await file.checkUnchanged(), false);
    assert.equal(await file.checkUnchanged(), false);
    assert.equal(fired, 1);
    assert.equal((await file.readRows(linesFrom(0, 10))).length, 1);
  });

  it('keeps the index of a big file in the cache, and believes it only for the same file', async function () {
    const cacheDirectory = path.join(workspace.directory, 'cache');
    const lines = Array.from(
      { length: 70_000 },
      (_, i) => `{"external_id":"u${i}","text":"${'y'.repeat(1000)}"}\n`,
    );
    const filePath = await workspace.write('cached.ndjson', lines.join(''));
    const first = await workspace.open(filePath, { cacheDirectory });
    await first.whenIndexed();
    assert.deepEqual(await first.findKey('external_id', 'u69999'), [69_999]);
    const indexName = path.basename(indexFilePath(filePath, cacheDirectory));
    assert.deepEqual(
      (await readdir(cacheDirectory)).sort(),
      [indexName.replace('.index', '.external_id.keys'), indexName].sort(),
    );
    const again = await workspace.open(filePath, { cacheDirectory });
    assert.deepEqual([again.progress.isDone, again.progress.lineCount], [true, 70_000]);
    await utimes(filePath, 1, 1);
    assert.equal((await workspace.open(filePath, { cacheDirectory })).progress.isDone, false);
  });
});
