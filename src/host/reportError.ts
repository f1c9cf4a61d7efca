import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isDefect } from '../api/defect.ts';
import { isAborted, isApiError, type ApiError } from '../api/errors.ts';
import { commands, type CommandId } from '../ids.ts';
import { UserError } from '../protocol/userError.ts';
import { titleOfCommand } from './commandTitles.ts';
import { explainError } from './explainError.ts';
import { isLoadError } from './loadBundle.ts';
import type { Activity, Log } from './log.ts';
import { openIssueReport } from './reportIssue.ts';
import { showError, type Action } from './showMessage.ts';

/** What failed: a command, with a function that repeats it with the same input, or another activity by its name. */
export type FailedActivity = { command: CommandId; retry: () => unknown } | { name: string };

/** Turns an error into a message with its actions: the only place that does. A cancelled call is silent. */
export type ReportError = (error: unknown, failed: FailedActivity) => void;

export function createReportError(log: Log): ReportError {
  const showLog = { title: l10n.t('Show Log'), run: () => log.show() };
  return function report(error, failed) {
    if (isAborted(error)) return;
    const command = 'command' in failed ? failed.command : undefined;
    const during: Activity = command ?? 'background';
    log.write({ event: 'error', during, error });
    const name = 'command' in failed ? titleOfCommand(failed.command) : failed.name;
    const actions = [
      ...('retry' in failed ? [{ title: l10n.t('Retry'), run: failed.retry }] : []),
      ...actionsFor(error, command),
      showLog,
      ...(isDefect(error)
        ? [{ title: l10n.t('Report Issue'), run: () => openIssueReport(during, error) }]
        : []),
    ];
    // What an action fails with is reported too, and not offered again.
    const guarded = actions.map(({ title, run }) => ({
      title,
      run: () =>
        Promise.resolve()
          .then(run)
          .catch((thrown: unknown) => report(thrown, { name })),
    }));
    void showError(nameFailed(name, command, explainError(error)), ...guarded);
  };
}

/** Reports what is a defect. For places that show every error themselves, in a page or a row of a tree. */
export function reportDefect(report: ReportError, error: unknown, failed: FailedActivity): void {
  if (isDefect(error)) report(error, failed);
}

/**
 * Runs what the editor calls by itself. It shows and logs the message of whatever it is thrown, so it is given the
 * sentence of an error and never the error; a defect is reported.
 */
export async function runForEditor<T>(report: ReportError, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAborted(error)) throw error;
    if (isDefect(error) || isLoadError(error)) report(error, { name });
    throw new UserError(explainError(error));
  }
}

/** A message may be read long after the command was run, so it begins with the title, unless the sentence does. */
function nameFailed(name: string, command: CommandId | undefined, sentence: string): string {
  const isNamed = command !== undefined && sentence.startsWith(`${command}: `);
  return name === '' || isNamed ? sentence : `${name}: ${sentence}`;
}

function actionsFor(error: unknown, command: CommandId | undefined): Action[] {
  if (isLoadError(error)) {
    const reload = (): unknown => vscode.commands.executeCommand('workbench.action.reloadWindow');
    return [{ title: l10n.t('Reload Window'), run: reload }];
  }
  if (!isApiError(error)) return [];
  return (actionsByCode[error.code] ?? []).filter((it) => it.command !== command);
}

const run = (title: string, command: CommandId): Action & { command: CommandId } => ({
  title,
  command,
  run: () => vscode.commands.executeCommand(command),
});

const actionsByCode: Partial<Record<ApiError['code'], ReturnType<typeof run>[]>> = {
  auth: [run(l10n.t('Replace Key…'), commands.replaceKey)],
  forbidden: [run(l10n.t('Test Connection'), commands.testConnection)],
  notFound: [run(l10n.t('Test Connection'), commands.testConnection)],
};
