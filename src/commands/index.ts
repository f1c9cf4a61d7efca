import * as vscode from 'vscode';
import type { CommandId } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { createCatalogCommands } from './catalogCommands.ts';
import { createConnectionCommands } from './connectionCommands.ts';
import { createExportCommands } from './exportCommands.ts';
import type { CommandHandler, CommandPorts } from './ports.ts';
import { createUserCommands } from './userCommands.ts';

/** TABLE of the commands: id → handler. The compiler asks for every id of `ids.ts`. */
function createHandlers(ports: CommandPorts): Record<CommandId, CommandHandler> {
  return {
    ...createConnectionCommands(ports),
    ...createCatalogCommands(ports),
    ...createUserCommands(ports),
    ...createExportCommands(ports),
  };
}

/** Registers every command. What a handler throws becomes a message whose Retry runs it again; callers get undefined. */
export function registerCommands(ports: CommandPorts): Disposable {
  const store = createDisposableStore();
  for (const [id, handler] of Object.entries(createHandlers(ports))) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        ports.reportError(error, () => run(...args));
        return undefined;
      }
    };
    store.add(vscode.commands.registerCommand(id, run));
  }
  return store;
}
