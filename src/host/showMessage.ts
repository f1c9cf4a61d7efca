import * as vscode from 'vscode';
import { isAborted } from '../api/errors.ts';
import { withoutLinks } from '../util/showText.ts';
import { explainError } from './explainError.ts';

/** A button under a message, and what it does. */
export interface Action {
  title: string;
  run: () => unknown;
}

type Show = (message: string, ...titles: string[]) => Thenable<string | undefined>;

async function show(by: Show, message: string, actions: readonly Action[]): Promise<void> {
  const chosen = await by(withoutLinks(message), ...actions.map((it) => it.title));
  try {
    await actions.find((it) => it.title === chosen)?.run();
  } catch (error) {
    // Nobody awaits the answer to a message, so a failed action is reported here.
    if (!isAborted(error)) await vscode.window.showErrorMessage(withoutLinks(explainError(error)));
  }
}

/** Messages as text: nothing in them is a link, whoever wrote it. Each resolves when the message is answered. */
export const showInformation = (message: string, ...actions: Action[]): Promise<void> =>
  show(vscode.window.showInformationMessage, message, actions);

export const showWarning = (message: string, ...actions: Action[]): Promise<void> =>
  show(vscode.window.showWarningMessage, message, actions);

export const showError = (message: string, ...actions: Action[]): Promise<void> =>
  show(vscode.window.showErrorMessage, message, actions);
