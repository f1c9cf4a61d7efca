import type * as vscode from 'vscode';
import { fetchRaw } from './commands/catalogCommands.ts';
import { createHandlers } from './commands/index.ts';
import { formatAnswer } from './commands/formatAnswer.ts';
import type { CommandHandler, CommandContext } from './commands/commandContext.ts';
import { fetchUserText } from './commands/userCommands.ts';
import type { ExportRow } from './exports/exportRow.ts';
import type { CommandId } from './ids.ts';
import { createDetailPanels, type DetailPanels } from './panels/detailPanel.ts';
import type { DocumentQuery } from './panels/virtualDocuments.ts';
import { createCatalogRows, type CatalogRows } from './views/catalogRows.ts';
import { announceExport } from './views/exportNotices.ts';

/** What the composition root made at the start, for what is loaded later. */
export type StartContext = Omit<CommandContext, 'panels'>;

/** What is made of the tables. */
export interface OnDemand {
  catalogRows: CatalogRows;
  panels: DetailPanels;
  handlers: Record<CommandId, CommandHandler>;
  /** Shows a message for an export that has ended or needs a decision. */
  announceExport(row: ExportRow): Promise<void>;
  /** The text of an `appboy-user` document. */
  loadUser(query: DocumentQuery, signal: AbortSignal): Promise<string>;
  /** The text of an `appboy-details` document. */
  loadDetails(query: DocumentQuery, signal: AbortSignal): Promise<string>;
}

/** The other half of the composition root: a bundle of its own, loaded when somebody first looks, opens or runs something. */
export function createOnDemand(extension: vscode.ExtensionContext, context: StartContext): OnDemand {
  const { session, settings, reportError, documents } = context;
  const panels = createDetailPanels({
    session,
    reportError,
    state: extension.globalState,
    extensionUri: extension.extensionUri,
    defaultLength: settings.chartLength,
    openJson: (title, text, source) =>
      documents.details.open(`${title}.json`, { ...source }, formatAnswer(text)),
  });
  return {
    panels,
    catalogRows: createCatalogRows(context.lists),
    handlers: createHandlers({ ...context, panels }),
    announceExport,
    loadUser: ({ connection = '', externalId = '' }, signal) =>
      fetchUserText(context, connection, externalId, signal),
    loadDetails: (query, signal) => fetchRaw(context, query, signal),
  };
}
