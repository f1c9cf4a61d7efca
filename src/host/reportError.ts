import * as vscode from 'vscode';
import { isAborted, isApiError, type ApiError } from '../api/errors.ts';
import { commands } from '../ids.ts';
import type { Log } from './log.ts';
import { showError, type Action } from './showMessage.ts';

/** Turns an error into a message with its actions: the only place that does. A cancelled call is silent. */
export type ReportError = (error: unknown, retry?: () => unknown) => void;

export function createReportError(log: Log): ReportError {
  return (error, retry) => {
    if (isAborted(error)) return;
    const sentence = explainError(error);
    log.error(sentence);
    const actions = [...(retry ? [{ title: 'Retry', run: retry }] : []), ...actionsFor(error)];
    void showError(sentence, ...actions, { title: 'Show Log', run: () => log.show() });
  };
}

/** One sentence fit to show for anything that can be thrown; with the time to come back where a rate limit names it. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong, and nothing said what.';
  if (isApiError(error) && error.code === 'rateLimited' && error.retryAt !== undefined)
    return `${error.message} Try again at ${new Date(error.retryAt).toLocaleTimeString()}.`;
  return error.message;
}

function actionsFor(error: unknown): Action[] {
  if (!isApiError(error)) return [];
  return actionsByCode[error.code] ?? [];
}

const run = (title: string, command: string): Action => ({
  title,
  run: () => vscode.commands.executeCommand(command),
});

const actionsByCode: Partial<Record<ApiError['code'], Action[]>> = {
  auth: [run('Replace Key…', commands.replaceKey)],
  forbidden: [run('Test Connection', commands.testConnection)],
  notFound: [run('Test Connection', commands.testConnection)],
};
