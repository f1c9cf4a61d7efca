import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { useEditor } from '../support/editor.ts';
import { readFiles, listKeyEncodings } from '../support/profileFiles.ts';
import { connectByWizard, enterKey, serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';

/** Keys whose encoded spellings differ from the raw one. */
const goodKey = 'g00d/key+with=odd&chars%#1';
const wrongKey = 'wr0ng/key+with=odd&chars%#2';

/** What the editor keeps in the browser: globalState among it. The secret storage is the one place for keys. */
function readBrowserStorage(page: Page): Promise<[string, string][]> {
  return page.evaluate(async () => {
    const found: [string, string][] = [];
    for (let at = 0; at < localStorage.length; at += 1) {
      const name = localStorage.key(at) ?? '';
      if (!name.includes('secrets')) found.push([name, localStorage.getItem(name) ?? '']);
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const open = indexedDB.open(name);
      await new Promise((resolve) => (open.onsuccess = resolve));
      for (const store of open.result.objectStoreNames) {
        const all = open.result.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => (all.onsuccess = resolve));
        found.push([`${name} ${store}`, JSON.stringify(all.result)]);
      }
      open.result.close();
    }
    return found;
  });
}

describe('the key', () => {
  const editor = useEditor({ fresh: true });
  let service: SampleService;

  before(async () => {
    service = await serveSampleFor({ key: goodKey });
  });
  after(() => service.close());

  for (const authStyle of ['apiKey', 'appGroupId'] as const)
    it(`is in the secret storage and nowhere else, after a run with ${authStyle} that includes a 401`, async () => {
      const window = await editor.openWindow({
        isConnected: false,
        settings: { 'appboy.network.timeoutSeconds': 10 },
      });
      const messages: string[] = [];
      const noteMessages = async (): Promise<void> => void messages.push(...(await window.notifications()));
      const wanted = { origin: service.origin, authStyle, name: 'Shop', key: wrongKey };
      await window.openView('Appboy');
      await connectByWizard(window, wanted);
      await window.notification('does not know this key');
      await noteMessages();
      await window.answerNotification('does not know this key', 'Retry');
      await enterKey(window, { ...wanted, key: goodKey });
      await window.statusBarItem('Shop').waitFor();

      service.interfere = (request) =>
        request.url.includes('/campaigns/')
          ? Response.json({ message: `Invalid key: ${listKeyEncodings(goodKey).join(' ')}` }, { status: 401 })
          : undefined;
      const catalog = window.tree('Catalog');
      await catalog.expand('Campaigns');
      const failure = await until('the refusal', async () =>
        (await catalog.allRows()).find((it) => it.label.includes('[key]')),
      );
      messages.push(failure.label, failure.spoken);
      messages.push(await window.copiedBy(() => catalog.chooseFromMenu('Campaigns', 'Copy as cURL')));
      await catalog.expand('Segments');
      await catalog.chooseFromMenu('All Users', 'Open Details as JSON');
      messages.push(await window.editorText('All Users.json'));
      await window.runCommand('Appboy: Test Connection');
      messages.push(await window.editorText('Test of Shop.txt'));
      await window.runCommand('Appboy: Export Users by External ID…');
      await window.quickInput.pick('Type or paste external IDs…');
      await window.quickInput.type('user-000001, user-000002, nobody');
      await window.quickInput.accept();
      await window.quickInput.awaitTitle('Fields to Export');
      await window.quickInput.accept();
      await window.notification('Exported 2 users');
      await noteMessages();
      await window.reload();

      const found = await readFiles(editor.profile().directory);
      const files = found.map(({ name, text }): [string, string] => [name, text]);
      assert.ok(files.some(([file]) => file.endsWith('users.ndjson')));
      assert.ok(files.some(([file, text]) => file.endsWith('.log') && text.includes('/segments/list')));
      const kept = await readBrowserStorage(window.page);
      assert.ok(
        kept.some(([, text]) => text.includes('Shop')),
        'globalState is among what is scanned',
      );
      for (const key of [goodKey, wrongKey])
        for (const spelling of listKeyEncodings(key))
          for (const [where, text] of [
            ...files,
            ...kept,
            ...messages.map((it) => ['a message', it] as const),
          ])
            assert.ok(!text.includes(spelling), `${where} holds the key as ${spelling}`);
    });
});
