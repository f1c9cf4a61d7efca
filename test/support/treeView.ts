import type { Locator, Page } from 'playwright-core';
import { exactly, quote } from './quickInput.ts';
import { until } from './until.ts';

export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 for the topmost. */
  readonly level: number;
  /** Undefined for a row without children. */
  readonly expanded: boolean | undefined;
  /** What a screen reader says. */
  readonly spoken: string;
}

/** A tree view in the side bar. Rows that are scrolled away do not exist there, so most functions scroll. */
export interface TreeView {
  readonly list: Locator;
  /** Scrolls to the row with this label, waiting for it to come. */
  readonly findRow: (label: string) => Promise<Locator>;
  /** The rows on screen, from the top. */
  readonly visibleRows: () => Promise<TreeRow[]>;
  /** All rows, by scrolling from the top to the end. */
  readonly allRows: () => Promise<TreeRow[]>;
  /** Opens a branch and waits until its first child is there. */
  readonly expand: (label: string) => Promise<void>;
  readonly collapse: (label: string) => Promise<void>;
  readonly click: (label: string) => Promise<void>;
  /** Chooses an entry of the row's context menu. */
  readonly chooseFromMenu: (label: string, entry: string) => Promise<void>;
  /** The entries of the row's context menu. */
  readonly menuEntries: (label: string) => Promise<string[]>;
  /** Presses a button that the row shows while the mouse is over it. */
  readonly pressInline: (label: string, action: string) => Promise<void>;
}

/** Drives the tree view with this title. */
export function createTreeView(page: Page, title: string): TreeView {
  const list = page.locator(`.pane .monaco-list[role="tree"][aria-label=${quote(title)}]`);
  // Not the rows that sticky scrolling repeats at the top.
  const rows = list.locator('.monaco-list-rows > .monaco-list-row');
  const rowOf = (label: string) =>
    rows.filter({ has: page.locator('.label-name').filter({ hasText: exactly(label) }) }).first();

  const findRow = (label: string) =>
    until(
      `the row "${label}" in ${title}`,
      async () => {
        if ((await rowOf(label).count()) === 0) await scrollOn(list, rows);
        const isInView = (await rowOf(label).count()) > 0 && (await bringIntoView(list, rowOf(label)));
        return isInView && rowOf(label);
      },
      async () => (await readRows(rows)).map((it) => it.label),
    );

  const setExpanded = async (label: string, expanded: boolean) => {
    const row = await findRow(label);
    if ((await row.getAttribute('aria-expanded')) !== String(expanded)) {
      await row.locator('.monaco-tl-twistie').click();
    }
    await until(`"${label}" to be ${expanded ? 'open' : 'closed'}`, async () => {
      const now = await readRows(rows);
      const at = now.findIndex((it) => it.label === label);
      const [own, next] = [now[at], now[at + 1]];
      if (own?.expanded !== expanded) return false;
      // The row says that it is open before its children are there.
      return !expanded || (next !== undefined && next.level > own.level);
    });
  };

  const openMenu = async (label: string) => {
    await (await findRow(label)).click({ button: 'right' });
    const menu = page.locator('.monaco-menu');
    await menu.waitFor();
    return menu;
  };

  return {
    list,
    findRow,
    visibleRows: async () => [...(await readRows(rows))],
    allRows: () => readAllRows(list, rows),
    expand: (label) => setExpanded(label, true),
    collapse: (label) => setExpanded(label, false),
    click: async (label) => (await findRow(label)).click(),
    chooseFromMenu: async (label, entry) => {
      const menu = await openMenu(label);
      const choice = menu.locator(`.action-label[aria-label=${quote(entry)}]`);
      await choice.waitFor();
      // A menu takes no click in its first tenth of a second.
      await until('the menu to close', async () => {
        if ((await menu.count()) === 0) return true;
        await choice.click({ timeout: 1_000 }).catch(() => undefined);
        return false;
      });
    },
    menuEntries: async (label) => {
      const menu = await openMenu(label);
      const entries = await menu.locator('.action-menu-item .action-label').allInnerTexts();
      await page.keyboard.press('Escape');
      await menu.waitFor({ state: 'detached' });
      return entries;
    },
    pressInline: async (label, action) => {
      const row = await findRow(label);
      await row.hover();
      await row.locator(`.actions .action-label[aria-label=${quote(action)}]`).click();
    },
  };
}

