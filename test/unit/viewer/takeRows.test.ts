import assert from 'node:assert/strict';
import { open as openHandle, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createLineList } from '../../../src/ndjson/file/lineList.ts';
import { saveRows, type ProgressWork } from '../../../src/viewer/takeRows.ts';
import type { RowSelection } from '../../../src/protocol/viewer.ts';
import { createOutlets, createViewerWorkspace, type ViewerWorkspace } from '../panels/viewerWorkspace.ts';

const changed = /^UserError: The file on disk was changed while it was being read/;
const whole = { of: 'file' } as const;

describe('takeRows', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());

  it('shows what reorders text as a mark, and copies and saves it as it is', async () => {
    const id = 'a\u202egpj.exe';
    const odd = await workspace.open('reordered.ndjson', `{"id":"${id}"}\nnot json \u202e txt {"x":1}\n`);
    const { rows, columns } = await odd.ask('start', undefined);
    assert.deepEqual(rows[0]?.cells, ['a⟨U+202E⟩gpj.exe']);
    assert.equal(rows[1]?.text, 'not json ⟨U+202E⟩ txt {"x":1}');
    const first: RowSelection = { list: { of: 'file' }, ranges: [{ from: 0, to: 0 }] };
    await odd.ask('copyRows', { ...first, as: 'id' });
    await odd.ask('copyRows', { ...first, as: 'json' });
    assert.deepEqual(odd.desk.copied, [id, `{"id":"${id}"}`]);
    odd.desk.target = path.join(workspace.directory, 'reordered.csv');
    await odd.ask('saveRows', { ...first, format: 'csv', columns });
    assert.equal(await readFile(odd.desk.target, 'utf8'), `id\r\n${id}\r\n`);
  });

  it('copies identifiers that are numbers digit for digit, of long lines too', async () => {
    const ids = ['1234567890123456789', '1234567890123456788', '7.0', '5'];
    const text = ids.map((id) => `{"id":${id}}\n`).join('');
    const long = `{"id":1234567890123456787,"text":"${'x'.repeat(2_000_000)}"}\n`;
    const open = await workspace.open('long-ids.ndjson', text + long);
    await open.viewer.viewed.held().file.whenIndexed();
    const ranges = [{ from: 0, to: 9 }];
    assert.equal(await open.ask('copyRows', { list: whole, ranges, as: 'id' }), 'Copied 5 identifiers.');
    assert.equal(open.desk.copied.at(-1), [...ids, '1234567890123456787'].join('\n'));
  });

  it('says how many rows it saved, and that more may come, when the list grows meanwhile', async () => {
    const text = Array.from({ length: 30 }, (_, i) => `{"id":${i}}\n`).join('');
    const open = await workspace.open('growing.ndjson', text);
    const held = open.viewer.viewed.held();
    const lines = createLineList();
    for (let line = 0; line < 20; line++) lines.push(line);
    const save = async (isWhole: boolean, ranges?: { from: number; to: number }[]) => {
      const target = path.join(workspace.directory, 'some.ndjson');
      const outlets = {
        ...createOutlets({ ...open.desk, target }),
        async runWithProgress<T>(_: string, work: ProgressWork<T>): Promise<T> {
          const working = work(new AbortController().signal, () => undefined);
          // By now it knows which lines it saves.
          await setImmediate();
          lines.push(lines.length);
          return working;
        },
      };
      const list = { held, lines, isWhole: () => isWhole };
      const order = { format: 'ndjson', columns: [], ranges } as const;
      const said = await saveRows(list, order, { suggestedName: 'some', openPaths: [] }, outlets);
      return [said, (await readFile(target, 'utf8')).split('\n').length - 1];
    };
    assert.deepEqual(await save(false, [{ from: 3, to: 99 }]), ['Saved 17 rows as some.ndjson.', 17]);
    assert.deepEqual(await save(true), ['Saved 21 rows as some.ndjson.', 21]);
    assert.deepEqual(await save(false), ['Saved 22 rows found so far as some.ndjson.', 22]);
  });

  it('says that a task was stopped before it had found everything', async () => {
    const open = await workspace.open('stopped.ndjson', '{"id":1}\n{"id":2}\n');
    open.desk.target = path.join(workspace.directory, 'stopped-found.ndjson');
    const request = { kind: 'filter', filter: 'id:*' } as const;
    const stopped = await open.ask('startTask', request);
    await open.ask('stopTask', { task: stopped });
    const save = (task: number) =>
      open.ask('saveRows', { list: { of: 'task', task }, format: 'ndjson', columns: [] });
    assert.equal(await save(stopped), 'Saved 0 rows found so far as stopped-found.ndjson.');
    const { task } = await open.finish(request);
    assert.equal(await save(task), 'Saved 2 rows as stopped-found.ndjson.');
  });

  it('copies nothing, and says why, when the file was written over', async () => {
    const open = await workspace.open('over.ndjson', '{"id":1}\n{"id":2}\n{"id":3}\n');
    // The rows of the first lines, and what the file is like, are known by now.
    await open.ask('start', undefined);
    const handle = await openHandle(open.viewer.viewed.path, 'r+');
    await handle.write('{"id":12345}\n{"id":2}\n{"id":3}\n', 0);
    await handle.close();
    const ranges = [{ from: 0, to: 2 }];
    for (const as of ['json', 'id'] as const)
      await assert.rejects(open.ask('copyRows', { list: whole, ranges, as }), changed);
    await writeFile(open.viewer.viewed.path, '{}');
    for (const as of ['json', 'id'] as const)
      await assert.rejects(open.ask('copyRows', { list: whole, ranges, as }), changed);
    assert.deepEqual(open.desk.copied, []);
  });
});
