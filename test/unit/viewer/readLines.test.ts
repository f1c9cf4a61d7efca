import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { addressOf, addressOfLines, readAddress, writeAddress } from '../../../src/viewer/lineAddress.ts';
import { createLineRef, createSelectionRef } from '../../../src/viewer/lineRefs.ts';
import { readLines } from '../../../src/viewer/readLines.ts';
import { listAllLines, selectLines } from '../../../src/viewer/viewedList.ts';
import { documentBounds } from '../../../src/viewer/takeRows.ts';
import { createWorkspace, readLineDocument, type Workspace } from '../ndjson/workspace.ts';

const workerUrl = new URL('../../../src/ndjson/scan/worker.ts', import.meta.url);
const { signal } = new AbortController();

describe('readLines', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  /** Through the address, as after a restart. */
  const read = (query: Record<string, string>) =>
    readLines(readAddress(JSON.parse(JSON.stringify(query))), workerUrl, signal);

  it('lays a line out by its address alone, its keys sorted where asked', async () => {
    const file = await workspace.openText(
      'a.ndjson',
      '\ufeff{"b":1.0,"a":12345678901234567890}\r\nno json\n',
    );
    const [first, second] = [createLineRef(file, 0), createLineRef(file, 1)];
    const json = '{\n  "b": 1.0,\n  "a": 12345678901234567890\n}';
    assert.deepEqual(await read(writeAddress(addressOf(first, 'json'))), { kind: 'json', text: json });
    const sorted = await read(writeAddress(addressOf(first, 'sorted')));
    assert.equal(sorted.text, '{\n  "a": 12345678901234567890,\n  "b": 1.0\n}');
    const text = await read(writeAddress(addressOf(second, 'json')));
    assert.deepEqual([text.kind, text.text], ['text', 'no json']);
  });

  it('lays long lines out as it does short ones', async () => {
    const value = { b: 'é'.repeat(300_000), escapes: '\\"\n'.repeat(500_000), a: [1, 2] };
    const file = await workspace.openText('long.ndjson', `{}\n${JSON.stringify(value)}\n`);
    await file.whenIndexed();
    const { kind, text } = await read(writeAddress(addressOf(createLineRef(file, 1), 'json')));
    assert.equal(kind, 'json');
    assert.equal(text, JSON.stringify(value, undefined, 2));
    assert.equal((await readLineDocument(file, 1, 'json')).text, text);
  });

  it('reads several rows as they stand', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => `{"n": ${n}}`);
    const file = await workspace.openText('many.ndjson', lines.join('\n'));
    const picked = selectLines(
      listAllLines(() => 60),
      [
        { from: 0, to: 2 },
        { from: 40, to: 99 },
      ],
    );
    const refs = await createSelectionRef(file, picked, documentBounds, signal);
    assert.equal(refs.bytes.length, 2);
    const { text } = await read(writeAddress(addressOfLines(refs)));
    assert.equal(text, [...lines.slice(0, 3), ...lines.slice(40)].join('\n'));
    const few = { maxBytes: 100, maxLines: 10 };
    await assert.rejects(createSelectionRef(file, picked, few, signal), /Save them to a file instead/);
  });

  it('says so when the file is another now, when rows were too scattered, and when an address is none', async () => {
    const path = await workspace.write('changed.ndjson', '{"a":1}\n{"a":2}');
    const file = await workspace.open(path);
    const query = writeAddress(addressOf(createLineRef(file, 1), 'json'));
    await writeFile(path, '{"a":3}\n{"a":4}');
    await assert.rejects(read(query), /changed or is gone/);
    const scattered = Array.from({ length: 3000 }, (_, n) => [n * 4, n * 4 + 2] as const);
    const lost = writeAddress({ path, stamp: file.stamp, layout: 'lines', bytes: scattered });
    assert.throws(() => readAddress(lost), /Pick them again/);
    const odd = [
      {},
      null,
      { ...query, path: undefined },
      { ...query, path: 'relative' },
      { ...query, bytes: 'zz.zzzzzz' },
      { ...query, bytes: '-5.2' },
      { ...query, bytes: '1.2;3' },
      { ...query, layout: 'html' },
    ];
    for (const it of odd) assert.throws(() => readAddress(it), /cannot be read/, JSON.stringify(it));
  });
});
