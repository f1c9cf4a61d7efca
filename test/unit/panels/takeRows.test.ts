import assert from 'node:assert/strict';
import { createViewerWorkspace, type ViewerWorkspace } from './viewerWorkspace.ts';

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
});
