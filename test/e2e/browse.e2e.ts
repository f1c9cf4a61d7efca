import assert from 'node:assert/strict';
import { useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';

describe('a stranger with a fresh profile', () => {
  const editor = useEditor({ fresh: true });

  it('explores the sample app group: lists, a second page, details, a user', async () => {
    const window = await editor.openWindow({ viewport: { width: 1280, height: 1000 } });
    await window.openView('Appboy');
    await window.pressWelcome('Explore Sample Data');
    await window.statusBarItem('Sample App Group').waitFor();

    const catalog = window.tree('Catalog');
    await catalog.expand('Key Metrics');
    await catalog.findRow('Daily Active Users');
    await catalog.collapse('Key Metrics');

    for (const [title, loaded] of [
      ['Segments', '100 loaded'],
      ['Campaigns', '100 loaded'],
      ['News Feed Cards', '100 loaded'],
      ['Custom Events', '250 loaded'],
      ['Products', '250 loaded'],
    ] as const) {
      await catalog.expand(title);
      const more = await catalog.findRow('Load more…');
      assert.equal(await more.locator('.label-description').innerText(), loaded, title);
      await catalog.collapse(title);
    }

    await catalog.expand('Segments');
    await catalog.click('Load more…');
    await until('the second page', async () =>
      (await catalog.allRows()).some((it) => it.label === 'Load more…' && it.description === '200 loaded'),
    );
    const rows = await catalog.allRows();
    const segments = rows.filter((it) => it.level === 2 && it.label !== 'Load more…');
    assert.equal(segments.length, 200);

    await catalog.chooseFromMenu('All Users', 'Open Details as JSON');
    const details = JSON.parse(await window.editorText('All Users.json')) as {
      name: string;
      created_at: string;
    };
    assert.equal(details.name, 'All Users');
    assert.ok(details.created_at);

    await window.runCommand('Appboy: Inspect User…');
    await window.quickInput.awaitTitle('Inspect User');
    await window.quickInput.type('user-000042');
    await window.quickInput.accept();
    const user = JSON.parse(await window.editorText('user-000042.json')) as { external_id: string };
    assert.equal(user.external_id, 'user-000042');
  });

  it('has its connection back after a restart, and its key with it', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    await window.pressWelcome('Explore Sample Data');
    const catalog = window.tree('Catalog');
    await catalog.expand('Products');
    await window.reload();
    await window.statusBarItem('Sample App Group').waitFor();
    await window.openView('Appboy');
    await catalog.expand('Segments');
    await catalog.findRow('All Users');
  });

  it('copies by mouse, by keyboard and from the palette', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    await window.pressWelcome('Explore Sample Data');
    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    const byMenu = (row: string, entry: string) => window.copiedBy(() => catalog.chooseFromMenu(row, entry));

    assert.equal(await byMenu('All Users', 'Copy Name'), 'All Users');
    assert.match(
      await byMenu('All Users', 'Copy as cURL'),
      /^curl 'https:\/\/sample\.invalid\/segments\/details\?segment_id=[0-9a-f-]{36}'.*"\$APPBOY_KEY"/s,
    );
    assert.match(
      await byMenu('Segments', 'Copy as cURL'),
      /^curl 'https:\/\/sample\.invalid\/segments\/list\?page=0'/,
    );
    const id = await window.copiedBy(async () => {
      await catalog.click('Nobody yet');
      await window.tabs();
      await window.page.keyboard.press('ControlOrMeta+C');
    });
    assert.match(id, /^[0-9a-f-]{36}$/);

    // A page that is still loading takes the focus, and with it the picker away.
    await window.webview().locator('h1').waitFor();
    let first: string | undefined;
    const name = await window.copiedBy(async () => {
      await window.runCommand('Appboy: Copy Name');
      await window.quickInput.pick('Products');
      await until('the first page', async () => {
        const labels = await window.quickInput.labels();
        first = labels[0]?.trim();
        return labels.length > 6;
      });
      await window.quickInput.accept();
    });
    assert.equal(name.trim(), first);
  });

  it('shows hostile names as text, in the tree and in the pickers', async () => {
    const window = await editor.openWindow({ isConnected: false });
    let alerts = 0;
    window.page.on('dialog', (dialog) => {
      alerts += 1;
      void dialog.dismiss();
    });
    await window.openView('Appboy');
    await window.pressWelcome('Explore Sample Data');
    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.findRow('All Users');
    const labels = (await catalog.allRows()).map((it) => it.label);
    for (const hostile of ['<img src=x', '<script>', '{{7*7}}', '$(zap)'])
      assert.ok(
        labels.some((it) => it.includes(hostile)),
        `${hostile} is there to be read`,
      );
    await window.runCommand('Appboy: Copy Identifier');
    await window.quickInput.pick('Segments');
    await window.quickInput.box.locator('input.input[placeholder^="Segments: "]').waitFor();
    await window.quickInput.type('Icons');
    await until('the name as text', async () =>
      (await window.quickInput.labels()).some((it) => it.includes('$(zap)')),
    );
    await window.quickInput.cancel();
    assert.equal(alerts, 0);
  });
});
