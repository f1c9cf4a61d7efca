import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { useEditor } from '../support/editor.ts';
import { connectByWizard, serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';

const key = 'the-key-of-the-shop';

/** Numbers that lose digits, or change their look, where they are read and written again. */
const oddNumbers = '"card":9007199254740993,"share":1.0,"far":1e2,"negative":-0.0';
const laidOut = /"card": 9007199254740993,\s+"share": 1\.0,\s+"far": 1e2,\s+"negative": -0\.0/;

const json = (body: string): Response =>
  new Response(body, { status: 200, headers: { 'Content-Type': 'application/json' } });

describe('documents', () => {
  const editor = useEditor();
  let service: SampleService;
  before(async () => {
    service = await serveSampleFor({ key });
  });
  beforeEach(() => {
    service.interfere = () => undefined;
    service.asked.length = 0;
  });
  after(() => service.close());

  async function connect(): Promise<EditorWindow> {
    const window = await editor.openWindow({});
    await window.openView('Appboy');
    if (await window.statusBarItem('Shop').isVisible()) return window;
    await connectByWizard(window, { origin: service.origin, authStyle: 'appGroupId', name: 'Shop', key });
    await window.statusBarItem('Shop').waitFor();
    return window;
  }

  /** Makes a lasting tab of the preview, whose place the next one would take. */
  const keep = (window: EditorWindow): Promise<void> => window.page.locator('.tab.active').dblclick();

  async function inspect(window: EditorWindow, externalId: string): Promise<string> {
    await window.runCommand('Appboy: Inspect User…');
    await window.quickInput.awaitTitle('Inspect User');
    await window.quickInput.type(externalId);
    await window.quickInput.accept();
    return window.editorText(`${externalId}.json`);
  }

  it('show and keep what the service sent, digit for digit', async () => {
    const window = await connect();
    const lines = ['a', 'b'].map((id) => `{"external_id":"${id}",${oddNumbers},"name":"Zo\\u00eb"}`);
    service.interfere = async ({ url, method }) => {
      if (url.includes('/segments/details'))
        return json(`{"message":"success","name":"All Users",${oddNumbers}}`);
      return method === 'POST' ? json(`{"message":"success","users":[${lines.join(', ')}]}`) : undefined;
    };

    const user = await inspect(window, 'a');
    assert.match(user, laidOut);
    assert.match(user, /"name": "Zo\\u00eb"/);

    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.chooseFromMenu('All Users', 'Open Details as JSON');
    assert.match(await window.editorText('All Users.json'), laidOut);

    await window.runCommand('Appboy: Export Users by External ID…');
    await window.quickInput.pick('Type or paste external IDs…');
    await window.quickInput.type('a, b');
    await window.quickInput.accept();
    await window.quickInput.awaitTitle('Fields to Export');
    await window.quickInput.accept();
    await window.notification('Exported 2 users');
    await window.openView('Appboy');
    const path = await window.copiedBy(() =>
      window.tree('Exports').chooseFromMenu('2 users by external ID', 'Copy Path of Export'),
    );
    assert.equal(await readFile(path, 'utf8'), `${lines.join('\n')}\n`);
  });

  it('are back after a restart, and ask the service when they are looked at', async () => {
    const window = await connect();
    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.chooseFromMenu('All Users', 'Open Details as JSON');
    await window.editorText('All Users.json');
    await keep(window);
    const user = await inspect(window, 'user-000042');
    await keep(window);

    service.asked.length = 0;
    await window.reload();
    await until(
      'the tabs',
      async () => (await window.tabs()).join() === 'All Users,user-000042',
      window.tabs,
    );
    assert.equal(await window.editorText('user-000042.json'), user);
    const about = (): string[] => service.asked.filter((it) => !it.includes('/list'));
    assert.deepEqual(about(), ['POST /users/export/ids']);

    await window.page.locator('.tab[aria-label^="All Users.json"]').click();
    assert.match(await window.editorText('All Users.json'), /"name": "All Users"/);
    assert.equal(about().length, 2);

    await window.page.keyboard.type('x');
    await window.page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
  });

  it('say what went wrong when they are loaded again, and can be tried again', async () => {
    const window = await connect();
    await inspect(window, 'user-000007');
    await keep(window);
    service.interfere = async ({ method }) =>
      method === 'POST' ? Response.json({ message: 'No such permission' }, { status: 403 }) : undefined;
    await window.reload();
    await window.notification('No such permission');
    service.interfere = () => undefined;
    await window.page.getByRole('button', { name: 'Try Again' }).click();
    assert.match(await window.editorText('user-000007.json'), /"external_id": "user-000007"/);
  });
});
