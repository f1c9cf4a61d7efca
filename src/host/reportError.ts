import * as vscode from 'vscode';
import { isAborted, isApiError, type ApiError } from '../api/errors.ts';
import { commands, type CommandId } from '../ids.ts';
import { endSentence } from '../util/sentence.ts';
import { titleOfCommand } from './commandTitles.ts';
import type { Log } from './log.ts';
import { showError, type Action } from './showMessage.ts';

/** What failed: a command, with what does it again with the same input, or something else by its name. */
export type Failed = { command: CommandId; retry: () => unknown } | { name: string };

/** Turns an error into a message with its actions: the only place that does. A cancelled call is silent. */
export type ReportError = (error: unknown, failed: Failed) => void;

export function createReportError(log: Log): ReportError {
  return (error, failed) => {
    if (isAborted(error)) return;
    const command = 'command' in failed ? failed.command : undefined;
    log.write({ event: 'error', during: command ?? 'background', error });
    const retry = 'retry' in failed ? [{ title: 'Retry', run: failed.retry }] : [];
    void showError(nameFailed(failed, explainError(error)), ...retry, ...actionsFor(error, command), {
      title: 'Show Log',
      run: () => log.show(),
    });
  };
}

/** A message may be read long after the command was run, so it begins with the title, unless the sentence does. */
function nameFailed(failed: Failed, sentence: string): string {
  const name = 'command' in failed ? titleOfCommand(failed.command) : failed.name;
  const isNamed = 'command' in failed && sentence.startsWith(`${failed.command}: `);
  return name === '' || isNamed ? sentence : `${name}: ${sentence}`;
}

/** One sentence fit to show for anything that can be thrown; with the time to come back where a rate limit names it. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error) || error.message === '')
    return 'An unexpected error occurred. See the log for details.';
  const message = endSentence(error.message);
  if (isApiError(error) && error.code === 'rateLimited' && error.retryAt !== undefined)
    return `${message} Try again at ${new Date(error.retryAt).toLocaleTimeString()}.`;
  return message;
}

function actionsFor(error: unknown, command: CommandId | undefined): Action[] {
  if (!isApiError(error)) return [];
  return (actionsByCode[error.code] ?? []).filter((it) => it.command !== command);
}

const run = (title: string, command: CommandId): Action & { command: CommandId } => ({
  title,
  command,
  run: () => vscode.commands.executeCommand(command),
});

const actionsByCode: Partial<Record<ApiError['code'], ReturnType<typeof run>[]>> = {
  auth: [run('Replace Key…', commands.replaceKey)],
  forbidden: [run('Test Connection', commands.testConnection)],
  notFound: [run('Test Connection', commands.testConnection)],
};
