import * as vscode from 'vscode';
import type { CatalogLists } from '../catalog/catalogLists.ts';
import type { SectionList } from '../catalog/sectionList.ts';
import { sections, type Section } from '../catalog/sections.ts';
import type { Session } from '../connections/session.ts';
import { views } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { drawNode, metricNodes, type TreeNode } from './treeNode.ts';

/** The Catalog view. A list is asked for when its branch is opened, and not before. */
export interface CatalogTree extends Disposable {
  selection(): readonly TreeNode[];
}

export function createCatalogTree(session: Session, lists: CatalogLists): CatalogTree {
  const store = createDisposableStore();
  const changed = store.add(new vscode.EventEmitter<TreeNode | undefined>());
  // One node per branch for the view's whole life: the editor refreshes a branch by its node's identity.
  const branches = new Map(
    sections.map((section): [Section, TreeNode] => [section, { type: 'section', section }]),
  );

  function childrenOf(node: TreeNode | undefined): TreeNode[] {
    if (!session.current()) return [];
    if (!node) return [{ type: 'metrics' }, ...branches.values()];
    if (node.type === 'metrics') return metricNodes;
    const list = node.type === 'section' && lists.of(node.section);
    return list ? drawList(list) : [];
  }

  const view = store.add(
    vscode.window.createTreeView<TreeNode>(views.catalog, {
      treeDataProvider: {
        onDidChangeTreeData: changed.event,
        getTreeItem: drawNode,
        getChildren: childrenOf,
      },
      showCollapseAll: true,
      canSelectMany: true,
    }),
  );
  const showName = (): void => void (view.description = session.current()?.connection.name);
  store.add(lists.onDidChange((section) => changed.fire(section && branches.get(section))));
  store.add(session.onDidChange(showName));
  showName();

  return { selection: () => view.selection, dispose: () => store.dispose() };
}

/** The rows of a list; the first look at it asks for its first page. */
function drawList(list: SectionList): TreeNode[] {
  const { section } = list;
  if (list.state().status === 'idle') void list.loadPage();
  const state = list.state();
  if (state.status === 'idle') return [];
  const items = state.items.map((item): TreeNode => ({ type: 'item', section, item }));
  switch (state.status) {
    case 'loading':
      return [...items, { type: 'loading', section }];
    case 'failed':
      return [...items, { type: 'failed', section, error: state.error }];
    case 'ready':
      if (!state.complete) return [...items, { type: 'more', section, loaded: items.length }];
      return items.length > 0 ? items : [{ type: 'empty', section }];
  }
}
