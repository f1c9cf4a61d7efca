import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installExtensions, startCodeServer, type EditorServer } from '../../scripts/editor/codeServer.ts';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { createProfile, writeSettings, type Profile } from '../../scripts/editor/profile.ts';
import { packagePseudoLocale, pseudoLanguage, toPseudo } from '../../scripts/pseudoLocale.ts';
import { hostRoot, projectRoot } from '../../scripts/setup/places.mjs';
import { createSample } from '../../src/sample/server.ts';
import { readEnglish } from '../support/readEnglish.ts';
import { until } from '../support/until.ts';
import { openEditorWindow, type EditorWindow } from '../support/window.ts';

/** What is said in English in every language. */
const names =
  /\b(Appboy|Braze|Export Explorer|Sample App Group|App Group|JSON|NDJSON|CSV|TSV|PNG|Markdown|cURL|UTF|LTR|API|URL|SDK|Ctrl|Shift|Alt|Enter|Escape|AND|NOT|true|false|null)\b/g;

/** Months and days that `Intl` writes, which knows no such language. */
const dates = /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*\b/g;

/** Texts of lists and details of the sample app group: what a service sends is said as it came. */
async function readSampleTexts(): Promise<string[]> {
  const sample = createSample();
  const ask = async (pathAndQuery: string): Promise<unknown> =>
    (
      await sample(
        new Request(`https://rest.example.com${pathAndQuery}`, { headers: { Authorization: 'Bearer key' } }),
      )
    ).json();
  const texts = new Set<string>();
  const add = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([key, it]) => (texts.add(key), add(it)));
  };
  for (const kind of ['segments', 'campaigns', 'feed']) {
    const list = (await ask(`/${kind}/list?page=0`)) as Record<string, { id: string }[]>;
    add(list);
    const [parameter, items] =
      kind === 'feed' ? ['card_id', list['cards']] : [`${kind.slice(0, -1)}_id`, list[kind]];
    for (const { id } of items ?? []) add(await ask(`/${kind}/details?${parameter}=${id}`));
  }
  add(await ask('/events/list?page=0'));
  add(await ask('/purchases/product_list?page=0'));
  sample.dispose();
  return [...texts].filter((it) => it.length > 2).sort((a, b) => b.length - a.length);
}

describe('in a language that nobody speaks', function () {
  this.timeout(300_000);
  let profile: Profile;
  let server: EditorServer;
  let browser: Browser;
  let window: EditorWindow;
  let data: string[];
  const left = new Set<string>();

  before(async () => {
    const vsix = await packagePseudoLocale();
    profile = await createProfile(
      path.join(hostRoot, 'e2e', `pseudo-${process.pid}-${Date.now().toString(36)}`),
    );
    await writeSettings(profile, {});
    await mkdir(profile.workspace, { recursive: true });
    await installExtensions(profile, [vsix]);
    server = await startCodeServer(profile);
    browser = await launchBrowser();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    await context.addInitScript((language) => {
      (globalThis as { _VSCODE_NLS_LANGUAGE?: string })._VSCODE_NLS_LANGUAGE = language;
    }, pseudoLanguage);
    window = await openEditorWindow(context, server.url);
    data = await readSampleTexts();
  });
  after(async () => {
    await browser.close();
    await server.stop();
    await rm(profile.directory, { recursive: true, force: true });
  });

  const say = toPseudo;
  const run = (title: string): Promise<void> => window.runCommand(`${say('Appboy')}: ${say(title)}`);

  /** Looks at all that is on screen. */
  async function look(where: string): Promise<void> {
    for (const text of await readEnglish(window)) {
      let rest = text;
      for (const it of data) if (rest.includes(it)) rest = rest.replaceAll(it, ' ');
      rest = rest.replace(names, ' ').replace(dates, ' ');
      if (/[A-Za-z]{3,}/.test(rest)) left.add(`${where}: ${text}`);
    }
    await window.screenshot(
      path.join(projectRoot, 'out/test/pictures', `pseudo-${where.replace(/\W+/g, '-')}.png`),
    );
  }

  it('says nothing in English: views, panels, commands, exports and the viewer', async () => {
    const { page, quickInput } = window;
    await window.openView(say('Appboy'));
    await page.locator('.welcome-view .monaco-button').first().waitFor();
    await look('welcome');
    await run('Connect App Group…');
    await page.locator('.quick-input-title:visible').waitFor();
    await look('connect');
    await quickInput.cancel();
    await run('Explore Sample Data');
    await window.statusBarItem('Sample App Group').waitFor();
    const catalog = window.tree(say('Catalog'));
    for (const section of [
      'Key Metrics',
      'Segments',
      'Campaigns',
      'News Feed Cards',
      'Custom Events',
      'Products',
    ]) {
      await catalog.expand(say(section));
      const row = await until(`a plain row of ${section}`, async () => {
        const rows = await catalog.visibleRows();
        const own = rows.slice(rows.findIndex((it) => it.label === say(section)) + 1);
        return own.find((it) => it.level === 2 && /^[^…]*\p{L}[^…]*$/u.test(it.label));
      });
      await look(section);
      await catalog.click(row.label);
      await window.webview().locator('.chart-section[aria-busy="false"]').waitFor();
      await look(`panel of ${section}`);
      if (section !== 'Campaigns') await catalog.collapse(say(section));
    }
    await (await catalog.findRow(say('Campaigns'))).hover();

    for (const title of [
      'Inspect User…',
      'Export Users by External ID…',
      'Export Segment…',
      'Open…',
      'Compare Exports…',
    ]) {
      await run(title);
      await page
        .locator('.quick-input-widget:visible')
        .or(page.locator('.notification-list-item'))
        .first()
        .waitFor();
      await look(title);
      if (await quickInput.box.isVisible()) await quickInput.cancel();
      await page.keyboard.press('Escape');
    }
    await run('Test Connection');
    await page.locator('.notification-list-item').first().waitFor();
    await look('Test Connection');

    await run('Export Segment…');
    await quickInput.pick('All Users');
    for (const step of ['Fields', 'Review']) {
      await page.locator('.quick-input-title:visible').waitFor();
      await look(`Export Segment, ${step}`);
      await quickInput.accept();
    }
    await look('Exports, running');
    const exports = window.tree(say('Exports'));
    await exports.list.locator('.monaco-list-row .codicon-organization').first().waitFor();
    await look('Exports, done');
    await run('Open Export');
    const frame = window.webview();
    await frame.locator('.rows > .row .cell').first().waitFor();
    await look('viewer');
    await writeFile(path.join(projectRoot, 'out/test/pseudo-left.txt'), [...left].join('\n'));
    assert.deepEqual([...left], []);
  });
});
