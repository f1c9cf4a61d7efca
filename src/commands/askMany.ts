import * as vscode from 'vscode';
import type { Disposable } from '../util/disposables.ts';
import { createTicks } from './ticks.ts';

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
  const { title, buttons = [] } = question;
  const pick = vscode.window.createQuickPick<ManyPick>();
  pick.title = title;
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  pick.keepScrollPosition = true;
  const offered = buttons.map((it) => ({ iconPath: new vscode.ThemeIcon(it.icon), tooltip: it.tooltip, it }));
  pick.buttons = offered;
  const drawing = createDrawing(pick, question);

  return new Promise((resolve, reject) => {
    // An input box takes the place of the pick, which the editor then takes for left.
    let isAway = false;
    function end(values: string[] | undefined): void {
      resolve(values);
      drawing.dispose();
      pick.dispose();
    }
    async function press(button: PickButton): Promise<void> {
      isAway = true;
      const before = drawing.ticked();
      const added = (await button.press()) ?? [];
      drawing.draw([...before, ...added]);
      pick.show();
      isAway = false;
    }
    pick.onDidAccept(() => end(drawing.ticked()));
    pick.onDidTriggerButton((pressed) => {
      const button = offered.find((it) => it.tooltip === pressed.tooltip)?.it;
      if (button) press(button).catch(reject);
    });
    pick.onDidHide(() => {
      if (!isAway) end(undefined);
    });
    drawing.draw(question.ticked);
    pick.show();
  });
}

interface Drawing extends Disposable {
  draw(ticked: readonly string[]): void;
  /** In the order of the list. */
  ticked(): string[];
}

/** Draws a question's entries, again whenever they change, and keeps their ticks. */
function createDrawing(
  pick: vscode.QuickPick<ManyPick>,
  { read, placeholder, isBusy, watch }: ManyQuestion,
): Drawing {
  const ticks = createTicks(() => performance.now());
  let redrawing: NodeJS.Timeout | undefined;

  function tick(values: ReadonlySet<string>): void {
    pick.selectedItems = pick.items.filter((it) => values.has(it.value));
  }
  function draw(values: ReadonlySet<string>): void {
    clearTimeout(redrawing);
    redrawing = undefined;
    ticks.draw(values);
    pick.items = read();
    tick(values);
    pick.placeholder = placeholder();
    pick.busy = isBusy?.() ?? false;
  }
  const listening = pick.onDidChangeSelection((items) => {
    const again = ticks.hear(new Set(items.map((it) => it.value)));
    if (again) tick(again);
  });
  const watching = watch?.(() => {
    redrawing ??= setTimeout(() => draw(ticks.now()), ticks.redrawInMs());
  });
  return {
    draw: (ticked) => draw(new Set(ticked)),
    ticked: () => pick.items.map((it) => it.value).filter((value) => ticks.now().has(value)),
    dispose() {
      clearTimeout(redrawing);
      listening.dispose();
      watching?.dispose();
    },
  };
}
