import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sampleApps } from '../../src/sample/world/world.ts';
import { useEditor } from '../support/editor.ts';
import { until } from '../support/until.ts';
import type { DetailPageOnScreen } from './detailPage.ts';
import { plainRow, useDetailPanels, type Point } from './detailPanels.ts';

/** A line of a chart: where its numbers are in the points of the service, and how the page writes them. */
interface Line {
  name: string;
  read: (point: Point) => unknown;
  money?: boolean;
}

const stat = (name: string, field: string, money = false): Line => ({ name, read: (it) => it[field], money });

type Messages = Record<string, (Record<string, unknown> | null)[] | null> | null | undefined;

/** What a statistic is in all messages together, the control group left out; undefined where no message has it. */
function sumOf(field: string): (point: Point) => number | undefined {
  return ({ messages }) => {
    const rows = Object.values((messages as Messages) ?? {}).flatMap((it) => it ?? []);
    const numbers = rows
      .filter((it) => typeof it?.['enrolled'] !== 'number')
      .map((it) => it?.[field])
      .filter((it) => typeof it === 'number');
    return numbers.length === 0 ? undefined : numbers.reduce((sum, it) => sum + it, 0);
  };
}

/** A row of each kind, what it asks the service for, and the lines of each of its series. */
const kinds: { section: string; label?: string; asked: string[]; lines: Record<string, Line[]> }[] = [
  {
    section: 'Key Metrics',
    label: 'Daily Active Users',
    asked: ['/kpi/dau/data_series'],
    lines: { '/kpi/dau/data_series': [stat('Daily active users', 'dau')] },
  },
  {
    section: 'Segments',
    label: 'All Users',
    asked: ['/segments/data_series', '/segments/details'],
    lines: { '/segments/data_series': [stat('Size', 'size')] },
  },
  {
    section: 'Campaigns',
    asked: ['/campaigns/data_series', '/campaigns/details'],
    lines: {
      '/campaigns/data_series': [stat('Conversions', 'conversions'), { name: 'Sent', read: sumOf('sent') }],
    },
  },
  {
    section: 'News Feed Cards',
    asked: ['/feed/data_series', '/feed/details'],
    lines: {
      '/feed/data_series': [
        stat('Impressions', 'impressions'),
        stat('Clicks', 'clicks'),
        stat('Unique impressions', 'unique_impressions'),
        stat('Unique clicks', 'unique_clicks'),
      ],
    },
  },
  {
    section: 'Custom Events',
    asked: ['/events/data_series'],
    lines: { '/events/data_series': [stat('Count', 'count')] },
  },
  {
    section: 'Products',
    asked: ['/purchases/quantity_series', '/purchases/revenue_series'],
    lines: {
      '/purchases/quantity_series': [stat('Quantity', 'purchase_quantity')],
      '/purchases/revenue_series': [stat('Revenue', 'revenue', true)],
    },
  },
];

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** A number in a cell of the page's table. */
function writeCell(value: unknown, money = false): string {
  if (typeof value !== 'number') return '—';
  return money ? dollars.format(value) : plain.format(value);
}

const writeRaw = (value: unknown): string => (typeof value === 'number' ? String(value) : '');

/** Compares the column of a line, point by point; `write` is how a number stands in it. */
function compare(rows: string[][], line: Line, points: Point[], write: (value: unknown) => string): void {
  const at = rows[0]?.indexOf(line.name) ?? -1;
  assert.ok(at > 0, `${line.name} in ${rows[0]?.join()}`);
  const sent = new Map(points.map((it) => [it.time, it]));
  assert.ok(rows.length > 7);
  assert.ok(
    rows.slice(1).some((row) => /\d/.test(row[at] ?? '')),
    `${line.name} has numbers`,
  );
  for (const row of rows.slice(1)) {
    const point = sent.get(row[0] ?? '');
    assert.equal(row[at], write(point && line.read(point)), `${row[0]} ${line.name}`);
  }
}

