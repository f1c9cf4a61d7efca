import type { CommandId } from '../ids.ts';
import { createCatalogCommands } from './catalogCommands.ts';
import { createConnectionCommands } from './connectionCommands.ts';
import { createExportCommands } from './exportCommands.ts';
import type { CommandHandler, CommandPorts } from './ports.ts';
import { createUserCommands } from './userCommands.ts';

/** TABLE of the commands: id → handler. The compiler asks for every id of `ids.ts`. */
export function createHandlers(ports: CommandPorts): Record<CommandId, CommandHandler> {
  return {
    ...createConnectionCommands(ports),
    ...createCatalogCommands(ports),
    ...createUserCommands(ports),
    ...createExportCommands(ports),
  };
}
