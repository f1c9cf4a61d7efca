import type { FrameLocator, Locator } from 'playwright-core';
import type { TreeView } from '../support/treeView.ts';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';

/** The NDJSON editor on screen. */
export interface ViewerOnScreen {
  frame: FrameLocator;
  grid: Locator;
  /** The rows on screen, from the top: the line's number as shown, and the texts of its cells. */
  rows(): Promise<ShownRow[]>;
  /** Waits until the active row is drawn, and gives it. */
  activeRow(): Promise<ShownRow>;
  /** Waits for `Line 3 of 10` and the like in the status line. */
  awaitStatus(pattern: RegExp): Promise<string>;
  /** Puts the focus on the rows and presses keys there. */
  press(...keys: string[]): Promise<void>;
  goToLine(line: number): Promise<void>;
  /** Types a filter and runs it. */
  filter(text: string): Promise<void>;
  /** Opens the find widget, types and asks for the first line. */
  find(text: string): Promise<void>;
  findResult(pattern: RegExp): Promise<string>;
  /** Chooses from the rows' own menu. */
  chooseFromMenu(entry: string): Promise<void>;
}

export interface ShownRow {
  line: number;
  cells: string[];
  badges: string[];
  isActive: boolean;
  rowIndex: number;
}

export function onViewer(window: EditorWindow): ViewerOnScreen {
  const frame = window.webview();
  const grid = frame.getByRole('grid', { name: 'Lines' });
  const status = frame.locator('.status');
  const rows = (): Promise<ShownRow[]> => grid.locator('.rows > .row').evaluateAll(readRows);
  const findBox = frame.getByRole('textbox', { name: 'Find' });

  return {
    frame,
    grid,
    rows,
    activeRow: () =>
      until(
        'the active row',
        async () => (await rows()).find((it) => it.isActive && it.cells.length > 0),
        rows,
      ),
    awaitStatus: (pattern) =>
      until(
        `a status like ${pattern.source}`,
        async () => {
          const text = (await status.innerText()).replace(/\s+/g, ' ');
          return pattern.test(text) && text;
        },
        () => status.innerText(),
      ),
    async press(...keys) {
      await grid.focus();
      for (const key of keys) await window.page.keyboard.press(key);
    },
    async goToLine(line) {
      await grid.focus();
      await window.page.keyboard.press('Control+g');
      await frame.getByRole('textbox', { name: 'Go to line' }).fill(String(line));
      await window.page.keyboard.press('Enter');
    },
    async filter(text) {
      const box = frame.getByRole('combobox', { name: 'Filter' });
      await box.fill(text);
      await box.press('Enter');
    },
    async find(text) {
      await grid.focus();
      await window.page.keyboard.press('Control+f');
      await findBox.fill(text);
      await findBox.press('Enter');
    },
    findResult: (pattern) =>
      until(
        `a result like ${pattern.source}`,
        async () => {
          const text = await frame.locator('#find-result').innerText();
          return pattern.test(text) && text;
        },
        () => frame.locator('#find-result').innerText(),
      ),
    async chooseFromMenu(entry) {
      await grid.focus();
      await window.page.keyboard.press('Shift+F10');
      await frame.getByRole('menuitem', { name: entry }).click();
    },
  };
}

/** Opens a file by a double click in the Explorer: in the editor that its name has by default. */
export async function openFromExplorer(window: EditorWindow, ...names: string[]): Promise<ViewerOnScreen> {
  const files = await showExplorer(window);
  for (const folder of names.slice(0, -1)) await files.expand(folder);
  await (await files.findRow(names.at(-1) ?? '')).dblclick();
  return awaitViewer(window);
}

/** Opens a file that is no export: by VS Code's own way of choosing an editor. */
export async function openWithViewer(window: EditorWindow, name: string): Promise<ViewerOnScreen> {
  const files = await showExplorer(window);
  await files.chooseFromMenu(name, 'Open With...');
  await window.quickInput.pick('NDJSON');
  return awaitViewer(window);
}

/** A window that is new does not know the extension's editors before it knows its views. */
async function showExplorer(window: EditorWindow): Promise<TreeView> {
  await window.openView('Appboy');
  // Not connected yet, or with lists.
  await window.page
    .locator('.sidebar .welcome-view .monaco-button:visible, .sidebar .monaco-list-row:visible')
    .first()
    .waitFor();
  await window.openView('Explorer');
  // What the icon says of itself would lie over the files.
  await window.page.mouse.move(640, 500);
  return window.tree('Files Explorer');
}

async function awaitViewer(window: EditorWindow): Promise<ViewerOnScreen> {
  const viewer = onViewer(window);
  await viewer.grid.waitFor();
  return viewer;
}

/** Runs in the page. Rows that are on their way have no cells. */
function readRows(elements: Element[]): ShownRow[] {
  const text = (it: Element): string => it.textContent ?? '';
  return elements
    .map((row) => ({
      line: Number((row.querySelector('.gutter')?.textContent ?? '').replace(/\D/g, '')),
      cells: row.classList.contains('row-loading')
        ? []
        : [...row.querySelectorAll('.cell:not(.cell-rest)')].map((cell) =>
            text(cell.querySelector('.line-text') ?? cell),
          ),
      badges: [...row.querySelectorAll('.row-badge')].map(text),
      isActive: row.classList.contains('row-active'),
      rowIndex: Number((row as HTMLElement).dataset['rowIndex']),
    }))
    .sort((one, other) => one.rowIndex - other.rowIndex);
}
