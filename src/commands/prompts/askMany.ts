import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { asLine, withoutIcons } from '../../util/showText.ts';

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
  placeholder: string;
  /** Read whenever the entries are shown: at the start, and again after a button's own question. */
  read: () => readonly ManyPick[];
  ticked: readonly string[];
  buttons?: readonly PickButton[];
  /** What stands in the filter at first. */
  filter?: string;
}

/**
 * Asks for any number of entries; undefined where the question was dismissed. The order is that of the list. What is ticked
 * but not listed is listed too: nothing is sent that was not on the screen.
 *
 * A pick that is shown is never given other entries or other ticks. Editor and extension exchange both by messages that
 * can cross, and then neither knows what the other shows (docs/decisions/0062-picks-do-not-change-under-the-hands.md).
 */
export async function askMany(question: ManyQuestion): Promise<string[] | undefined> {
  let ticked = question.ticked;
  for (;;) {
    const outcome = await showOnce(question, ticked);
    if (outcome.by === 'escape') return undefined;
    if (outcome.by === 'enter') return outcome.ticked;
    const added = await outcome.button.press();
    ticked = [...outcome.ticked, ...(added ?? [])];
  }
}

type PickOutcome =
  | { by: 'escape' }
  | { by: 'enter'; ticked: string[] }
  | { by: 'button'; ticked: string[]; button: PickButton };

/** One pick from its opening to its end. */
function showOnce(question: ManyQuestion, ticked: readonly string[]): Promise<PickOutcome> {
  const pick = vscode.window.createQuickPick<ManyPick>();
  pick.title = asLine(question.title);
  pick.placeholder = question.placeholder;
  pick.canSelectMany = true;
  pick.ignoreFocusOut = true;
  pick.matchOnDescription = true;
  if (question.filter !== undefined) pick.value = question.filter;
  const buttons = (question.buttons ?? []).map((button) => ({
    ...{ iconPath: new vscode.ThemeIcon(button.icon), tooltip: button.tooltip, button },
  }));
  pick.buttons = buttons;
  const entries = listOnce(question.read(), ticked);
  pick.items = entries;
  pick.selectedItems = entries.filter((it) => !isSeparator(it) && ticked.includes(it.value));

  const readTicked = (): string[] => {
    const selected = new Set(pick.selectedItems.map((it) => it.value));
    return entries.filter((it) => !isSeparator(it) && selected.has(it.value)).map((it) => it.value);
  };
  return new Promise((resolve) => {
    let pressed: PickButton | undefined;
    pick.onDidAccept(() => {
      // Enter that was pressed after a button is for the question that the button asks.
      if (pressed) return;
      resolve({ by: 'enter', ticked: readTicked() });
      pick.dispose();
    });
    pick.onDidTriggerButton(({ tooltip }) => {
      pressed ??= buttons.find((it) => it.tooltip === tooltip)?.button;
      if (pressed) pick.hide();
    });
    // Said by the editor after all that was ticked before: only now is it known what was.
    pick.onDidHide(() => {
      resolve(pressed ? { by: 'button', ticked: readTicked(), button: pressed } : { by: 'escape' });
      pick.dispose();
    });
    pick.show();
  });
}

const isSeparator = (it: ManyPick): boolean => it.kind === vscode.QuickPickItemKind.Separator;

/** Each value once, and those that are ticked without being listed at the end. */
function listOnce(listed: readonly ManyPick[], ticked: readonly string[]): ManyPick[] {
  const known = new Set<string>();
  const entries = listed.filter((it) => {
    if (isSeparator(it)) return true;
    return !known.has(it.value) && known.add(it.value);
  });
  const unlisted = [...new Set(ticked)].filter((it) => !known.has(it));
  return [
    ...entries,
    ...unlisted.map((value) => ({ label: withoutIcons(value), description: l10n.t('chosen before'), value })),
  ];
}
