import * as vscode from 'vscode';
import type { Disposable } from '../util/disposables.ts';

/** Says how far the work is. */
export type Report = (message: string) => void;

/** Runs `work` under a notification with a Cancel button, which aborts the signal. */
export function runWithProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelling = signalOf(token);
    try {
      return await work(cancelling.signal, (message) => progress.report({ message }));
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
