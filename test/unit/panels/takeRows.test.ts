import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Selection } from '../../../src/protocol/viewer.ts';
import { createViewerWorkspace, type ViewerWorkspace } from './viewerWorkspace.ts';

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
    const first: Selection = { list: { of: 'file' }, stretches: [{ from: 0, to: 0 }] };
    await odd.ask('copyRows', { ...first, as: 'id' });
    await odd.ask('copyRows', { ...first, as: 'json' });
    assert.deepEqual(odd.desk.copied, [id, `{"id":"${id}"}`]);
    odd.desk.target = path.join(workspace.directory, 'reordered.csv');
    await odd.ask('saveRows', { ...first, format: 'csv', columns });
    assert.equal(await readFile(odd.desk.target, 'utf8'), `id\r\n${id}\r\n`);
  });
});
