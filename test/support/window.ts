// A window of VS Code in a browser, driven by what a person sees.
//
//   const window = await editor.openWindow({ theme: 'dark' });           // from editor.ts
//   await window.openView('Appboy');
//   await window.runCommand('Appboy: Explore Sample Data');
//   const catalog = window.tree('Catalog');
//   await catalog.expand('Segments');
//   await catalog.chooseFromMenu('Lapsed users', 'Open Details as JSON');
//   assert.match(await window.editorText('Lapsed users'), /"name"/);
//
// Everything waits for what it needs, up to `patienceMs`; nothing waits for time to pass.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import type { Keybinding } from '../../scripts/editor/profile.ts';
import { commands } from '../../src/ids.ts';
import { createQuickInput, exactly, quote } from './quickInput.ts';
import type { QuickInput } from './quickInput.ts';
import { createTreeView } from './treeView.ts';
import type { TreeView } from './treeView.ts';
import { patienceMs, until } from './until.ts';

export interface EditorWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly quickInput: QuickInput;
  /** Runs a command by its whole title in the palette, `Category: Title`. */
  readonly runCommand: (title: string) => Promise<void>;
  /** Opens a view container by its title in the activity bar. */
  readonly openView: (title: string) => Promise<void>;
  readonly tree: (title: string) => TreeView;
  /** Presses a button in the title of a view. */
  readonly pressTitleAction: (action: string) => Promise<void>;
  /** Presses a button of a view's welcome text. */
  readonly pressWelcome: (label: string) => Promise<void>;
  /** The text of the editor whose tab's label begins so, all of it, once that editor is the active one. */
  readonly editorText: (tab: string) => Promise<string>;
  /** Labels of the open editors' tabs. */
  readonly tabs: () => Promise<string[]>;
  /** Waits for a message with this text in it. */
  readonly notification: (text: string | RegExp) => Promise<Locator>;
  /** The messages on screen. */
  readonly notifications: () => Promise<string[]>;
  /** Presses a button of a message. */
  readonly answerNotification: (text: string | RegExp, button: string) => Promise<void>;
  /** Closes every message. */
  readonly dismissNotifications: () => Promise<void>;
  /** Waits for a dialog in the middle of the window, and resolves to its text. */
  readonly dialogText: () => Promise<string>;
  readonly answerDialog: (button: string) => Promise<void>;
  readonly statusBarItem: (text: string | RegExp) => Locator;
  /** The document inside the webview on screen. */
  readonly webview: () => FrameLocator;
  /** What is on the clipboard now; see `copiedBy` for what a command is about to put there. */
  readonly readClipboard: () => Promise<string>;
  /** Does something that copies, and resolves to what it put on the clipboard. */
  readonly copiedBy: (copy: () => Promise<void>) => Promise<string>;
  /** Closes editors, lists, messages and the Catalog's branches, and waits until a theme of this kind is drawn. */
  readonly tidyUp: (theme: keyof typeof themeClasses) => Promise<void>;
  /** Removes every connection, as a person does, in a window that is tidied up. */
  readonly removeConnections: () => Promise<void>;
  readonly screenshot: (file: string) => Promise<void>;
  /** Loads the window again, as a restart does. */
  readonly reload: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The class of the window for each kind of theme. */
const themeClasses = {
  light: 'vs',
  dark: 'vs-dark',
  highContrast: 'hc-black',
  highContrastLight: 'hc-light',
};

const tidyKeys = 'Control+Alt+Shift+F8';
const removeKeys = 'Control+Alt+Shift+F9';

/** Keys that tidy up at once what would take several commands of the palette. */
export const windowKeybindings: readonly Keybinding[] = [
  {
    key: tidyKeys.toLowerCase().replace('control', 'ctrl'),
    command: 'runCommands',
    args: {
      commands: [
        'workbench.action.closeAllEditors',
        'notifications.clearAll',
        'appboy.catalog.focus',
        'list.collapseAll',
      ],
    },
  },
  { key: removeKeys.toLowerCase().replace('control', 'ctrl'), command: commands.removeConnection },
];

/** Drives the page at `url`, which is to be a window of VS Code; resolves when its side bar and status bar are up. */
export async function openEditorWindow(context: BrowserContext, url: string): Promise<EditorWindow> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  await awaitWorkbench(page);
  const quickInput = createQuickInput(page);
  const messages = createMessages(page, quickInput);
  return {
    page,
    context,
    quickInput,
    runCommand: (title) => runCommand(page, quickInput, title),
    openView: (title) => openView(page, title),
    tree: (title) => createTreeView(page, title),
    pressTitleAction: async (action) => {
      const actions = '.sidebar .title-actions, .sidebar .pane-header .actions';
      await page
        .locator(actions)
        .locator(`a[aria-label=${quote(action)}]:visible`)
        .click();
    },
    pressWelcome: async (label) => {
      const button = page.locator('.welcome-view .monaco-button', { hasText: label });
      await button.click();
    },
    editorText: (tab) => readEditorText(page, tab),
    tabs: () => page.locator('.tabs-container .tab .label-name').allInnerTexts(),
    ...messages,
    statusBarItem: (text) => page.locator('.statusbar-item', { hasText: text }),
    webview: () => page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame'),
    readClipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    copiedBy: (copy) => readCopied(page, copy),
    screenshot: (file) => takeScreenshot(page, file),
    reload: async () => {
      // By command: the editor then writes down what is open, which a browser's own reload gives it no time for.
      await Promise.all([
        page.waitForEvent('load'),
        runCommand(page, quickInput, 'Developer: Reload Window'),
      ]);
      await awaitWorkbench(page);
    },
    tidyUp: async (theme) => {
      const open = page.locator('.tabs-container .tab, .notifications-toasts .notification-list-item');
      await until(
        'a tidy window',
        async () => {
          await page.keyboard.press('Escape');
          await page.keyboard.press(tidyKeys);
          return isSoon(open.first().waitFor({ state: 'detached', timeout: 2_000 }));
        },
        () => open.allInnerTexts(),
      );
      await page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
    },
    removeConnections: () => removeConnections(page, quickInput, messages),
    close: () => page.close(),
  };
}

