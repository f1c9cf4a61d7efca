import assert from 'node:assert/strict';
import { open as openHandle, writeFile } from 'node:fs/promises';
import { createViewerWorkspace, type ViewerWorkspace } from './viewerWorkspace.ts';

const changed = /^Error: The file on disk was changed while it was being read/;
const whole = { of: 'file' } as const;

describe('takeRows', () => {
  let workspace: ViewerWorkspace;
  before(async () => {
    workspace = await createViewerWorkspace();
  });
  after(() => workspace.remove());

  it('copies identifiers that are numbers digit for digit, of long lines too', async () => {
    const ids = ['1234567890123456789', '1234567890123456788', '7.0', '5'];
    const text = ids.map((id) => `{"id":${id}}\n`).join('');
    const long = `{"id":1234567890123456787,"text":"${'x'.repeat(2_000_000)}"}\n`;
    const open = await workspace.open('long-ids.ndjson', text + long);
    await open.viewer.viewed.held().file.whenIndexed();
    const stretches = [{ from: 0, to: 9 }];
    assert.equal(await open.ask('copyRows', { list: whole, stretches, as: 'id' }), 'Copied 5 identifiers.');
    assert.equal(open.desk.copied.at(-1), [...ids, '1234567890123456787'].join('\n'));
  });

  it('copies nothing, and says why, when the file was written over', async () => {
    const open = await workspace.open('over.ndjson', '{"id":1}\n{"id":2}\n{"id":3}\n');
    // The rows of the first lines, and what the file is like, are known by now.
    await open.ask('start', undefined);
    const handle = await openHandle(open.viewer.viewed.path, 'r+');
    await handle.write('{"id":12345}\n{"id":2}\n{"id":3}\n', 0);
    await handle.close();
    const stretches = [{ from: 0, to: 2 }];
    for (const as of ['json', 'id'] as const)
      await assert.rejects(open.ask('copyRows', { list: whole, stretches, as }), changed);
    await writeFile(open.viewer.viewed.path, '{}');
    for (const as of ['json', 'id'] as const)
      await assert.rejects(open.ask('copyRows', { list: whole, stretches, as }), changed);
    assert.deepEqual(open.desk.copied, []);
  });
});
