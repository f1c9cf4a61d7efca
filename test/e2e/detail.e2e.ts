import assert from 'node:assert/strict';
import { writeSettings } from '../../scripts/editor/profile.ts';
import { themes, useEditor } from '../support/editor.ts';
import { connectByWizard, serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';
import { onDetailPage, type DetailPageOnScreen } from './detailPage.ts';

const key = 'the-key-of-the-shop';

const writeNumber = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

interface Point {
  time: string;
  [stat: string]: unknown;
}

describe('charts and details', () => {
  const editor = useEditor({ fresh: true });
  let service: SampleService;
  before(async () => {
    service = await serveSampleFor({ key });
  });
  beforeEach(() => {
    service.interfere = () => undefined;
    service.asked.length = 0;
  });
  after(() => service.close());

  async function connect(theme: keyof typeof themes = 'light'): Promise<EditorWindow> {
    const window = await editor.openWindow({ theme, viewport: { width: 1400, height: 950 } });
    await window.openView('Appboy');
    await connectByWizard(window, { origin: service.origin, authStyle: 'apiKey', name: 'Shop', key });
    await window.statusBarItem('Shop').waitFor();
    return window;
  }

  /** Opens a row of the Catalog; the requests of its panel are the only ones in `service.asked`. */
  async function open(window: EditorWindow, section: string, label: string): Promise<DetailPageOnScreen> {
    const catalog = window.tree('Catalog');
    await catalog.expand(section);
    await catalog.findRow(label);
    service.asked.length = 0;
    await catalog.click(label);
    const page = onDetailPage(window);
    await page.frame.locator('h1', { hasText: label }).waitFor();
    await page.settled();
    return page;
  }

  /** The first row of a list that is plain text and not a hostile name. */
  async function plainRow(window: EditorWindow, section: string): Promise<string> {
    const catalog = window.tree('Catalog');
    await catalog.expand(section);
    const row = await until('a plain row', async () => {
      const rows = await catalog.visibleRows();
      const own = rows.slice(rows.findIndex((it) => it.label === section) + 1);
      return own.find((it) => it.level === 2 && /^\w[\w !-]*$/.test(it.label));
    });
    return row.label;
  }

  const seriesAsked = (): string[] => service.asked.filter((it) => /series/.test(it));

  /** What the service sends for a request that a panel has made. */
  async function ask(asked: string | undefined): Promise<Point[]> {
    assert.ok(asked);
    const response = await fetch(`${service.origin}${asked.replace('GET ', '')}`, {
      headers: { Authorization: `Bearer ${key}` },
    });
    return ((await response.json()) as { data: Point[] }).data;
  }

  /** Compares the column of a CSV with a statistic of the points, one by one; gaps are empty. */
  function compare(csv: string[][], column: string, points: Point[], stat: string): void {
    const at = csv[0]?.indexOf(column) ?? -1;
    assert.ok(at > 0, `${column} in ${csv[0]?.join()}`);
    const sent = new Map(points.map((it) => [it.time, it[stat]]));
    assert.ok(csv.length > 1);
    for (const row of csv.slice(1))
      assert.equal(row[at], writeNumber(sent.get(row[0] ?? '')), `${row[0]} ${column}`);
  }

  it('shows each kind with what its chart and details need, and the numbers that the service sent', async () => {
    const window = await connect();
    const cases: { section: string; label?: string; asked: string[]; lines: Record<string, string> }[] = [
      {
        section: 'Key Metrics',
        label: 'Daily Active Users',
        asked: ['/kpi/dau/data_series'],
        lines: { 'Daily active users': 'dau' },
      },
      {
        section: 'Segments',
        label: 'All Users',
        asked: ['/segments/data_series', '/segments/details'],
        lines: { Size: 'size' },
      },
      {
        section: 'Campaigns',
        asked: ['/campaigns/data_series', '/campaigns/details'],
        lines: { Conversions: 'conversions' },
      },
      {
        section: 'News Feed Cards',
        asked: ['/feed/data_series', '/feed/details'],
        lines: { Impressions: 'impressions', Clicks: 'clicks' },
      },
      { section: 'Custom Events', asked: ['/events/data_series'], lines: { Count: 'count' } },
      {
        section: 'Products',
        asked: ['/purchases/quantity_series', '/purchases/revenue_series'],
        lines: { Quantity: 'purchase_quantity' },
      },
    ];
    for (const { section, label, asked, lines } of cases) {
      const page = await open(window, section, label ?? (await plainRow(window, section)));
      await page.detailsSettled();
      const paths = service.asked.map((it) => it.replace(/^GET ([^?]*).*$/, '$1')).sort();
      assert.deepEqual(paths, asked, section);
      const csv = await page.readCsv();
      const points = await ask(seriesAsked().find((it) => it.includes(asked[0] ?? '')));
      for (const [name, stat] of Object.entries(lines)) compare(csv, name, points, stat);
      await window.tree('Catalog').collapse(section);
    }
  });

  it('stitches 365 days from windows, each day once and as the service sent it', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'New Users');
    service.asked.length = 0;
    await page.choose('365');
    assert.equal(service.asked.length, 4);
    const csv = await page.readCsv();
    const days = csv.slice(1).map((row) => Date.parse(row[0] ?? '') / 86_400_000);
    assert.equal(days.length, 365);
    for (const [index, day] of days.entries()) assert.equal(day - (days[0] ?? 0), index);
    const windows = await Promise.all(seriesAsked().map(ask));
    compare(csv, 'New users', windows.reverse().flat(), 'new_users');
  });

  it('has hours, and the filters that the series has', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Sessions');
    service.asked.length = 0;
    await page.choose('Hour');
    assert.match(service.asked[0] ?? '', /unit=hour/);
    compare(await page.readCsv(), 'Sessions', await ask(service.asked[0]), 'sessions');

    const app = page.frame.locator('vscode-single-select[label="App"]');
    await app.click();
    await app.getByRole('option', { name: 'Add an app identifier…' }).click();
    await page.frame.getByRole('textbox', { name: 'App identifier' }).fill('app-ios');
    await page.frame.getByRole('textbox', { name: 'App identifier' }).press('Enter');
    await until('the app', async () => service.asked.some((it) => it.includes('app_id=app-ios')));

    const segment = page.frame.locator('vscode-single-select[label="Segment"]');
    await segment.click();
    await segment.getByRole('option', { name: 'All Users', exact: true }).click();
    await until('the segment', async () =>
      service.asked.some((it) => /app_id=app-ios.*segment_id=|segment_id=.*app_id=app-ios/.test(it)),
    );
    await page.settled();

    const revenue = await open(window, 'Key Metrics', 'Revenue');
    const product = revenue.frame.locator('vscode-single-select[label="Product"]');
    await product.click();
    await product.getByRole('option').nth(1).click();
    await until('the product', async () => service.asked.some((it) => it.includes('product=')));
    // The id was remembered for this connection.
    const apps = revenue.frame.locator('vscode-single-select[label="App"]');
    await apps.click();
    await apps.getByRole('option', { name: 'app-ios' }).waitFor();
  });

  it('marks a stretch that failed and retries it alone', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Uninstalls');
    service.interfere = (request) =>
      request.url.includes('ending_at')
        ? Response.json({ message: 'No such window' }, { status: 400 })
        : undefined;
    await page.choose('180');
    const notice = page.frame.locator('.notice-error', { hasText: 'No such window' });
    await notice.waitFor();
    assert.match(await notice.innerText(), /is missing/);
    await page.choose('Table');
    assert.ok((await page.frame.locator('td.gap', { hasText: 'missing' }).count()) > 70);
    service.interfere = () => undefined;
    service.asked.length = 0;
    await notice.getByRole('button', { name: 'Retry' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(service.asked.length, 1);
  });

  it('says why a chart could not be loaded, and loads it on Retry', async () => {
    const window = await connect();
    service.interfere = () => Response.json({ message: `Out of order for ${key}` }, { status: 400 });
    await window.tree('Catalog').expand('Key Metrics');
    await window.tree('Catalog').click('Purchases');
    const page = onDetailPage(window);
    const failure = page.frame.locator('.placeholder', { hasText: 'Out of order' });
    await failure.waitFor();
    assert.doesNotMatch(await failure.innerText(), new RegExp(key));
    service.interfere = () => undefined;
    await failure.getByRole('button', { name: 'Retry' }).click();
    await page.entry('Purchases').waitFor();
  });

  it('never lets a late answer overwrite a newer one', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Daily Active Users');
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    service.interfere = async (request) => {
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
    await until('the colours of the dark theme', async () => (await stroke()) !== before);
  });

  for (const theme of ['light', 'dark', 'highContrast', 'highContrastLight'] as const)
    it(`gives axe nothing to say (${theme})`, async () => {
      const window = await connect(theme);
      const metric = await open(window, 'Key Metrics', 'Sessions');
      assert.deepEqual(await metric.violations(), []);
      const campaign = await open(window, 'Campaigns', await plainRow(window, 'Campaigns'));
      await campaign.frame.locator('.fields').first().waitFor();
      assert.deepEqual(await campaign.violations(), []);
      await campaign.choose('Table');
      assert.deepEqual(await campaign.violations(), []);
    });
});