async function awaitWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.sidebar').waitFor({ state: 'attached' });
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
}

async function runCommand(page: Page, quickInput: QuickInput, title: string): Promise<void> {
  const input = quickInput.box.locator('input.input').first();
  const label = quickInput.box.locator('.monaco-list-row .label-name').filter({ hasText: exactly(title) });
  await until(
    `the command "${title}"`,
    async () => {
      // Opened anew each time: a list does not take in the commands of extensions that become known while it is open.
      await page.keyboard.press('F1');
      // The list may close again together with the one that was on screen before it.
      const run =
        (await isSoon(input.fill(`>${title}`, { timeout: 2_000 }))) &&
        (await isSoon(label.first().waitFor({ timeout: 2_000 }))) &&
        (await isSoon(label.first().click({ timeout: 10_000 })));
      if (!run) await page.keyboard.press('Escape');
      return run;
    },
    () => quickInput.box.locator('.monaco-list-row .label-name').allInnerTexts(),
  );
}

function isSoon(done: Promise<void>): Promise<boolean> {
  return done.then(
    () => true,
    () => false,
  );
}

async function removeConnections(page: Page, quickInput: QuickInput, messages: Messages): Promise<void> {
  const current = page.locator('.statusbar-item[id$="appboy.connection"]:visible');
  const input = quickInput.box.locator('input[placeholder="App group"]:visible');
  const list = quickInput.box.locator('.monaco-list-row:visible');
  await until(
    'a window without a connection',
    async () => {
      // The list of connections is checked: the status bar is empty at the start as well.
      await page.keyboard.press(removeKeys);
      if (!(await isSoon(input.waitFor({ timeout: 2_000 })))) return false;
      if (await isSoon(list.first().click({ timeout: 1_000 }))) {
        await messages.answerDialog('Remove');
        await isSoon(current.first().waitFor({ state: 'detached', timeout: 2_000 }));
        return false;
      }
      await page.keyboard.press('Escape');
      return (await current.count()) === 0;
    },
    () => current.allInnerTexts(),
  );
}

async function openView(page: Page, title: string): Promise<void> {
  const tab = page.locator('.activitybar .action-item', {
    has: page.locator(
      `a.action-label[aria-label=${quote(title)}], a.action-label[aria-label^=${quote(`${title} (`)}]`,
    ),
  });
  await tab.waitFor();
  if (!(await tab.getAttribute('class'))?.split(' ').includes('checked')) await tab.click();
  await page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
}

async function readEditorText(page: Page, tab: string): Promise<string> {
  const active = page.locator(`.editor-group-container.active .tab.active[aria-label^=${quote(tab)}]`);
  await active.waitFor();
  const lines = page.locator('.editor-group-container.active .monaco-editor .view-lines:visible').first();
  await lines.waitFor();
  // An editor draws only what is on screen; copying takes all of it.
  // By key: a hover or a menu on its way out may lie over the text.
  await page.keyboard.press('Control+1');
  return readCopied(page, async () => {
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('ControlOrMeta+C');
  });
}

async function readCopied(page: Page, copy: () => Promise<void>): Promise<string> {
  // Distinguishes a new copy from the same text copied before.
  const marker = `nothing copied ${Math.random()}`;
  await page.evaluate((text) => navigator.clipboard.writeText(text), marker);
  await copy();
  const { text } = await until('something to be copied', async () => {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    return text !== marker && { text };
  });
  return text;
}

type Messages = Pick<
  EditorWindow,
  | 'notification'
  | 'notifications'
  | 'answerNotification'
  | 'dismissNotifications'
  | 'dialogText'
  | 'answerDialog'
>;

function createMessages(page: Page, quickInput: QuickInput): Messages {
  const toasts = page.locator('.notifications-toasts .notification-list-item');
  const dialog = page.locator('.monaco-dialog-box');
  const find = async (text: string | RegExp) => {
    const toast = toasts.filter({ hasText: text }).first();
    await toast.waitFor();
    return toast;
  };
  return {
    notification: find,
    notifications: () => toasts.locator('.notification-list-item-message').allInnerTexts(),
    answerNotification: async (text, button) => {
      const toast = await find(text);
      await toast.locator('.notification-list-item-buttons-container a', { hasText: button }).click();
    },
    dismissNotifications: async () => {
      await runCommand(page, quickInput, 'Notifications: Clear All Notifications');
      await toasts.first().waitFor({ state: 'detached' });
    },
    dialogText: () => dialog.locator('.dialog-message-container').innerText(),
    answerDialog: async (button) => {
      await dialog
        .locator('.monaco-button')
        .filter({ hasText: exactly(button) })
        .click();
      await dialog.waitFor({ state: 'detached' });
    },
  };
}

async function takeScreenshot(page: Page, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
