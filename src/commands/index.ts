import type { CommandId } from '../ids.ts';
import { createCatalogCommands } from './catalogCommands.ts';
import { createConnectionCommands } from './connectionCommands.ts';
import { createExportCommands } from './exportCommands.ts';
import type { CommandHandler, CommandContext } from './commandContext.ts';
import { createUserCommands } from './userCommands.ts';

/** TABLE of the commands: id → handler. The compiler asks for every id of `ids.ts`. */
export function createHandlers(context: CommandContext): Record<CommandId, CommandHandler> {
  return {
    ...createConnectionCommands(context),
    ...createCatalogCommands(context),
    ...createUserCommands(context),
    ...createExportCommands(context),
  };
}
