import assert from 'node:assert/strict';
import { showSize } from '../../../../src/protocol/showSize.ts';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { openFileReader } from '../../../../src/ndjson/file/fileReader.ts';
import { compileKernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { createRowReader } from '../../../../src/ndjson/show/rowReader.ts';
import { createWorkspace, last, linesFrom, query, readLineDocument, type Workspace } from '../workspace.ts';

const text = { kind: 'text', text: '"a":2', matchCase: true, wholeWord: false, isRaw: false } as const;

describe('files of unusual lines', () => {
  let workspace: Workspace;
  before(async () => {
    workspace = await createWorkspace();
  });
  after(() => workspace.remove());

  it('shows the beginning of a line too long to be a document, says why, and goes on after it', async () => {
    const filePath = path.join(workspace.directory, 'long.ndjson');
    const longBytes = 65 * 1024 * 1024;
    const handle = await open(filePath, 'w');
    // Zeros that take no room on the disk.
    await handle.write('{"a":1}\n{"a":"');
    await handle.write('\n{"a":2}', 8 + longBytes);
    await handle.close();
    const file = await workspace.open(filePath);
    await file.whenIndexed();
    assert.equal(file.progress.lineCount, 3);
    const rows = await file.readRows(linesFrom(0, 3), { textBytes: 100 });
    assert.deepEqual(
      rows.map((it) => [it.state, it.sizeBytes, it.isCut]),
      [
        ['json', 7, false],
        ['unread', longBytes, true],
        ['json', 7, false],
      ],
    );
    const { lines } = await file.scanned();
    const reader = await openFileReader(filePath);
    const { readLine } = createRowReader(reader, () => lines, compileKernel);
    await assert.rejects(readLine(1, 64 * 1024 * 1024), {
      name: 'UserError',
      message: `Line 2 is too long: it has ${showSize(longBytes)}, and lines of up to 64 MB can be read.`,
    });
    await reader.close();
    assert.deepEqual((await last(file.find(text))).lines.slice(0, 9), [2]);
    assert.deepEqual((await last(file.filter(query('a:2')))).lines.slice(0, 9), [2]);
  });

  it('has a blank line for every newline of a file of nothing else', async () => {
    const count = 700_000;
    const file = await workspace.openText('newlines.ndjson', '\n'.repeat(count));
    await file.whenIndexed();
    assert.equal(file.progress.lineCount, count);
    const rows = await file.readRows(linesFrom(count - 2, 5));
    assert.deepEqual(
      rows.map((it) => [it.line, it.state, it.sizeBytes]),
      [
        [count - 2, 'blank', 0],
        [count - 1, 'blank', 0],
      ],
    );
    const { counts } = await last(file.countBy('a'));
    assert.deepEqual([counts.lineCount, counts.blankCount, counts.invalidCount], [count, count, 0]);
    assert.equal((await last(file.filter(query('NOT a:*')))).lines.length, 0);
  });

  it('holds many short lines in about a byte each', async () => {
    const count = 300_000;
    const file = await workspace.openText('short.ndjson', '{"a":2}\n'.repeat(count));
    const { lines } = await file.scanned();
    assert.equal(lines.lineCount, count);
    assert.ok(lines.memoryBytes < count * 2, `${lines.memoryBytes} bytes`);
    assert.equal((await last(file.find(text))).lines.length, count);
  });

  it('skips no line that nests deeper than any reader goes, and lets no task fail at it', async () => {
    const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    const file = await workspace.openText('deep.ndjson', `${deep}\n{"a":2}\n`);
    assert.deepEqual(await file.listPaths(), ['a']);
    assert.deepEqual((await last(file.filter(query('a:2')))).lines.slice(0, 9), [1]);
    assert.equal((await last(file.countBy('a'))).counts.invalidCount, 1);
    assert.equal((await last(file.profile())).profile.invalidCount, 1);
    assert.equal((await readLineDocument(file, 0, 'sorted')).text, deep);
  });
});
