import { commands } from '../ids.ts';
import { compareExports } from './compareExports.ts';
import { importExport, rereadImport } from './importExport.ts';
import { exportRawEvents } from './exportRawEvents.ts';
import { createExportRowCommands } from './exportRowCommands.ts';
import { exportSegment } from './exportSegment.ts';
import type { CommandHandler, CommandPorts } from './ports.ts';
import { ignoreRows } from './readArgument.ts';

/** Start exports of segments and raw events, bring in files, compare, and what is done with the rows of the Exports view. */
export function createExportCommands(ports: CommandPorts) {
  return {
    [commands.exportSegment]: (argument, selected) => exportSegment(ports, argument, selected),
    [commands.exportRawEvents]: ignoreRows((argument) => exportRawEvents(ports, argument)),
    [commands.importExport]: ignoreRows((argument, selected) => importExport(ports, argument, selected)),
    [commands.rereadImport]: (argument) => rereadImport(ports, argument),
    [commands.compareExports]: (argument, selected) => compareExports(ports, argument, selected),
    ...createExportRowCommands(ports),
  } satisfies Record<string, CommandHandler>;
}
