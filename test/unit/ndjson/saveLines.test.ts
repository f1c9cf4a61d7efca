import assert from 'node:assert/strict';
import { appendFile, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeCsvRow } from '../../../src/text/csvCells.ts';
import { createWorkspace, last, linesFrom, query, type Workspace } from './workspace.ts';

describe('saveLines', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await createWorkspace();
  });
  afterEach(() => workspace.remove());

  const lines = [
    '{"id":"a","n":-1.5,"p":[{"x":1},{"x":"two"}]}',
    '{"id":"=cmd()","n":null}',
    'broken',
    '{"id":"+1 \\"q\\", @x","n":"-5"}\r',
    '{"id":"-x\\ny","n":[1,{"k":2}]}',
    '{"id":"@é","n":"\\tt"}',
  ];

  it('saves lines byte for byte as NDJSON', async () => {
    const file = await workspace.openText('in.ndjson', lines.join('\n'));
    const { lines: found } = await last(file.filter(query('n:* OR id:a')));
    const target = path.join(workspace.directory, 'out.ndjson');
    const stage = await last(file.saveNdjson(found, target));
    assert.deepEqual(stage, { savedLines: 4, lineCount: 4, isDone: true });
    assert.equal(await readFile(target, 'utf8'), [0, 3, 4, 5].map((i) => `${lines[i]}\n`).join(''));
  });

  it('saves columns as CSV that no spreadsheet takes for formulas', async () => {
    const file = await workspace.openText('in.ndjson', lines.join('\n'));
    const target = path.join(workspace.directory, 'out.csv');
    const all = { length: lines.length, at: (rowIndex: number) => rowIndex };
    await last(
      file.saveCsv(
        { lines: all, columns: ['id', 'n', 'p.x'].map((path) => ({ path, show: 'value' as const })) },
        target,
      ),
    );
    const rows = [
      'id,n,p.x',
      'a,-1.5,1; two',
      "'=cmd(),,",
      ',,',
      `"'+1 ""q"", @x",-5,`,
      `"'-x\ny","[1,{""k"":2}]",`,
      `'@é,'\tt,`,
    ];
    assert.equal(await readFile(target, 'utf8'), rows.map((row) => `${row}\r\n`).join(''));
  });

  it('saves numbers as they are spelt, and of many values the greatest', async () => {
    const spelt = [
      '{"n":1234567890123456789,"q":[{"n":9},{"n":100}]}',
      '{"n":1e400,"q":[{"n":9.50},{"n":"9"},{"n":"b"}]}',
      '{"n":[1.0,-0,{"k":1.50}],"q":[{"n":[9,[10,100.0]]},{"n":null}]}',
      '{"n":1e2,"q":[{"n":9007199254740993},{"n":9007199254740992}]}',
      '{"n":-1.0,"q":[{"n":[]},{"n":null}]}',
      '{"n":"1.0","q":{"n":[true,{"x":1.0}]}}',
    ];
    const file = await workspace.openText('in.ndjson', spelt.join('\n'));
    const target = path.join(workspace.directory, 'out.csv');
    const columns = [{ path: 'n', show: 'value' } as const, { path: 'q.n', show: 'last' } as const];
    const cells = [
      ['1234567890123456789', '100'],
      ['1e400', 'b'],
      ['[1.0,-0,{"k":1.50}]', '100.0'],
      ['1e2', '9007199254740993'],
      ['-1.0', ''],
      ['1.0', '{"x":1.0}'],
    ];
    const rows = await file.readRows(linesFrom(0, 9), { columns });
    assert.deepEqual(
      rows.map((it) => it.cells),
      cells,
    );
    const all = { length: spelt.length, at: (rowIndex: number) => rowIndex };
    await last(file.saveCsv({ lines: all, columns }, target));
    const expected = [['n', 'q.n (last)'], ...cells].map((it) => writeCsvRow(it)).join('');
    assert.equal(await readFile(target, 'utf8'), expected);
  });

  it('leaves nothing, and says why, when the file was written over', async () => {
    const file = await workspace.openText('in.ndjson', lines.join('\n'));
    const all = { length: lines.length, at: (rowIndex: number) => rowIndex };
    const target = path.join(workspace.directory, 'out.ndjson');
    await last(file.saveNdjson(all, target));
    const before = await readFile(target, 'utf8');
    const handle = await open(file.path, 'r+');
    await handle.write(`{"id":"longer than what was there","n":[1,2,3]}\n${lines.join('\n')}`, 0);
    await handle.close();
    const saves = [file.saveNdjson(all, target), file.saveCsv({ lines: all, columns: [] }, target)];
    for (const save of saves)
      await assert.rejects(last(save), {
        message: 'The file on disk was changed while it was being read. Open it again.',
      });
    assert.equal(await readFile(target, 'utf8'), before);
    assert.deepEqual((await readdir(workspace.directory)).sort(), ['in.ndjson', 'out.ndjson']);
  });

  it('saves the lines that were opened when the file only grew, or was replaced', async () => {
    const file = await workspace.openText('in.ndjson', lines.join('\n'));
    const all = { length: lines.length, at: (rowIndex: number) => rowIndex };
    const target = path.join(workspace.directory, 'out.ndjson');
    await appendFile(file.path, '\n{"id":"new"}\n');
    await last(file.saveNdjson(all, target));
    assert.equal(await readFile(target, 'utf8'), `${lines.join('\n')}\n`);
    await writeFile(`${file.path}.new`, 'other');
    await rename(`${file.path}.new`, file.path);
    await last(file.saveNdjson(all, target));
    assert.equal(await readFile(target, 'utf8'), `${lines.join('\n')}\n`);
  });

  it('leaves nothing when aborted', async () => {
    const file = await workspace.openText('in.ndjson', `${lines[0]}\n`.repeat(60_000));
    await file.whenIndexed();
    const abort = new AbortController();
    const all = { length: 60_000, at: (rowIndex: number) => rowIndex };
    const stages = [];
    for await (const stage of file.saveNdjson(
      all,
      path.join(workspace.directory, 'out.ndjson'),
      abort.signal,
    )) {
      stages.push(stage);
      abort.abort();
    }
    assert.equal(stages.length, 1);
    assert.deepEqual(await readdir(workspace.directory), ['in.ndjson']);
  });
});
