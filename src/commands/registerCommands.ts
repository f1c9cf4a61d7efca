import * as vscode from 'vscode';
import type { ReportError } from '../host/reportError.ts';
import { commands, type CommandId } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { CommandHandler } from './commandContext.ts';

/**
 * Registers every command; the handlers are loaded when the first one runs. What a handler throws becomes a message with
 * Retry: once the input was settled it repeats what came after, with that input; before, it repeats the call. Callers get
 * undefined.
 */
export function registerCommands(
  loadHandlers: () => Promise<Record<CommandId, CommandHandler>>,
  reportError: ReportError,
): Disposable {
  const store = createDisposableStore();
  for (const command of Object.values(commands)) {
    const attempt = async (step: () => unknown): Promise<unknown> => {
      try {
        return await step();
      } catch (error) {
        reportError(error, { command, retry: () => attempt(step) });
        return undefined;
      }
    };
    const run = (...args: unknown[]): Promise<unknown> =>
      attempt(async () => {
        const effect = await (await loadHandlers())[command](...args);
        return effect && attempt(effect);
      });
    store.add(vscode.commands.registerCommand(command, run));
  }
  return store;
}
