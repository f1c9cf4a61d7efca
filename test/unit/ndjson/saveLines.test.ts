import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { saveCsv, saveNdjson } from '../../../src/ndjson/saveLines.ts';
import { createWorkspace, last, query, type Workspace } from './workspace.ts';

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
    const stage = await last(saveNdjson(file, found, target));
    assert.deepEqual(stage, { savedLines: 4, lineCount: 4, isDone: true });
    assert.equal(await readFile(target, 'utf8'), [0, 3, 4, 5].map((i) => `${lines[i]}\n`).join(''));
  });

  it('saves columns as CSV that no spreadsheet takes for formulas', async () => {
    const file = await workspace.openText('in.ndjson', lines.join('\n'));
    const target = path.join(workspace.directory, 'out.csv');
    const all = { length: lines.length, at: (place: number) => place };
    await last(
      saveCsv(
        file,
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

  it('leaves nothing when aborted', async () => {
    const file = await workspace.openText('in.ndjson', `${lines[0]}\n`.repeat(60_000));
    await file.whenIndexed();
    const abort = new AbortController();
    const all = { length: 60_000, at: (place: number) => place };
    const stages = [];
    for await (const stage of saveNdjson(
      file,
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
