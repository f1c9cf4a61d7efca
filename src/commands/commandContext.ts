import type * as vscode from 'vscode';
import type { CatalogLists } from '../catalog/catalogLists.ts';
import type { ConnectionStore } from '../connections/connectionStore.ts';
import type { Connection } from '../connections/connection.ts';
import type { Session } from '../connections/session.ts';
import type { Client } from '../api/client.ts';
import type { LocalCopies } from '../host/localCopies.ts';
import type { ReportError } from '../host/reportError.ts';
import type { Settings } from '../host/settings.ts';
import type { DetailPanels } from '../panels/detailPanel.ts';
import type { NdjsonEditors } from '../viewer/ndjsonEditor.ts';
import type { VirtualDocuments } from '../panels/virtualDocuments.ts';
import type { CatalogTree } from '../views/catalogTree.ts';
import type { ExportsTree } from '../views/exportsTree.ts';
import type { ExportJobs } from '../exports/jobs/exportJobs.ts';

/** All that commands work with: made once, by extension.ts and onDemand.ts. */
export interface CommandContext {
  store: ConnectionStore;
  session: Session;
  lists: CatalogLists;
  tree: Pick<CatalogTree, 'selection'>;
  panels: DetailPanels;
  documents: { user: VirtualDocuments; details: VirtualDocuments };
  ndjson: NdjsonEditors;
  /** For what is no file of this machine. */
  copies: LocalCopies;
  settings: Settings;
  reportError: ReportError;
  /** A client with a key that is not saved yet, for checking it. */
  createTrialClient: (connection: Connection, key: string) => Client;
  /** The user's choices that are remembered: no keys, no personal data. */
  memory: vscode.Memento;
  exports: ExportJobs;
  exportsTree: Pick<ExportsTree, 'selection' | 'reveal'>;
}

/** Does what a command is for, with input that is settled. May be called again after it failed, and then goes on. */
export type CommandEffect = () => unknown;

/**
 * A command's first step: settles its input, from what a menu, a keybinding, a task or another extension gives or by
 * asking, and sends and changes nothing. What it gives back is the second step, which asks nothing that was asked before;
 * undefined where the user thought better of it. Retry repeats the second step alone (docs/decisions/0055).
 */
export type CommandHandler = (
  argument?: unknown,
  selected?: unknown,
) => Promise<CommandEffect | undefined> | CommandEffect | undefined;
