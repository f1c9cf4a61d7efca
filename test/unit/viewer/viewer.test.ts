import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ComparisonPart } from '../../../src/protocol/viewerTask.ts';
import { createViewerWorkspace, type OpenViewer, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';

const whole = { of: 'file' } as const;
const filter = (it: OpenViewer, filterText: string) => it.finish({ kind: 'filter', filter: filterText });

describe('viewer', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());

  it('compares with an earlier file: who was added, removed or changed', async () => {
    const before = [
      '{"external_id":"a","n":1}',
      '{"external_id":"b","n":1}',
      '{"external_id":"removed"}',
      '{"external_id":"c","n":1}',
    ];
    const after = [
      '{"external_id":"c","n":2}',
      '{"external_id":"added"}',
      '{"external_id":"a","n":1}',
      '{"external_id":"b","n":2}',
    ];
    const later = await workspace.open('after.ndjson', after.join('\n'));
    assert.equal(await later.ask('compareFile', undefined), undefined);
    later.desk.other = await workspace.write('before.ndjson', before.join('\n'));
    const started = await later.ask('compareFile', undefined);
    assert.equal(started?.otherName, 'before.ndjson');
    const { task } = started;
    const { result } = await later.awaitEnd(task);
    assert.deepEqual(result, {
      kind: 'comparison',
      step: 'comparing',
      counts: { added: 1, removed: 1, changed: 2, same: 1, unkeyed: [0, 0], repeated: [0, 0] },
    });
    const part = (name: ComparisonPart) => ({ of: 'comparison', task, part: name }) as const;
    assert.deepEqual(await later.readLines(part('added')), [1]);
    const [removed] = await later.ask('readRows', { list: part('removed'), from: 0, count: 9, columns: [] });
    assert.equal(removed?.text, '{"external_id":"removed"}');
    // In the order of the later file, so that rows can be found.
    assert.deepEqual(await later.readLines(part('changed')), [0, 3]);
    assert.equal(await later.ask('findRowIndex', { list: part('changed'), line: 2 }), 1);
    await later.ask('openRow', { list: part('changed'), rowIndex: 1, beside: false });
    assert.deepEqual(
      later.desk.pairs.at(-1)?.map((it) => [path.basename(it.path), it.line]),
      [
        ['before.ndjson', 1],
        ['after.ndjson', 3],
      ],
    );
    await later.ask('openRow', { list: part('removed'), rowIndex: 0, beside: false });
    assert.equal(path.basename(later.desk.lines.at(-1)?.path ?? ''), 'before.ndjson');
    assert.deepEqual((await later.ask('start', undefined)).comparison, started);
    assert.equal((await later.ask('compareFile', undefined))?.task, task);
  });

  it('compares no files whose lines have no name, and says what to do', async () => {
    const later = await workspace.open('nameless.ndjson', '{"a":1}\n{"a":2}\n');
    later.desk.other = await workspace.write('nameless before.ndjson', '{"a":1}\n{"a":3}\n');
    await assert.rejects(
      later.ask('compareFile', undefined),
      /by the field that names.*Give the lines an id/,
    );
    assert.equal((await later.ask('start', undefined)).comparison, undefined);
  });

  it('compares an empty file by what names the lines of the other', async () => {
    const later = await workspace.open('empty.ndjson', '');
    later.desk.other = await workspace.write('full.ndjson', '{"id":1}\n{"id":2}\n');
    const started = await later.ask('compareFile', undefined);
    const { result } = await later.awaitEnd(started?.task ?? 0);
    assert.ok(result?.kind === 'comparison');
    assert.equal(result.counts?.removed, 2);
  });

  it('notices that the file changed, and opens it anew', async () => {
    const changing = await workspace.open('changing.ndjson', '{"id":1}\n');
    const { file } = await changing.ask('start', undefined);
    const { task } = await filter(changing, 'id:1');
    await writeFile(path.join(workspace.directory, 'changing.ndjson'), '{"id":1}\n{"id":22}\n');
    const watching = changing.ask('watchFile', { seen: file.version });
    await changing.viewer.viewed.held().file.checkUnchanged();
    const state = await watching;
    assert.equal(state.hasChanged, true);
    assert.ok(state.version > file.version);
    let isTold = false;
    changing.viewer.onDidChange(() => (isTold = true));
    await changing.ask('reopen', undefined);
    assert.ok(isTold);
    const start = await changing.ask('start', undefined);
    assert.deepEqual([start.file.hasChanged, start.file.lineCount], [false, 2]);
    assert.ok(start.file.version > state.version);
    await assert.rejects(changing.ask('watchTask', { task, seen: 0 }), /no longer kept/);
    assert.equal((await filter(changing, 'id:22')).stage.state, 'done');
  });

  it('shows a file that cannot be opened as what it is, until it can be', async () => {
    const missing = await workspace.view(path.join(workspace.directory, 'missing.ndjson'));
    const start = await missing.ask('start', undefined);
    assert.equal(start.file.failure, 'The file is no longer there.');
    assert.deepEqual(start.columns, []);
    await assert.rejects(
      missing.ask('readRows', { list: whole, from: 0, count: 1, columns: [] }),
      /no longer there/,
    );
    await assert.rejects(missing.ask('reopen', undefined), /no longer there/);
    await workspace.write('missing.ndjson', '{"id":1}');
    await missing.ask('reopen', undefined);
    assert.equal((await missing.ask('start', undefined)).file.lineCount, 1);
    await rm(path.join(workspace.directory, 'missing.ndjson'));
    await missing.viewer.viewed.held().file.checkUnchanged();
    assert.equal((await missing.ask('watchFile', { seen: 0 })).hasChanged, true);
  });
});
