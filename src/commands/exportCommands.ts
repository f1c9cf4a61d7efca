import { commands } from '../ids.ts';
import { compareExports } from './compareExports.ts';
import { importExport, rereadImport } from './importExport.ts';
import { exportRawEvents } from './exportRawEvents.ts';
import { createExportRowCommands } from './exportRowCommands.ts';
import { exportSegment } from './exportSegment.ts';
import type { CommandHandler, CommandContext } from './commandContext.ts';
import { ignoreRows } from './readArgument.ts';

/** Start exports of segments and raw events, bring in files, compare, and what is done with the rows of the Exports view. */
export function createExportCommands(context: CommandContext) {
  return {
    [commands.exportSegment]: (argument, selected) => exportSegment(context, argument, selected),
    [commands.exportRawEvents]: ignoreRows((argument) => exportRawEvents(context, argument)),
    [commands.importExport]: ignoreRows((argument, selected) => importExport(context, argument, selected)),
    [commands.rereadImport]: (argument) => rereadImport(context, argument),
    [commands.compareExports]: (argument, selected) => compareExports(context, argument, selected),
    ...createExportRowCommands(context),
  } satisfies Record<string, CommandHandler>;
}