type IndexedRow = TreeRow & { readonly index: number; readonly isLast: boolean };

function readRows(rows: Locator): Promise<IndexedRow[]> {
  return rows.evaluateAll((elements) =>
    elements
      .map((row) => {
        const expanded = row.getAttribute('aria-expanded');
        return {
          index: Number(row.getAttribute('data-index')),
          isLast: row.getAttribute('data-last-element') === 'true',
          label: row.querySelector('.label-name')?.textContent ?? '',
          description: row.querySelector('.label-description')?.textContent ?? '',
          level: Number(row.getAttribute('aria-level')),
          expanded: expanded === null ? undefined : expanded === 'true',
          spoken: row.getAttribute('aria-label') ?? '',
        };
      })
      .sort((one, other) => one.index - other.index),
  );
}

async function readAllRows(list: Locator, rows: Locator): Promise<TreeRow[]> {
  const seen = new Map<number, IndexedRow>();
  await scrollToTop(list, rows);
  // Each step has its own patience: hundreds of rows are a long way on a busy machine.
  for (;;) {
    const now = await until('rows of the tree', async () => {
      const drawn = await readRows(rows);
      return drawn.length > 0 && drawn;
    });
    for (const row of now) seen.set(row.index, row);
    if (now.at(-1)?.isLast) break;
    await scrollOn(list, rows);
  }
  const inOrder = [...seen.values()].sort((one, other) => one.index - other.index);
  return inOrder.map(({ label, description, level, expanded, spoken }) => ({
    label,
    description,
    level,
    expanded,
    spoken,
  }));
}

/** Scrolls on by most of a screen, from the end to the top again; returns when the rows have followed. */
async function scrollOn(list: Locator, rows: Locator): Promise<void> {
  const before = await readRows(rows);
  if (before.length === 0) return;
  const isAtEnd = before.at(-1)?.isLast === true;
  if (isAtEnd && before[0]?.index === 0) return;
  if (isAtEnd) return scrollToTop(list, rows);
  const height = (await list.boundingBox())?.height ?? 0;
  const stamp = before.map((it) => it.index).join();
  // Again when nothing moved: a list that has just grown does not scroll yet. Even two turns skip no row.
  await until('the tree to scroll', async () => {
    await turnWheel(list, height * 0.4);
    return (await readRows(rows)).map((it) => it.index).join() !== stamp;
  });
}

/** Turns the wheel until the first row is drawn: one turn goes only so far, whatever its size. */
async function scrollToTop(list: Locator, rows: Locator): Promise<void> {
  await until('the top of the tree', async () => {
    if ((await readRows(rows))[0]?.index === 0) return true;
    await turnWheel(list, -100_000);
    return false;
  });
}

/**
 * Turns the wheel towards a row that is drawn; true once all of it can be clicked. The browser's own scrolling to
 * an element would move the list without its scroll bar.
 */
async function bringIntoView(list: Locator, row: Locator): Promise<boolean> {
  const [frame, box] = [await list.boundingBox(), await row.boundingBox()];
  if (!frame || !box) return false;
  // Rows that stick to the top cover what is below them.
  const sticky = await list.locator('.monaco-tree-sticky-container').boundingBox();
  const top = frame.y + (sticky?.height ?? 0);
  if (box.y >= top && box.y + box.height <= frame.y + frame.height) return true;
  const pixels = box.y + box.height / 2 - (frame.y + frame.height / 2);
  await turnWheel(list, pixels);
  return false;
}

/**
 * Turns the wheel over the list and waits for it to be drawn again. The event is made in the page: a turn of the mouse's
 * own takes a good while longer, and leaves the mouse where it brings tooltips up.
 */
async function turnWheel(list: Locator, pixels: number): Promise<void> {
  await list.locator('> .monaco-scrollable-element').evaluate(async (element, deltaY) => {
    // VS Code goes by the older property, in which a notch is -120, and scrolls 50 pixels a notch.
    const wheel = { deltaY, wheelDeltaY: (-deltaY * 120) / 50, bubbles: true, cancelable: true };
    element.dispatchEvent(new WheelEvent('wheel', wheel));
    for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
  }, pixels);
}
