import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';
import { findViolations } from './findViolations.ts';

/** The page of the detail panel on screen. */
export interface DetailPageOnScreen {
  frame: FrameLocator;
  /** Waits until a chart is drawn and none is on its way. */
  settled(): Promise<void>;
  /** Waits until no details are on their way. */
  detailsSettled(): Promise<void>;
  /** Chooses one of the strips' choices: a range, a unit, statistics, chart or table. */
  choose(label: string): Promise<void>;
  legend(): Promise<{ name: string; pressed: boolean }[]>;
  entry(name: string): Locator;
  /** The chart as CSV, by way of the menu and the clipboard. */
  readCsv(): Promise<string[][]>;
  /** The table on screen: a row of names, and rows that begin with the time as the service wrote it. */
  readTable(): Promise<string[][]>;
  /** Chooses an entry of the menu of the ways out. */
  export(entry: string): Promise<void>;
  /** Runs axe in the page; what it has to say, one line each. */
  violations(): Promise<string[]>;
}

export function onDetailPage(window: EditorWindow): DetailPageOnScreen {
  const frame = window.webview();
  const settled = async (): Promise<void> => {
    await frame.locator('.chart-section[aria-busy="false"]').waitFor();
  };
  const chooseExport = async (entry: string): Promise<void> => {
    await frame.getByRole('button', { name: 'Export' }).click();
    await frame.getByRole('menuitem', { name: entry }).click();
  };
  return {
    frame,
    settled,
    detailsSettled: async () => {
      await until(
        'the details',
        async () => (await frame.locator('.detail-slot vscode-progress-ring').count()) === 0,
      );
    },
    async choose(label) {
      await frame.locator('label.segment', { hasText: new RegExp(`^${label}$`) }).click();
      await settled();
    },
    legend: () =>
      frame.locator('.legend-entry').evaluateAll((entries) =>
        entries.map((it) => ({
          name: it.querySelector('.legend-name')?.textContent ?? '',
          pressed: it.getAttribute('aria-pressed') === 'true',
        })),
      ),
    entry: (name) => frame.locator('.legend-entry').filter({ has: frame.getByText(name, { exact: true }) }),
    async readCsv() {
      await settled();
      const marker = `nothing copied ${Math.random()}`;
      await window.page.evaluate((text) => navigator.clipboard.writeText(text), marker);
      await chooseExport('Copy as CSV');
      const text = await until('the copied CSV', async () => {
        const copied = await window.readClipboard();
        return copied !== marker && copied;
      });
      return readCsv(text);
    },
    readTable: () =>
      frame
        .locator('table tr')
        .evaluateAll((rows) =>
          rows.map((row) =>
            [...row.children].map((cell) =>
              cell.getAttribute('scope') === 'row'
                ? (cell.getAttribute('title') ?? '')
                : (cell.textContent ?? ''),
            ),
          ),
        ),
    export: chooseExport,
    violations: () => findViolations(frame),
  };
}

/** Rows and cells of RFC 4180 text. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, separator = '', quoted, plain = ''] of text.matchAll(
    /(,|\r\n|^)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g,
  )) {
    if (separator === '\r\n') rows.push([]);
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
  }
  // The text ends with a line break, after which there is no row.
  return rows.slice(0, -1);
}