describe('the numbers of a panel', () => {
  const editor = useEditor();
  const { service, connect, open, ask, seriesAsked } = useDetailPanels(editor);

  for (const some of [kinds.slice(0, 3), kinds.slice(3)])
    it(`are those that the service sent, point by point: ${some.map((it) => it.section).join(', ')}`, async () => {
      const window = await connect();
      for (const { section, label, asked, lines } of some) {
        const page = await open(window, section, label ?? (await plainRow(window, section)));
        await page.detailsSettled();
        // No more is asked for than the chart and the details need.
        const paths = service().asked.map((it) => it.replace(/^GET ([^?]*)(?:\?.*)?$/, '$1'));
        assert.deepEqual(paths.sort(), asked);
        const series = seriesAsked();
        const csv = await page.readCsv();
        await page.choose('Table');
        const table = await page.readTable();
        for (const [path, ofPath] of Object.entries(lines)) {
          const points = await ask(series.find((it) => it.includes(path)));
          for (const line of ofPath) {
            compare(csv, line, points, writeRaw);
            compare(table, line, points, (value) => writeCell(value, line.money));
          }
        }
        await window.tree('Catalog').collapse(section);
      }
    });

  it('are stitched from windows for 365 days, each day once and as the service sent it', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'New Users');
    service().asked.length = 0;
    await page.choose('365');
    assert.equal(service().asked.length, 4);
    const csv = await page.readCsv();
    const days = csv.slice(1).map((row) => Date.parse(row[0] ?? '') / 86_400_000);
    assert.equal(days.length, 365);
    for (const [index, day] of days.entries()) assert.equal(day - (days[0] ?? 0), index);
    const windows = await Promise.all(seriesAsked().map(ask));
    compare(csv, stat('New users', 'new_users'), windows.reverse().flat(), writeRaw);
  });

  /** The newest request for a series that has all of these. */
  async function lastAsked(...parts: string[]): Promise<string> {
    const { found } = await until(`a request with ${parts.join()}`, async () => {
      const found = seriesAsked().findLast((it) => parts.every((part) => it.includes(part)));
      return found !== undefined && { found };
    });
    return found;
  }

  const app = sampleApps[0]?.id ?? '';

  async function addApp(page: DetailPageOnScreen): Promise<void> {
    const apps = page.frame.locator('vscode-single-select[label="App"]');
    await apps.click();
    await apps.getByRole('option', { name: 'Add an app identifier…' }).click();
    const input = page.frame.getByRole('textbox', { name: 'App identifier' });
    await input.fill(app);
    await input.press('Enter');
  }

  it('are those of the hours, the app and the segment that were chosen', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Sessions');
    const compareSessions = async (...parts: string[]): Promise<void> => {
      const points = await ask(await lastAsked(...parts));
      compare(await page.readCsv(), stat('Sessions', 'sessions'), points, writeRaw);
    };
    service().asked.length = 0;
    await page.choose('Hour');
    await compareSessions('unit=hour');

    await addApp(page);
    await compareSessions('unit=hour', `app_id=${app}`);

    const segment = page.frame.locator('vscode-single-select[label="Segment"]');
    await segment.click();
    await segment.getByRole('option', { name: 'All Users', exact: true }).click();
    await compareSessions('unit=hour', `app_id=${app}`, 'segment_id=');
  });

  it('are those of the product that was chosen, and of an app that is remembered', async () => {
    const window = await connect();
    await addApp(await open(window, 'Key Metrics', 'Purchases'));
    await lastAsked('/quantity_series', `app_id=${app}`);
    const revenue = await open(window, 'Key Metrics', 'Revenue');
    const product = revenue.frame.locator('vscode-single-select[label="Product"]');
    await product.click();
    await product.getByRole('option').nth(1).click();
    const points = await ask(await lastAsked('/revenue_series', 'product='));
    compare(await revenue.readCsv(), stat('Revenue', 'revenue'), points, writeRaw);

    const apps = revenue.frame.locator('vscode-single-select[label="App"]');
    await apps.click();
    await apps.getByRole('option', { name: app }).click();
    const ofApp = await ask(await lastAsked('/revenue_series', 'product=', `app_id=${app}`));
    compare(await revenue.readCsv(), stat('Revenue', 'revenue'), ofApp, writeRaw);
  });

  it('leave the panel as a picture on the clipboard, and as files', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'New Users');
    const csv = await page.readCsv();

    await page.export('Copy as PNG');
    await page.frame.getByRole('status').filter({ hasText: 'Copied as PNG.' }).waitFor();
    const copied = await window.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const picture = await createImageBitmap(await (item as ClipboardItem).getType('image/png'));
      return { types: item?.types, width: picture.width, height: picture.height };
    });
    assert.deepEqual(copied.types, ['image/png']);
    assert.ok(copied.width > 300 && copied.height > 150, `${copied.width} × ${copied.height}`);

    const save = async (entry: string, ending: string): Promise<Buffer> => {
      await page.export(entry);
      // In the folder that is open.
      const proposed = await window.quickInput.proposedFile(new RegExp(`New-Users-.*\\${ending}$`));
      await window.quickInput.accept();
      await page.frame
        .getByRole('status')
        .filter({ hasText: `Saved as ${path.basename(proposed)}.` })
        .waitFor();
      return readFile(proposed);
    };
    assert.deepEqual(
      (await save('Save as CSV…', '.csv')).toString(),
      csv.map((row) => `${row.join()}\r\n`).join(''),
    );
    const points = JSON.parse((await save('Save as JSON…', '.json')).toString()) as Record<string, unknown>[];
    assert.deepEqual(
      points.map((it) => [it['Time'], writeRaw(it['New users'])]),
      csv.slice(1).map((row) => [row[0], row[csv[0]?.indexOf('New users') ?? -1]]),
    );
    const png = await save('Save as PNG…', '.png');
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), copied.width);
  });

  it('are not written where the dialog is cancelled', async () => {
    const window = await connect();
    const page = await open(window, 'Key Metrics', 'Uninstalls');
    await page.export('Save as CSV…');
    const file = await window.quickInput.proposedFile(/Uninstalls-/);
    await window.quickInput.cancel();
    await page.export('Copy as JSON');
    await page.frame.getByRole('status').filter({ hasText: 'Copied as JSON.' }).waitFor();
    await assert.rejects(readFile(file));
  });
});
