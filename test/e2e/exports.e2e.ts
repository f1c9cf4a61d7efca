import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { useEditor } from '../support/editor.ts';
import { killExtensionHosts } from '../support/extensionHost.ts';
import { servePacedExports, type PacedExports } from '../support/pacedExports.ts';
import { connectByWizard } from '../support/sampleService.ts';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';

const key = 'exports-e2e-key-1';

describe('the Exports view', () => {
  const editor = useEditor();
  let service: PacedExports;

  before(async () => {
    service = await servePacedExports({ users: 6_000, rawExportMs: 0 });
  });
  beforeEach(() => service.reset());
  after(() => service.close());

  async function openConnected(authStyle: 'apiKey' | 'appGroupId' = 'apiKey'): Promise<EditorWindow> {
    const viewport = { width: 1280, height: 900 };
    const name = `Acme ${authStyle}`;
    const before = await editor.openWindow({ viewport });
    await before.openView('Appboy');
    if (await before.statusBarItem(name).isVisible()) return before;
    const window = await editor.openWindow({ viewport, isConnected: false });
    await connectByWizard(window, { origin: service.origin, authStyle, name, key });
    await window.statusBarItem(name).waitFor();
    return window;
  }

  /** Waits until the topmost export's description matches. */
  const awaitRow = (window: EditorWindow, pattern: RegExp): Promise<string> =>
    until(
      `an export that is ${pattern.source}`,
      async () => {
        const [row] = await window.tree('Exports').visibleRows();
        return row && pattern.test(row.description) && row.description;
      },
      () => window.tree('Exports').visibleRows(),
    );

  /** From the menu of the segment of everybody, with all fields; one that is ready when the test says so. */
  async function exportEverybody(window: EditorWindow): Promise<void> {
    const catalog = window.tree('Catalog');
    await catalog.expand('Segments');
    await catalog.chooseFromMenu('All Users', 'Export Segment…');
    await window.quickInput.awaitTitle('Export All Users: Fields');
    await window.quickInput.accept();
    await window.quickInput.awaitTitle('Export All Users: Review');
    await window.quickInput.accept();
  }

  const exportsFolder = (): string =>
    path.join(editor.profile().userData, 'User/globalStorage/export-explorer.appboy-export-explorer/exports');

  async function readLatest(): Promise<{ text: string; files: string[] }> {
    const folders = await readdir(exportsFolder());
    const finished: { folder: string; finishedAt: string }[] = [];
    for (const folder of folders) {
      const manifest = await readFile(path.join(exportsFolder(), folder, 'manifest.json'), 'utf8').catch(
        () => '{}',
      );
      const { finishedAt = '' } = JSON.parse(manifest) as { finishedAt?: string };
      finished.push({ folder, finishedAt });
    }
    const latest = finished.sort((a, b) => b.finishedAt.localeCompare(a.finishedAt))[0]?.folder ?? '';
    const text = await readFile(path.join(exportsFolder(), latest, 'users.ndjson'), 'utf8');
    return { text, files: await readdir(path.join(exportsFolder(), latest)) };
  }

  const count = (what: string): number => service.asked.filter((it) => it === what).length;
  const picture = (window: EditorWindow, stage: string): Promise<void> =>
    window.screenshot(path.join('out/test/pictures', `exports-${stage}.png`));

  let wholeFile = '';

  it('takes an export from the menu of a segment through its stages, over a reload, to the open file', async () => {
    service.isReady = false;
    const window = await openConnected();
    await exportEverybody(window);
    await awaitRow(window, /^Preparing/);
    await picture(window, 'preparing');
    await window.reload();
    await awaitRow(window, /^Preparing/);

    service.bytesPerSecond = 1_000_000;
    service.isReady = true;
    await awaitRow(window, /^Downloading · [1-9]/);
    await picture(window, 'downloading');
    await until('a part to be there', async () =>
      /[2-9]\.\d MB of/.test(await awaitRow(window, /^Downloading/)),
    );
    await window.reload();
    await awaitRow(window, /^Downloading · [1-9]/);
    await window.statusBarItem('All Users: Downloading').waitFor();
    assert.deepEqual(await window.tree('Exports').menuEntries('All Users'), [
      'Cancel Export',
      'Reveal Export',
    ]);
    service.bytesPerSecond = 100_000_000;
    await awaitRow(window, /^6,000 users · [\d.]+ MB · just now$/);
    await picture(window, 'done');
    await window.answerNotification(/Exported 6,000 users \([\d.]+ MB\)/, 'Open');
    await until('the file to be open', async () => (await window.tabs()).some((it) => it.includes('users')));

    const { text, files } = await readLatest();
    assert.equal(text.trimEnd().split('\n').length, 6_000);
    assert.deepEqual(
      files.filter((it) => it.endsWith('.part') || it.endsWith('.zip')),
      [],
    );
    assert.equal(count('POST /users/export/segment'), 1);
    assert.ok(
      service.downloadedFrom.some((it) => it > 1_000_000),
      service.downloadedFrom.join(),
    );
    wholeFile = createHash('sha256').update(text).digest('hex');
  });

  it('keeps the answer that comes while the window is reloaded', async () => {
    const window = await openConnected();
    service.answerMs = 1200;
    await exportEverybody(window);
    await until('the question', async () => count('POST /users/export/segment') === 1);
    await window.reload();
    await awaitRow(window, /^6,000 users/);
    assert.equal(count('POST /users/export/segment'), 1);
  });

  it('goes on after the extension host was killed', async () => {
    const window = await openConnected();
    service.bytesPerSecond = 1_000_000;
    await exportEverybody(window);
    await until('a part to be there', async () =>
      /[2-9]\.\d MB of/.test(await awaitRow(window, /^Downloading/)),
    );
    assert.ok(killExtensionHosts(editor.profile()) >= 1);
    await until('the download to go on', async () => service.downloadedFrom.some((it) => it > 1_000_000));
    service.bytesPerSecond = 100_000_000;
    await awaitRow(window, /^6,000 users/);
    const { text } = await readLatest();
    assert.equal(text.trimEnd().split('\n').length, 6_000);
    assert.equal(createHash('sha256').update(text).digest('hex'), wholeFile);
    assert.equal(count('POST /users/export/segment'), 1);
  });

  it('says that one is running already, and follows it', async () => {
    service.isReady = false;
    const window = await openConnected();
    await exportEverybody(window);
    await awaitRow(window, /^Preparing/);
    // The sample is done with it in no time; the service is not.
    service.isBusy = true;
    await exportEverybody(window);
    await window.notification('already running');
    await awaitRow(window, /^Failed · An export of this segment is already running/);
    await picture(window, 'failed');
    const rows = (await window.tree('Exports').allRows()).length;
    await window.answerNotification('already running', 'Follow the Running One');
    await until(
      'the failed one to go',
      async () => (await window.tree('Exports').allRows()).length === rows - 1,
    );
    await awaitRow(window, /^Preparing/);
    await window.tree('Exports').pressInline('All Users', 'Cancel Export');
    await awaitRow(window, /^Cancelled/);
    await picture(window, 'cancelled');
    assert.deepEqual(await window.notifications(), []);
  });

  it('keeps every answer of an export by external ID, over a rate limit, a reload and a cancel', async () => {
    const window = await openConnected();
    service.idAnswersLeft = 1;
    // Number 50 of each hundred is somebody whom the app never named, and number 97 has an id of another form.
    const ids = Array.from({ length: 122 }, (_, i) => i).filter((it) => it !== 50 && it !== 97);
    await window.runCommand('Appboy: Export Users by External ID…');
    await window.quickInput.pick('Type or paste external IDs…');
    await window.quickInput.type(ids.map((it) => `user-${String(it).padStart(6, '0')}`).join(', '));
    await window.quickInput.accept();
    await window.quickInput.awaitTitle('Fields to Export');
    await window.quickInput.accept();
    const limited = /^Fetching · 50 of 120 IDs · Rate limit reached · goes on at /;
    await awaitRow(window, limited);
    await window.reload();
    await awaitRow(window, limited);
    await picture(window, 'fetching');
    const exports = window.tree('Exports');
    await exports.pressInline('120 users by external ID', 'Cancel Export');
    await awaitRow(window, /^Partial, 50 of 120 users · /);
    await window.notification('A partial result is kept: 50 users for 50 of 120 IDs');
    await picture(window, 'partial');
    assert.equal((await readLatest()).text.trimEnd().split('\n').length, 50);
    service.idAnswersLeft = 10;
    // Another window: this one has heard that there is nothing left for an hour.
    await window.reload();
    await exports.pressInline('120 users by external ID', 'Retry Export');
    await awaitRow(window, /^120 users · /);
    await window.notification('Exported 120 users');
    assert.equal((await readLatest()).text.trimEnd().split('\n').length, 120);
    assert.equal(JSON.stringify(service.bodies('/users/export/ids')).split('"user-000000"').length, 2);
  });

  it('asks before it deletes, and says what goes', async () => {
    const window = await openConnected();
    await exportEverybody(window);
    await awaitRow(window, /^6,000 users/);
    const exports = window.tree('Exports');
    const before = (await exports.allRows()).length;
    await exports.chooseFromMenu('All Users', 'Delete Export…');
    assert.match(await window.dialogText(), /6,000 lines, [\d.]+ MB: the folder is removed/);
    await window.answerDialog('Cancel');
    assert.equal((await exports.allRows()).length, before);
    const folders = await readdir(exportsFolder());
    await exports.chooseFromMenu('All Users', 'Delete Export…');
    await window.answerDialog('Delete');
    await until('the row to go', async () => (await exports.allRows()).length === before - 1);
    assert.equal((await readdir(exportsFolder())).length, folders.length - 1);
  });

  it('exports raw events: a preset, two apps, some events', async () => {
    const window = await openConnected('appGroupId');
    const { quickInput } = window;
    await window.runCommand('Appboy: Export Raw Events…');
    await quickInput.awaitTitle('Export Raw Events: Span');
    await picture(window, 'events-span');
    await quickInput.pick('The week before last');
    await quickInput.awaitTitle('Export Raw Events: Apps');
    await quickInput.box.locator('[aria-label="Add App Identifier…"]').click();
    await quickInput.awaitTitle('App Identifier');
    await quickInput.type('app-one');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Apps');
    await quickInput.toggle('api');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Events');
    await quickInput.toggle('$campaign_received', '$email_opened');
    await picture(window, 'events-names');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Review');
    await picture(window, 'events-start');
    const shown = await quickInput.labels();
    assert.deepEqual(shown.slice(-4), ['api', 'app-one', '$campaign_received', '$email_opened']);
    // A row asks for its part again; leaving that question keeps what was chosen.
    await quickInput.pick('Events');
    await quickInput.awaitTitle('Export Raw Events: Events');
    await quickInput.toggle('$push_opened');
    await quickInput.box.locator('input.input').first().press('Escape');
    await quickInput.awaitTitle('Export Raw Events: Review');
    assert.deepEqual(await quickInput.labels(), shown, 'a change that was left changes nothing');
    assert.equal(service.bodies('/raw_data/export').length, 0, 'nothing is sent before it is shown');
    await quickInput.accept();
    await awaitRow(window, /^Delivered to your bucket/);
    await picture(window, 'delivered');
    const [order] = service.bodies('/raw_data/export');
    assert.deepEqual(order?.['app_ids'], ['api', 'app-one']);
    assert.deepEqual(order?.['event_names'], ['$campaign_received', '$email_opened']);
    const patterns = (await window.tree('Exports').visibleRows()).filter((it) => it.level === 2);
    assert.equal(patterns.length, 2);
    assert.match(patterns[0]?.label ?? '', /^\d{4}-.*-events\.csv\.zip$/);
    await window.answerNotification('your own bucket', 'Copy Key Patterns');
    const copied = patterns.map((it) => it.description + it.label).join('\n');
    await until(
      'the keys to be copied',
      async () => (await window.readClipboard()) === copied,
      window.readClipboard,
    );
  });

  it('exports several weeks of events in one job, each when the one before has arrived', async () => {
    const window = await openConnected('appGroupId');
    const { quickInput } = window;
    const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await window.runCommand('Appboy: Export Raw Events…');
    await quickInput.pick('Custom…');
    await quickInput.awaitTitle('Export Raw Events: Start');
    await quickInput.type(day(120));
    await until('a complaint', async () => /3 months/.test(await quickInput.message()));
    await quickInput.type(day(20));
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: End');
    await quickInput.type(day(8));
    await until('a word on the weeks', async () =>
      /2 exports of a week each/.test(await quickInput.message()),
    );
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Apps');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Events');
    await quickInput.box.locator('[aria-label="Options: Callback Endpoint…"]').click();
    await quickInput.awaitTitle('Callback Endpoint');
    await quickInput.type('ftp://example.com');
    await until('a complaint', async () => /http or https/.test(await quickInput.message()));
    await quickInput.type('https://example.com/ready');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Events');
    await quickInput.accept();
    await quickInput.awaitTitle('Export Raw Events: Review');
    await quickInput.accept();
    await awaitRow(window, /^Week 1 of 2 started/);
    await picture(window, 'started');
    await window.dismissNotifications();

    const [{ label = '' } = {}] = await window.tree('Exports').visibleRows();
    service.isBusy = true;
    await window.tree('Exports').pressInline(label, 'Start Next Week');
    await awaitRow(window, /^Not started: another one is running/);
    await picture(window, 'busy');
    service.isBusy = false;
    await window.answerNotification('one runs at a time', 'Try Again');
    await awaitRow(window, /^Delivered to your bucket/);
    const orders = service.bodies('/raw_data/export');
    assert.equal(orders.length, 3);
    assert.equal(orders[0]?.['starting_at'], `${day(20)}T00:00:00+00:00`);
    assert.equal(orders[0]?.['ending_at'], `${day(13)}T00:00:00+00:00`);
    assert.equal(orders[2]?.['starting_at'], `${day(13)}T00:00:00+00:00`);
    assert.equal(orders[2]?.['ending_at'], `${day(7)}T00:00:00+00:00`);
    for (const order of orders) {
      assert.equal(order['callback_endpoint'], 'https://example.com/ready');
      assert.ok(!('app_ids' in order) && !('event_names' in order));
    }
  });

  it('opens a downloaded file from the Explorer’s menu', async () => {
    const window = await openConnected();
    await window.openView('Explorer');
    const file = 'downloaded.txt';
    await writeFile(
      path.join(editor.profile().workspace, file),
      '{"external_id":"1"}\n{"external_id":"2"}\n',
    );
    await window.tree('Files Explorer').chooseFromMenu(file, 'Open Downloaded Export…');
    await window.notification('Imported 2 lines');
    await until('the file to be open', async () => (await window.tabs()).some((it) => it.includes('users')));
    await window.openView('Appboy');
    await awaitRow(window, /^2 lines · 40 bytes/);
  });
});
