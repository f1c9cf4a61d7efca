import type { Locator, Page } from 'playwright-core';
import { until } from './until.ts';

/** The box at the top: the command palette, pickers and input boxes. */
export interface QuickInput {
  /** The box itself, for what has no function here. */
  readonly box: Locator;
  /** Waits for a picker or input box with this title. */
  readonly awaitTitle: (title: string) => Promise<void>;
  /** Sets the text of the filter or the input box. */
  readonly type: (text: string) => Promise<void>;
  /** Chooses the entry with this label, of a picker that takes one. */
  readonly pick: (label: string) => Promise<void>;
  /** Ticks or unticks entries of a picker that takes several; `accept` ends it. */
  readonly toggle: (...labels: string[]) => Promise<void>;
  /** Waits for a dialog that asks where to save to, and resolves to the file that it proposes, which is like this. */
  readonly proposedFile: (pattern: RegExp) => Promise<string>;
  /** Presses Enter. */
  readonly accept: () => Promise<void>;
  /** Presses Escape, and waits until the box is gone. */
  readonly cancel: () => Promise<void>;
  /** Labels of the entries on screen. */
  readonly labels: () => Promise<string[]>;
  /** What is said below the input: its prompt, or why the text is refused. */
  readonly message: () => Promise<string>;
}

/** Drives the quick input of a window. */
export function createQuickInput(page: Page): QuickInput {
  const box = page.locator('.quick-input-widget');
  const input = box.locator('input.input').first();
  const rows = box.locator('.quick-input-list .monaco-list-rows > .monaco-list-row');
  const row = (label: string) =>
    rows.filter({ has: page.locator('.label-name').filter({ hasText: exactly(label) }) });

  const findRow = (label: string): Promise<Locator> =>
    until(
      `the entry "${label}"`,
      async () => ((await row(label).count()) > 0 ? row(label).first() : undefined),
      () => rows.locator('.label-name').allInnerTexts(),
    );
  return {
    box,
    awaitTitle: async (title) => {
      await box.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'visible' });
    },
    type: async (text) => input.fill(text),
    pick: async (label) => (await findRow(label)).click(),
    toggle: async (...labels) => {
      for (const label of labels) await (await findRow(label)).click();
    },
    // The dialog writes its proposal over what is typed before it.
    proposedFile: (pattern) =>
      until(
        `a dialog that proposes ${pattern.source}`,
        async () => {
          const proposed = (await input.isVisible()) && (await input.inputValue());
          return proposed !== false && pattern.test(proposed) && proposed;
        },
        () => input.inputValue(),
      ),
    accept: async () => input.press('Enter'),
    cancel: async () => {
      await input.press('Escape');
      await box.waitFor({ state: 'hidden' });
    },
    labels: async () => {
      await rows.first().waitFor();
      return rows.locator('.quick-input-list-row:first-child .label-name').allInnerTexts();
    },
    message: async () => box.locator('.quick-input-message').innerText(),
  };
}

/** A string as a CSS selector takes it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** What matches this text and no longer one; an icon before it is read as a space, runs of white space as one. */
export function exactly(text: string): RegExp {
  return new RegExp(
    `^\\s*${text
      .trim()
      .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      .replace(/\s+/g, '\\s+')}\\s*$`,
  );
}
