import assert from 'node:assert/strict';
import { useEditor } from '../support/editor.ts';
import {
  connectByWizard,
  enterKey,
  serveSampleFor,
  type Connecting,
  type SampleService,
} from '../support/sampleService.ts';
import { until } from '../support/until.ts';

const key = '75480f9a-4db8-4057-8b7e-4d59bfd73709';

describe('connecting to the service over HTTP', () => {
  const editor = useEditor();
  let service: SampleService;

  before(async () => {
    service = await serveSampleFor({ key });
  });
  afterEach(() => {
    service.interfere = () => undefined;
    service.asked.length = 0;
  });
  after(() => service.close());

  for (const authStyle of ['apiKey', 'appGroupId'] as const)
    it(`browses with ${authStyle}: one request a page, details, a user`, async () => {
      const window = await editor.openWindow({ isConnected: false });
      // What the connection of another test asked for, on the way to being removed.
      service.asked.length = 0;
      await window.openView('Appboy');
      assert.deepEqual(service.asked, [], 'nothing is asked before there is a connection');
      await connectByWizard(window, { origin: service.origin, authStyle, name: `Shop ${authStyle}`, key });
      await window.statusBarItem(`Shop ${authStyle}`).waitFor();
      assert.deepEqual(service.asked, ['GET /segments/list?page=0'], 'the key is checked once');

      service.asked.length = 0;
      const catalog = window.tree('Catalog');
      await catalog.expand('Campaigns');
      await catalog.findRow('Load more…');
      assert.deepEqual(service.asked, ['GET /campaigns/list?page=0']);
      await catalog.click('Load more…');
      await until('the second page', async () => service.asked.length === 2);
      assert.deepEqual(service.asked, ['GET /campaigns/list?page=0', 'GET /campaigns/list?page=1']);
      await catalog.collapse('Campaigns');
      await catalog.expand('Campaigns');
      assert.equal(service.asked.length, 2, 'what is loaded is not asked for again');

      await window.runCommand('Appboy: Inspect User…');
      await window.quickInput.awaitTitle('Inspect User');
      await window.quickInput.type('user-000003');
      await window.quickInput.accept();
      assert.match(await window.editorText('user-000003.json'), /"external_id": "user-000003"/);
      assert.equal(service.asked.at(-1), 'POST /users/export/ids');
    });

  it('says what is wrong with a key, saves nothing, and lets the person try again', async () => {
    const window = await editor.openWindow({ isConnected: false });
    const wanted: Connecting = {
      origin: service.origin,
      authStyle: 'apiKey',
      name: 'Wrong',
      key: 'wrong-key-0000',
    };
    await window.openView('Appboy');
    await connectByWizard(window, wanted);
    const message = await window.notification('was not connected');
    const said = await message.innerText();
    assert.match(
      said,
      /“Wrong” was not connected\. .* does not know this key: it is wrong, or belongs to another/s,
    );
    assert.doesNotMatch(said, /wrong-key-0000/);
    assert.equal(await window.statusBarItem('Wrong').count(), 0);
    await window.answerNotification('was not connected', 'Retry');
    await enterKey(window, { ...wanted, key });
    await window.statusBarItem('Wrong').waitFor();
  });

  it('tells a missing permission, a wrong instance and a dead network apart', async () => {
    const window = await editor.openWindow({ isConnected: false });
    const wanted: Connecting = { origin: service.origin, authStyle: 'apiKey', name: 'Shop', key };
    const answers: [RegExp, () => Response][] = [
      [/Missing permission/, () => Response.json({ message: 'Access Denied' }, { status: 403 })],
      [
        /Wrong instance/,
        () => new Response('<html>Welcome</html>', { headers: { 'Content-Type': 'text/html' } }),
      ],
      [
        /Wrong instance/,
        () => new Response(null, { status: 302, headers: { Location: 'https://example.com/' } }),
      ],
    ];
    for (const [expected, answer] of answers) {
      service.interfere = answer;
      await connectByWizard(window, wanted);
      await window.notification(expected);
      await window.dismissNotifications();
    }
    await connectByWizard(window, { ...wanted, origin: 'http://127.0.0.1:9' });
    await window.notification(/No network/);
    assert.equal(await window.statusBarItem('Shop').count(), 0);
  });

  it('shows a slow list as loading, and a failing one with its cause and Retry in its own branch', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    await connectByWizard(window, { origin: service.origin, authStyle: 'apiKey', name: 'Shop', key });
    await window.statusBarItem('Shop').waitFor();
    const catalog = window.tree('Catalog');

    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    service.interfere = async (request) => {
      if (request.url.includes('/events/list')) await held;
      return request.url.includes('/purchases/')
        ? Response.json({ message: `no permission for ${key}` }, { status: 403 })
        : undefined;
    };
    await catalog.expand('Custom Events');
    await catalog.findRow('Loading…');
    await catalog.expand('Products');
    const failure = await until('the failure', async () =>
      (await catalog.allRows()).find((it) => it.label.includes('purchases.product_list')),
    );
    assert.equal(failure.description, 'Retry');
    assert.doesNotMatch(failure.spoken + failure.label, new RegExp(key));

    service.interfere = async (request) => {
      if (request.url.includes('/events/list')) await held;
      return undefined;
    };
    await catalog.click(failure.label);
    release();
    await until('both lists', async () => {
      const rows = await catalog.allRows();
      return rows.filter((it) => it.label === 'Load more…').length === 2;
    });
  });

  it('loads all with progress, and can be told to stop', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    await connectByWizard(window, { origin: service.origin, authStyle: 'apiKey', name: 'Shop', key });
    await window.statusBarItem('Shop').waitFor();
    const catalog = window.tree('Catalog');
    service.interfere = (request) =>
      request.url.includes('page=2')
        ? new Promise<undefined>((resolve) => setTimeout(resolve, 20_000, undefined))
        : undefined;
    await catalog.pressInline('Campaigns', 'Load All…');
    const progress = await window.notification('Loading all campaigns');
    await until('the progress', async () => (await progress.innerText()).includes('200 loaded'));
    await progress.locator('a', { hasText: 'Cancel' }).click();
    await catalog.expand('Campaigns');
    await until('what came to be kept', async () =>
      (await catalog.allRows()).some((it) => it.label === 'Load more…' && it.description === '200 loaded'),
    );
    service.interfere = () => undefined;
    await catalog.pressInline('Campaigns', 'Load All…');
    await until('all of them', async () => {
      const rows = await catalog.allRows();
      return (
        rows.every((it) => it.label !== 'Load more…') && rows.filter((it) => it.level === 2).length === 420
      );
    });
  });

  it('asks for nothing at a start and while its view is hidden, and keeps what is open through a refresh', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    await connectByWizard(window, { origin: service.origin, authStyle: 'apiKey', name: 'Shop', key });
    await window.statusBarItem('Shop').waitFor();
    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.findRow('All Users');
    service.asked.length = 0;
    await window.runCommand('Appboy: Refresh');
    await until('the list to be asked for again', async () => service.asked.length > 0);
    await catalog.findRow('All Users');
    assert.deepEqual(service.asked, ['GET /segments/list?page=0']);

    await window.openView('Explorer');
    service.asked.length = 0;
    await window.runCommand('Appboy: Refresh');
    await window.runCommand('Appboy: Inspect User…');
    await window.quickInput.awaitTitle('Inspect User');
    await window.quickInput.type('user-000001');
    await window.quickInput.accept();
    await window.editorText('user-000001.json');
    assert.deepEqual(service.asked, ['POST /users/export/ids']);

    await window.runCommand('View: Close All Editors');
    service.asked.length = 0;
    await window.reload();
    await window.statusBarItem('Shop').waitFor();
    assert.deepEqual(service.asked, [], 'a start of the editor');
  });

  it('is the same connection in a second window, and gone from both when it is removed', async () => {
    const window = await editor.openWindow({ isConnected: false });
    await window.openView('Appboy');
    const second = await editor.openWindow({ beside: window });
    await second.openView('Appboy');
    await window.pressWelcome('Explore Sample Data');
    await second.statusBarItem('Sample App Group').waitFor();
    const catalog = second.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.findRow('All Users');

    // A browser draws what lies behind once in a while only.
    await window.page.bringToFront();
    await window.runCommand('Appboy: Remove Connection…');
    await window.quickInput.pick('Sample App Group');
    assert.match(await window.dialogText(), /Remove the connection “Sample App Group”\?/);
    await window.answerDialog('Remove');
    await window.statusBarItem('Sample App Group').waitFor({ state: 'detached' });
    await second.statusBarItem('Sample App Group').waitFor({ state: 'detached' });
  });
});
