import type * as vscode from 'vscode';
import type { CatalogLists } from '../catalog/catalogLists.ts';
import type { SectionList } from '../catalog/sectionList.ts';
import { sections, type Section } from '../catalog/sections.ts';
import { drawNode, metricNodes, type TreeNode } from './treeNode.ts';

/** What stands in the Catalog: made of the sections table, and so loaded when the view is first looked at. */
export interface CatalogRows {
  /** Of the view itself without a node. The first look at a section's rows asks for its first page. */
  childrenOf(node?: TreeNode): TreeNode[];
  /** The one node of a section. */
  branchOf(section: Section): TreeNode | undefined;
  draw(node: TreeNode): vscode.TreeItem;
}

export function createCatalogRows(lists: CatalogLists): CatalogRows {
  // One node per branch for the view's whole life: the editor refreshes a branch by its node's identity.
  const branches = new Map(
    sections.map((section): [Section, TreeNode] => [section, { type: 'section', section }]),
  );
  return {
    childrenOf(node) {
      if (!node) return [{ type: 'metrics' }, ...branches.values()];
      if (node.type === 'metrics') return metricNodes;
      const list = node.type === 'section' && lists.of(node.section);
      return list ? drawList(list) : [];
    },
    branchOf: (section) => branches.get(section),
    draw: drawNode,
  };
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
      return [...items, { type: 'loading', section, slow: state.slow }];
    case 'failed':
      return [...items, { type: 'failed', section, error: state.error }];
    case 'ready':
      if (!state.complete) return [...items, { type: 'more', section, loaded: items.length }];
      return items.length > 0 ? items : [{ type: 'empty', section }];
  }
}
