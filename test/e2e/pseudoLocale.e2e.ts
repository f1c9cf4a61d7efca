import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installExtensions, startCodeServer, type EditorServer } from '../../scripts/editor/codeServer.ts';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { createProfile, writeSettings, type Profile } from '../../scripts/editor/profile.ts';
import { packagePseudoLocale, pseudoLanguage, toPseudo } from '../../scripts/pseudoLocale.ts';
import { hostRoot, projectRoot } from '../../scripts/setup/places.mjs';
import { isLeftInEnglish, readSampleTexts } from '../support/leftInEnglish.ts';
import { readEnglish } from '../support/readEnglish.ts';
import { until } from '../support/until.ts';
import { openEditorWindow, type EditorWindow } from '../support/window.ts';

describe('in a language that nobody speaks', function () {
  this.timeout(300_000);
  let profile: Profile;
  let server: EditorServer;
  let browser: Browser;
  let window: EditorWindow;
  let data: string[];
  const seen = new Set<string>();
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
      seen.add(text);
      if (isLeftInEnglish(text, data)) left.add(`${where}: ${text}`);
    }
    await writeFile(path.join(projectRoot, 'out/test/pseudo-seen.txt'), [...seen].join('\n'));
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
        return own.find((it) => it.level === 2 && /\p{L}/u.test(it.label) && !it.label.includes('…'));
      });
      await look(section);
      await catalog.click(row.label);
      await window.webview().locator('.chart-section[aria-busy="false"]').waitFor();
      await look(`panel of ${section}`);
      // Room for the children of the last one: a list has no rows beyond its height.
      await catalog.collapse(say(section));
    }

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
    await page.locator('.quick-input-title:visible').waitFor();
    await look('Open Export');
    await quickInput.accept();
    const frame = window.webview();
    await frame.locator('.rows > .row .cell').first().waitFor();
    await look('viewer');
    assert.deepEqual([...left], []);
  });
});
