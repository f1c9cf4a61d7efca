import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { listActions, readKeyPatterns } from '../exports/exportActions.ts';
import type { ExportRow } from '../exports/exportRow.ts';
import { commands, viewItems, views } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine } from '../util/showText.ts';
import { drawExport, rowIdOf, type ExportLook } from './exportNode.ts';
import { redrawOnChange, type ExportRowSource } from './exportsRedraw.ts';

/** A row of the Exports view, by the export's id: what it says is looked up when it is drawn. */
export type ExportNode =
  | { type: 'export'; id: string }
  /** Where in the company's bucket the files of an export arrive. */
  | { type: 'keyPattern'; id: string; pattern: string };

/** What the view shows. */
export interface ExportSource extends ExportRowSource {
  refresh(): Promise<void>;
}

/** The Exports view: running, resting and finished exports, newest first. */
export interface ExportsTree extends Disposable {
  selection(): readonly ExportNode[];
  /** Opens the view and selects an export in it, without taking the focus. */
  reveal(id: string): Promise<void>;
}

export function createExportsTree(source: ExportSource): ExportsTree {
  const store = createDisposableStore();
  const changed = store.add(new vscode.EventEmitter<ExportNode | undefined>());
  // One node per export for the view's whole life: the editor refreshes and reveals a row by its node's identity.
  const nodes = new Map<string, ExportNode>();
  let isRead = false;
  let hasFailed = false;

  function noteFailure(error: unknown): never {
    hasFailed = true;
    throw error;
  }

  function nodeOf(id: string): ExportNode {
    const node = nodes.get(id) ?? { type: 'export', id };
    nodes.set(id, node);
    return node;
  }

  async function childrenOf(node: ExportNode | undefined): Promise<ExportNode[]> {
    if (node?.type === 'keyPattern') return [];
    if (node) return listPatterns(node, source.get(node.id));
    if (!isRead) await source.refresh().catch(noteFailure);
    isRead = true;
    return source.list().map((it) => nodeOf(it.id));
  }

  const view = store.add(
    vscode.window.createTreeView<ExportNode>(views.exports, {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: (node) => drawNode(node, source.get(node.id)),
        getChildren: childrenOf,
        getParent: (node) => (node.type === 'keyPattern' ? nodes.get(node.id) : undefined),
      },
      canSelectMany: true,
    }),
  );
  store.add(redrawOnChange(source, view, (id) => changed.fire(id === undefined ? undefined : nodes.get(id))));
  const readAgain = (): void => {
    // A folder that cannot be read now may be readable at the next look; what was read before stays on screen.
    if (!view.visible) return;
    if (isRead) source.refresh().catch(() => undefined);
    // The editor itself does not ask again for rows that could not be read.
    else if (hasFailed) changed.fire(undefined);
  };
  // Other windows add and remove exports without notifying this one.
  store.add(view.onDidChangeVisibility(readAgain));
  store.add(vscode.window.onDidChangeWindowState((it) => void (it.focused && readAgain())));

  return {
    selection: () => view.selection,
    async reveal(id) {
      await source.refresh();
      if (source.get(id)) await view.reveal(nodeOf(id), { select: true, focus: false });
    },
    dispose: () => store.dispose(),
  };
}

function listPatterns({ id }: ExportNode, row: ExportRow | undefined): ExportNode[] {
  return row ? readKeyPatterns(row).map((pattern) => ({ type: 'keyPattern', id, pattern })) : [];
}

function drawNode(node: ExportNode, row: ExportRow | undefined): vscode.TreeItem {
  const drawn = node.type === 'keyPattern' ? drawPattern(node) : row ? drawRow(node, row) : drawGone();
  const id = row ? rowIdOf(row) : node.id;
  drawn.id = node.type === 'keyPattern' ? `${id} ${node.pattern}` : id;
  return drawn;
}

function drawRow(node: ExportNode, row: ExportRow): vscode.TreeItem {
  const look = drawExport(row, Date.now());
  const state = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(look.label, look.keyPatterns.length > 0 ? state.Expanded : state.None);
  item.description = look.description;
  item.tooltip = look.tooltip;
  item.iconPath = drawIcon(look);
  item.contextValue = look.contextValue;
  item.accessibilityInformation = { label: look.spoken };
  if (listActions(row).includes('open'))
    item.command = { command: commands.openExport, title: l10n.t('Open'), arguments: [node] };
  return item;
}

const colors: Record<NonNullable<ExportLook['tint']>, string> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
};

function drawIcon({ icon, tint }: ExportLook): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, tint && new vscode.ThemeColor(colors[tint]));
}

function drawPattern({ pattern }: ExportNode & { type: 'keyPattern' }): vscode.TreeItem {
  const { name, folder } = splitKey(asLine(pattern));
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.None);
  item.description = folder;
  item.iconPath = new vscode.ThemeIcon('archive');
  item.tooltip = asLine(pattern);
  item.contextValue = viewItems.keyPattern;
  item.accessibilityInformation = { label: l10n.t('Key in your bucket: {0}', asLine(pattern)) };
  return item;
}

/** The name and the folder of a key, separately: keys differ in their names, and share long folders. */
function splitKey(pattern: string): { name: string; folder: string } {
  const [, folder = '', name = pattern] = /^(.*\/)([^/]+\/?)$/.exec(pattern) ?? [];
  return { name, folder };
}

/** An export that was deleted between two looks; the list is about to be drawn anew. */
function drawGone(): vscode.TreeItem {
  return new vscode.TreeItem(l10n.t('Deleted'), vscode.TreeItemCollapsibleState.None);
}
