import type { Locator } from 'playwright-core';
import type { EditorWindow } from './window.ts';

/** Where the extension writes in the editor's own window. */
const places = [
  '.sidebar .composite.title',
  '.sidebar .pane-header',
  '.sidebar .pane-body',
  '.statusbar-item[id^="export-explorer"]',
  '.quick-input-widget',
  '.notification-list-item',
  '.monaco-dialog-box',
  '.tabs-container .tab',
  '.monaco-hover',
];

/** What is data wherever it stands: cells of the viewer, lines of an editor. */
const data = '.row .cell, .header .cell, .monaco-editor, style, script, .codicon';

/** The texts on screen, and those that a screen reader says, that have a word in plain Latin letters. */
export async function readEnglish(window: EditorWindow): Promise<string[]> {
  const texts = new Set<string>();
  const read = async (locator: Locator): Promise<void> => {
    for (const text of await locator.evaluateAll(readTexts, data)) texts.add(text);
  };
  for (const place of places) await read(window.page.locator(`${place}:visible`));
  const webview = window.page.locator('iframe.webview.ready:visible');
  if ((await webview.count()) > 0) await read(window.webview().locator('body'));
  return [...texts].filter((it) => /[A-Za-z]{3,}/.test(it));
}

/** Runs in the page. */
function readTexts(roots: Element[], data: string): string[] {
  const texts: string[] = [];
  for (const root of roots) {
    for (const element of [root, ...root.querySelectorAll('*')]) {
      if (element.closest(data)) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-description'])
        texts.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === 3) texts.push(node.textContent ?? '');
      const { shadowRoot } = element;
      if (shadowRoot) texts.push(...readShadow(shadowRoot));
    }
  }
  return texts.map((it) => it.replace(/\s+/g, ' ').trim()).filter((it) => it !== '');

  function readShadow(root: ShadowRoot): string[] {
    return [...root.querySelectorAll('*')].flatMap((element) =>
      [...element.childNodes]
        .filter((it) => it.nodeType === 3 && !element.matches('style'))
        .map((it) => it.textContent ?? ''),
    );
  }
}
