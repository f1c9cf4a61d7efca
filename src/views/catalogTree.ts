import * as vscode from 'vscode';
import type { CatalogLists } from '../catalog/catalogLists.ts';
import type { Session } from '../connections/session.ts';
import { views } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { asLine } from '../util/showText.ts';
import type { CatalogRows } from './catalogRows.ts';
import type { TreeNode } from './treeNode.ts';

/** The Catalog view. A list is asked for when its branch is opened, and not before. */
export interface CatalogTree extends Disposable {
  selection(): readonly TreeNode[];
}

/** `loadRows` is called when there is a connection and somebody looks. */
export function createCatalogTree(
  session: Session,
  lists: CatalogLists,
  loadRows: () => Promise<CatalogRows>,
): CatalogTree {
  const store = createDisposableStore();
  const changed = store.add(new vscode.EventEmitter<TreeNode | undefined>());
  let rows: CatalogRows | undefined;
  const load = async (): Promise<CatalogRows> => (rows ??= await loadRows());

  const view = store.add(
    vscode.window.createTreeView<TreeNode>(views.catalog, {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: async (node) => (await load()).draw(node),
        getChildren: async (node) => (session.current() ? (await load()).childrenOf(node) : []),
      },
      showCollapseAll: true,
      canSelectMany: true,
    }),
  );
  const showName = (): void => {
    const name = session.current()?.connection.name;
    view.description = name === undefined ? undefined : asLine(name);
  };
  store.add(lists.onDidChange((section) => changed.fire(section && rows?.branchOf(section))));
  store.add(session.onDidChange(showName));
  showName();

  return { selection: () => view.selection, dispose: () => store.dispose() };
}
