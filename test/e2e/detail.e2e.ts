import assert from 'node:assert/strict';
import { writeSettings } from '../../scripts/editor/profile.ts';
import { themes, useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';
import { onDetailPage } from './detailPage.ts';
import { key, plainRow, useDetailPanels } from './detailPanels.ts';

/** A row of each kind, by its branch; any plain one where there is no label. */
const kinds = [
  { section: 'Key Metrics', label: 'Sessions' },
  { section: 'Segments', label: 'All Users' },
  { section: 'Campaigns' },
  { section: 'News Feed Cards' },
  { section: 'Custom Events' },
  { section: 'Products' },
] as const;

describe('charts and details', () => {
  const editor = useEditor();
  const { service, connect, open } = useDetailPanels(editor);

  it('marks a stretch that failed and retries it alone', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Uninstalls');
    service().interfere = (request) =>
      request.url.includes('ending_at')
        ? Response.json({ message: 'No such window' }, { status: 400 })
        : undefined;
    await page.choose('180');
    const notice = page.frame.locator('.notice-error', { hasText: 'No such window' });
    await notice.waitFor();
    assert.match(await notice.innerText(), /is missing/);
    await page.choose('Table');
    assert.ok((await page.frame.locator('td.gap', { hasText: 'missing' }).count()) > 70);
    service().interfere = () => undefined;
    service().asked.length = 0;
    await notice.getByRole('button', { name: 'Retry' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(service().asked.length, 1);
  });

  it('says why a chart could not be loaded, and loads it on Retry', async () => {
    const window = await connect();
    service().interfere = () => Response.json({ message: `Out of order for ${key}` }, { status: 400 });
    await window.tree('Catalog').expand('Key Metrics');
    await window.tree('Catalog').click('Purchases');
    const page = onDetailPage(window);
    const failure = page.frame.locator('.placeholder', { hasText: 'Out of order' });
    await failure.waitFor();
    assert.doesNotMatch(await failure.innerText(), new RegExp(key));
    service().interfere = () => undefined;
    await failure.getByRole('button', { name: 'Retry' }).click();
    await page.entry('Purchases').waitFor();
  });

  it('never lets a late answer overwrite a newer one', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Daily Active Users');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    service().interfere = async (request) => {
      if (request.url.includes('length=14')) await held;
      return undefined;
    };
    await page.frame.locator('label.segment', { hasText: /^7$/ }).click();
    await page.choose('14');
    release();
    assert.equal((await page.readCsv()).length, 15);
  });

  it('toggles lines by mouse and keyboard, and reads points out', async () => {
    const window = await connect();
    const page = await open(window, 'News Feed Cards', await plainRow(window, 'News Feed Cards'));
    const pressed = async (): Promise<string[]> =>
      (await page.legend()).filter((it) => it.pressed).map((it) => it.name);
    const first = await pressed();
    assert.ok(first.includes('Clicks'));
    await page.entry('Clicks').click();
    assert.ok(!(await pressed()).includes('Clicks'));
    await page.entry('Clicks').press('Enter');
    assert.deepEqual(await pressed(), first);
    await page.entry('Click rate').press('Space');
    assert.ok((await pressed()).includes('Click rate'));

    const plot = page.frame.getByRole('application');
    await plot.focus();
    const live = page.frame.locator('[aria-live="polite"]');
    await plot.press('Home');
    const text = await live.innerText();
    assert.match(text, /\d{4}\. Impressions (\d|no value)/);
    await plot.press('ArrowRight');
    assert.notEqual(await live.innerText(), text);
    await plot.press('Escape');
    assert.equal(await live.innerText(), '');
  });

  it('comes back after a reload with range, lines and view, and is revealed when opened again', async () => {
    const window = await connect();
    const label = await plainRow(window, 'News Feed Cards');
    const page = await open(window, 'News Feed Cards', label);
    await page.choose('14');
    await page.entry('Clicks').click();
    await page.choose('Table');
    // The command writes down what the editor remembers; a browser's own reload would only find what is some seconds old.
    const loaded = window.page.waitForEvent('load');
    await window.runCommand('Developer: Reload Window');
    await loaded;
    const again = onDetailPage(window);
    await again.settled();
    await again.frame.locator('table tbody tr').nth(13).waitFor();
    assert.equal(await again.frame.locator('table tbody tr').count(), 14);
    assert.deepEqual((await again.legend()).find((it) => it.name === 'Clicks')?.pressed, false);
    await window.openView('Appboy');
    await window.tree('Catalog').expand('News Feed Cards');
    await window.tree('Catalog').click(label);
    await again.settled();
    assert.equal((await window.tabs()).filter((it) => it === label).length, 1);
  });

  it('compares items of one kind', async () => {
    const window = await connect();
    const catalog = window.tree('Catalog');
    await catalog.expand('Key Metrics');
    await catalog.click('New Users');
    await (await catalog.findRow('Uninstalls')).click({ modifiers: ['ControlOrMeta'] });
    await catalog.chooseFromMenu('Uninstalls', 'Open…');
    const page = onDetailPage(window);
    await page.frame.locator('h1', { hasText: '2 key metrics compared' }).waitFor();
    await page.settled();
    assert.deepEqual(
      (await page.legend()).map((it) => it.name),
      ['New users', 'Uninstalls'],
    );
  });

  it('shows hostile names as text', async () => {
    const window = await connect();
    let dialogs = 0;
    window.page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    for (const name of [
      '<img src=x onerror=alert(1)>',
      '<script>alert("sample")</script>',
      '"><b>bold</b>',
    ]) {
      const page = await open(window, 'Campaigns', name);
      assert.equal(await page.frame.locator('h1').innerText(), name);
      assert.equal(await page.frame.locator('h1 *').count(), 0);
      assert.equal(await page.frame.locator('img, b').count(), 0);
    }
    assert.equal(dialogs, 0);
  });

  it('follows the theme', async () => {
    const window = await connect('light');
    const page = await open(window, 'Key Metrics', 'Daily Active Users');
    const stroke = () => page.frame.locator('.swatch line').first().getAttribute('stroke');
    const before = await stroke();
    await writeSettings(editor.profile(), { 'workbench.colorTheme': themes.dark });
    await until('another colour', async () => (await stroke()) !== before);
    // It is the theme's own, and not just any other one.
    const own = await page.frame.locator('body').evaluate((body) => {
      const probe = document.createElement('span');
      probe.style.color = 'var(--vscode-charts-blue)';
      body.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
    const digits = (colour: string | null): string[] => colour?.match(/\d+/g)?.slice(0, 3) ?? [];
    assert.deepEqual(digits(await stroke()), digits(own));
  });

  for (const theme of ['light', 'dark', 'highContrast', 'highContrastLight'] as const)
    for (const some of [kinds.slice(0, 3), kinds.slice(3)])
      it(`gives axe nothing to say (${theme}: ${some.map((it) => it.section).join(', ')})`, async () => {
        const window = await connect(theme);
        for (const { section, ...row } of some) {
          const label = 'label' in row ? row.label : await plainRow(window, section);
          const page = await open(window, section, label);
          await page.detailsSettled();
          assert.deepEqual(await page.violations(), [], section);
          await page.choose('Table');
          assert.deepEqual(await page.violations(), [], `${section}, as a table`);
          await window.tree('Catalog').collapse(section);
        }
      });
});
