import assert from 'node:assert/strict';
import { useEditor } from '../support/editor.ts';

describe('the packaged extension', () => {
  const editor = useEditor();

  it('installs, and shows its container in the activity bar', async () => {
    const window = await editor.openWindow({});
    await window.openView('Appboy');
    const title = await window.page.locator('.sidebar .composite.title').innerText();
    assert.match(title, /^Appboy/i);
  });
});
