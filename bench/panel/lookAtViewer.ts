// Opens the NDJSON page over real files with the real host's answers, in each theme and wide and narrow, leaves pictures
// in out/viewer and prints what axe finds. Themes: run bench/panel/takeThemes.ts before.
//   node bench/panel/lookAtViewer.ts [--only=NAME] [--theme=NAME]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { projectRoot } from '../../scripts/setup/places.mjs';
import { ensureBuilt } from '../../scripts/vsix.ts';
import { openViewerPage, readTheme, type ViewerOptions } from './openViewer.ts';
import { writeViewerFiles, type ViewerFiles } from './viewerFiles.ts';

interface ViewerCase extends ViewerOptions {
  readonly name: string;
  readonly file: keyof ViewerFiles;
  readonly steps?: (page: Page) => Promise<void>;
}

const rowsShown = (page: Page): Promise<void> =>
  page.locator('.rows .row:not(.row-loading)').first().waitFor();

async function filterBy(page: Page, filter: string): Promise<void> {
  await rowsShown(page);
  await page.getByRole('combobox', { name: 'Filter' }).fill(filter);
  await page.keyboard.press('Enter');
}

/** TABLE of what is looked at. */
const cases: readonly ViewerCase[] = [
  { name: 'users', file: 'users', steps: rowsShown },
  {
    name: 'filtered',
    file: 'users',
    async steps(page) {
      await filterBy(page, 'country:US AND total_revenue:>1000');
      await page.getByText(/\d lines match$/).waitFor();
      await page.getByRole('button', { name: 'Count by…' }).click();
      await page.getByRole('combobox', { name: 'Count by field' }).fill('language');
      await page.keyboard.press('Enter');
      await page.locator('.counts tbody tr').first().waitFor();
    },
  },
  {
    name: 'mistake',
    file: 'users',
    steps: async (page) => {
      await filterBy(page, 'country:US AND (total_revenue:>>1000');
      await page.locator('.filter-mistake').waitFor();
    },
  },
  {
    name: 'completion',
    file: 'users',
    steps: async (page) => {
      await rowsShown(page);
      await page.getByRole('combobox', { name: 'Filter' }).pressSequentially('country:US AND cus');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'find',
    file: 'users',
    async steps(page) {
      await rowsShown(page);
      await page.keyboard.press('Control+f');
      await page.keyboard.type('2022-10');
      await page
        .getByText(/of [\d,]+ lines/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'fields',
    file: 'users',
    async steps(page) {
      await rowsShown(page);
      await page.getByRole('button', { name: 'Fields' }).click();
      await page.locator('.fields tbody tr').first().waitFor();
    },
  },
  {
    name: 'columns',
    file: 'users',
    async steps(page) {
      await rowsShown(page);
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.locator('.column-row').first().waitFor();
    },
  },
  {
    name: 'menu',
    file: 'users',
    async steps(page) {
      await rowsShown(page);
      await page.locator('.rows .row').nth(3).click();
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+F10');
    },
  },
  {
    name: 'help',
    file: 'users',
    steps: async (page) => {
      await rowsShown(page);
      await page.getByRole('button', { name: 'How filters are written' }).click();
    },
  },
  {
    name: 'end',
    file: 'shortLines',
    async steps(page) {
      await rowsShown(page);
      await page.getByText('of 2,000,000').last().waitFor();
      await page.keyboard.press('Control+End');
      await page.getByText('Line 2,000,000').waitFor();
      await page.keyboard.press('Control+g');
    },
  },
  { name: 'odd', file: 'oddLines', steps: rowsShown },
  { name: 'text', file: 'plainText', steps: rowsShown },
  { name: 'empty', file: 'empty', steps: (page) => page.getByText('The file is empty').waitFor() },
  {
    name: 'slow',
    file: 'users',
    delayMs: 1500,
    steps: (page) => page.locator('.row-loading').first().waitFor(),
  },
  {
    name: 'failing',
    file: 'users',
    change: (answers) => ({
      ...answers,
      readRows: { ...answers.readRows, run: () => Promise.reject(new Error('The file is no longer there.')) },
    }),
    steps: (page) => page.locator('.banner').waitFor(),
  },
  {
    name: 'compared',
    file: 'laterUsers',
    async steps(page) {
      await rowsShown(page);
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Added \d/ }).click();
      await rowsShown(page);
    },
  },
];

const { values } = parseArgs({ options: { only: { type: 'string' }, theme: { type: 'string' } } });
const looks = [
  ...['light', 'dark', 'highContrast', 'highContrastLight'].map((theme) => ({ theme, width: 1200 })),
  { theme: 'dark', width: 400 },
  { theme: 'forced', width: 900 },
].filter((it) => values.theme === undefined || `${it.theme}-${it.width}`.startsWith(values.theme));

const folder = mkdtempSync(path.join(os.tmpdir(), 'viewer-'));
const pictures = path.join(projectRoot, 'out', 'viewer');
mkdirSync(pictures, { recursive: true });
await ensureBuilt();
const browser = await launchBrowser();
try {
  const files = writeViewerFiles(folder);
  for (const viewerCase of cases.filter((it) => values.only === undefined || it.name === values.only))
    for (const look of looks) await lookAt(browser, files, viewerCase, look);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function lookAt(
  browser: Browser,
  files: ViewerFiles,
  { name, file, steps, ...options }: ViewerCase,
  { theme, width }: { theme: string; width: number },
): Promise<void> {
  const isForced = theme === 'forced';
  const look = await readTheme(isForced ? 'highContrast' : theme);
  const opened = await openViewerPage(browser, files[file], {
    ...options,
    ...look,
    width,
    height: 700,
    other: files.users,
  });
  const { page } = opened;
  const label = `${name}-${theme}-${width}`;
  page.on('pageerror', (error) => console.log(`${label}: ${error.message}`));
  try {
    if (isForced) await page.emulateMedia({ forcedColors: 'active' });
    await steps?.(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(pictures, `${label}.png`) });
    for (const violation of isForced ? [] : await runAxe(page)) console.log(`${label}: ${violation}`);
  } catch (error) {
    await page.screenshot({ path: path.join(pictures, `${label}-failed.png`) });
    console.log(`${label}: ${String(error).split('\n')[0]}`);
  } finally {
    await opened.close();
  }
}

interface Violation {
  id: string;
  nodes: { html: string; any: { message: string }[] }[];
}

async function runAxe(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations.map(({ id, nodes }) => {
    const [first] = nodes;
    return `${id} (${nodes.length}): ${first?.html.slice(0, 160)} ${first?.any[0]?.message ?? ''}`;
  });
}
