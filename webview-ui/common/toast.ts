import * as l10n from '@vscode/l10n';
import { CallError } from '../../src/protocol/rpc.ts';
import { isUserError } from '../../src/protocol/userError.ts';
import { make } from './make.ts';

/** A line of text that is read out, and goes away by itself. */
export interface Toast {
  element: HTMLElement;
  say(text: string): void;
  /** Says what went wrong. */
  complain(error: unknown): void;
}

const shownMs = 6_000;

export function createToast(): Toast {
  const element = make('div', { class: 'toast', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  function say(text: string): void {
    clearTimeout(timer);
    element.textContent = text;
    timer = setTimeout(() => element.replaceChildren(), shownMs);
  }
  return { element, say, complain: (error) => say(readMessage(error)) };
}

/** The sentence of anything that can be thrown. What was not expected goes to the host's log (see `reportPageErrors`). */
export function readMessage(error: unknown): string {
  if (error instanceof CallError || isUserError(error)) return error.message;
  reportError(error);
  return l10n.t('An unexpected error occurred. See the log for details.');
}
