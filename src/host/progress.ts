import * as vscode from 'vscode';
import { describeTries, type Tries } from '../api/tries.ts';
import type { Disposable } from '../util/disposables.ts';
import { withoutLinks } from '../util/showText.ts';

/** Says how far the work is. */
export type Report = (message: string) => void;

/** A question's way of saying which try it is: as the notification's message. */
export function reportTries(report: Report): (tries: Tries) => void {
  return (tries) => report(`${describeTries(tries)}…`);
}

/** Runs `work` under a notification with a Cancel button, which aborts the signal. */
export function runWithProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Thenable<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: withoutLinks(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelling = signalOf(token);
    try {
      return await work(cancelling.signal, (message) => progress.report({ message: withoutLinks(message) }));
    } finally {
      cancelling.dispose();
    }
  });
}

/** The platform's way of cancelling, from the editor's. */
export function signalOf(token: vscode.CancellationToken): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const subscription = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, dispose: () => void subscription.dispose() };
}
