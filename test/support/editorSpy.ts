import * as vscode from 'vscode';

/** A message as it was shown. */
export interface ShownMessage {
  text: string;
  /** What stands below a modal question. */
  detail: string;
  buttons: string[];
  isModal: boolean;
  /** Presses a button; has an effect once. */
  press(button: string): void;
}

/** What to answer a question with: a text, the beginning of a row's label, or files. Undefined leaves the question. */
export type Answer = string | readonly string[] | readonly vscode.Uri[] | undefined;

/**
 * What the extension says and asks while a test runs, and the answers. Messages and lists of `createQuickPick` are the
 * editor's own; boxes, dialogs and modal questions are answered in its stead, since nobody sits before it.
 */
export interface EditorSpy {
  readonly messages: ShownMessage[];
  /** The titles of the questions, in the order in which they were asked. */
  readonly asked: string[];
  /** What the lists of `showQuickPick` showed, line by line: the title, the placeholder, then the rows. */
  readonly lists: string[][];
  /** For the next questions, each in its turn. Lists of `createQuickPick` take none: they are accepted as they are. */
  answers: Answer[];
  /** What was copied. */
  readonly copied: string[];
  restore(): void;
}

type Loose = Record<string, (...args: unknown[]) => unknown>;

interface Options {
  title?: string;
  placeHolder?: string;
  modal?: boolean;
  detail?: string;
  canPickMany?: boolean;
  validateInput?: (text: string) => unknown;
}

export function spyOnEditor(): EditorSpy {
  const undo: (() => void)[] = [];
  const spy: EditorSpy = {
    ...{ messages: [], asked: [], lists: [], answers: [], copied: [] },
    restore: () => undo.splice(0).forEach((it) => it()),
  };
  const replace = (owner: object, name: string, by: (original: Loose[string]) => Loose[string]): void => {
    const loose = owner as Loose;
    const original = loose[name];
    if (!original) throw new Error(`The editor has no ${name}.`);
    loose[name] = by(original.bind(owner));
    undo.push(() => (loose[name] = original));
  };
  const { window } = vscode;
  for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'])
    replace(
      window,
      name,
      (original) =>
        (text, ...rest) =>
          showMessage(spy, original, String(text), rest),
    );
  replace(window, 'showInputBox', () => async (given) => answerBox(spy, given as Options));
  replace(
    window,
    'showQuickPick',
    () => async (rows, given) => answerPick(spy, await (rows as Promise<Row[]>), given as Options),
  );
  replace(window, 'showOpenDialog', () => async (given) => ask(spy, given as Options));
  replace(window, 'createQuickPick', (original) => () => {
    const pick = original() as vscode.QuickPick<vscode.QuickPickItem>;
    void acceptWhenFilled(spy, pick);
    return pick;
  });
  const clipboard = Object.getOwnPropertyDescriptor(vscode.env, 'clipboard');
  const writeText = async (text: string): Promise<void> => void spy.copied.push(text);
  const readText = async (): Promise<string> => spy.copied.at(-1) ?? '';
  Object.defineProperty(vscode.env, 'clipboard', { configurable: true, value: { writeText, readText } });
  undo.push(() => clipboard && Object.defineProperty(vscode.env, 'clipboard', clipboard));
  return spy;
}

function ask(spy: EditorSpy, { title = '' }: Options = {}): Answer {
  spy.asked.push(title);
  return spy.answers.shift();
}

function showMessage(spy: EditorSpy, show: Loose[string], text: string, rest: unknown[]): Promise<unknown> {
  const options = typeof rest[0] === 'object' ? (rest[0] as Options) : {};
  const buttons = rest.filter((it): it is string => typeof it === 'string');
  const isModal = options.modal === true;
  const pressed = new Promise<string>((resolve) => {
    spy.messages.push({ text, detail: options.detail ?? '', buttons, isModal, press: resolve });
  });
  if (isModal) return Promise.resolve(ask(spy, { title: text }));
  return Promise.race([pressed, show(text, ...rest) as Promise<unknown>]);
}

function answerBox(spy: EditorSpy, options: Options): Answer {
  const answer = ask(spy, options);
  const complaint = typeof answer === 'string' ? options.validateInput?.(answer) : undefined;
  if (typeof complaint === 'string')
    throw new Error(`${options.title} refuses “${String(answer)}”: ${complaint}`);
  return answer;
}

interface Row {
  label: string;
  description?: string;
  detail?: string;
  kind?: vscode.QuickPickItemKind;
}

const writeRow = ({ label, description, detail }: Row): string =>
  [label, description, detail].filter((it) => it !== undefined && it !== '').join(' | ');

/** A text chooses the row that it is a part of; of a list of several answers, rows by their labels. */
function answerPick(spy: EditorSpy, rows: readonly Row[], options: Options): unknown {
  const answer = ask(spy, options);
  const { title = '', placeHolder = '' } = options;
  spy.lists.push([title, placeHolder, ...rows.map(writeRow)]);
  if (answer === undefined) return undefined;
  const has = (row: Row, text: unknown): boolean =>
    row.kind !== vscode.QuickPickItemKind.Separator &&
    `${row.label} ${row.description ?? ''}`.includes(String(text));
  if (options.canPickMany === true) return rows.filter((row) => [answer].flat().some((it) => has(row, it)));
  const row = rows.find((it) => has(it, answer));
  if (!row) throw new Error(`“${String(answer)}” is not among ${rows.map((it) => it.label).join(', ')}.`);
  return row;
}

/** Accepts a list with the row that the editor itself stands on, once there is something in it. */
async function acceptWhenFilled(spy: EditorSpy, pick: vscode.QuickPick<vscode.QuickPickItem>): Promise<void> {
  let isOpen = true;
  pick.onDidHide(() => (isOpen = false));
  pick.onDidAccept(() => (isOpen = false));
  spy.asked.push('');
  const at = spy.asked.length - 1;
  while (isOpen) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    spy.asked[at] = pick.title ?? '';
    if (isOpen && pick.items.length > 0 && !pick.busy)
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  }
}
