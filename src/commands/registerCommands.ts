import * as vscode from 'vscode';
import type { ReportError } from '../host/reportError.ts';
import { commands, type CommandId } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { CommandHandler } from './ports.ts';

/**
 * Registers every command; the handlers are loaded when the first one runs. What a handler throws becomes a message whose
 * Retry runs it again; callers get undefined.
 */
export function registerCommands(
  loadHandlers: () => Promise<Record<CommandId, CommandHandler>>,
  reportError: ReportError,
): Disposable {
  const store = createDisposableStore();
  for (const id of Object.values(commands)) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        const handlers = await loadHandlers();
        return await handlers[id](...args);
      } catch (error) {
        reportError(error, () => run(...args));
        return undefined;
      }
    };
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}
