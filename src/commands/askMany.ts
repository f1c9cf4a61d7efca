import * as vscode from 'vscode';
import type { Disposable } from '../util/disposables.ts';

/** An entry that can be ticked. */
export interface ManyPick extends vscode.QuickPickItem {
  value: string;
}

/** A button in the title of a pick, which may ask for something of its own. */
export interface PickButton {
  icon: string;
  tooltip: string;
  /** Entries to tick besides, after it was pressed. */
  press: () => Promise<string[] | undefined>;
}

export interface ManyQuestion {
  title: string;
  placeholder: () => string;
  /** Asked again whenever something may have changed. */
  read: () => readonly ManyPick[];
  ticked: readonly string[];
  buttons?: readonly PickButton[];
  /** For lists that grow while they are shown. */
  watch?: (redraw: () => void) => Disposable;
  isBusy?: () => boolean;
}

/** Asks for any number of entries; undefined where the question was left. The order is that of the list. */
export function askMany(question: ManyQuestion): Promise<string[] | undefined> {
  const { title, placeholder, read, ticked, buttons = [], watch, isBusy } = question;
  const pick = vscode.window.createQuickPick<ManyPick>();
  pick.title = title;
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  const offered = buttons.map((it) => ({ iconPath: new vscode.ThemeIcon(it.icon), tooltip: it.tooltip, it }));
  pick.buttons = offered;

  function draw(values: ReadonlySet<string>): void {
    pick.items = read();
    pick.selectedItems = pick.items.filter((it) => values.has(it.value));
    pick.placeholder = placeholder();
    pick.busy = isBusy?.() ?? false;
  }
  const tickedNow = (): string[] => pick.selectedItems.map((it) => it.value);

  return new Promise((resolve, reject) => {
    // An input box takes the place of the pick, which the editor then takes for left.
    let isAway = false;
    const watching = watch?.(() => draw(new Set(tickedNow())));
    function end(values: string[] | undefined): void {
      resolve(values);
      watching?.dispose();
      pick.dispose();
    }
    async function press(button: PickButton): Promise<void> {
      isAway = true;
      const before = tickedNow();
      const added = (await button.press()) ?? [];
      draw(new Set([...before, ...added]));
      pick.show();
      isAway = false;
    }
    pick.onDidAccept(() => end(tickedNow()));
    pick.onDidTriggerButton((pressed) => {
      const button = offered.find((it) => it.tooltip === pressed.tooltip)?.it;
      if (button) press(button).catch(reject);
    });
    pick.onDidHide(() => {
      if (!isAway) end(undefined);
    });
    draw(new Set(ticked));
    pick.show();
  });
}
