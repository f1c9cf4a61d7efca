import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { describeTries, type Tries } from '../api/tries.ts';
import { askItem, metrics, type CatalogItem, type Metric, type Section } from '../catalog/sections.ts';
import { explainError } from '../host/explainError.ts';
import { commands, viewItems } from '../ids.ts';
import { showNumber } from '../protocol/showCount.ts';
import { asLine } from '../util/showText.ts';

/** A row of the Catalog. */
export type TreeNode =
  | { type: 'metrics' }
  | { type: 'metric'; metric: Metric }
  | { type: 'section'; section: Section }
  | { type: 'item'; section: Section; item: CatalogItem }
  | { type: 'loading'; section: Section; slow?: Tries | undefined }
  | { type: 'more'; section: Section; loaded: number }
  | { type: 'failed'; section: Section; error: unknown }
  | { type: 'empty'; section: Section };

export const metricNodes: TreeNode[] = metrics.map((metric) => ({ type: 'metric', metric }));

/** Stable across refreshes, so that the editor keeps what is expanded and selected. */
export function nodeId(node: TreeNode): string {
  switch (node.type) {
    case 'metrics':
      return 'metrics';
    case 'metric':
      return `metric ${node.metric.id}`;
    case 'item':
      // One that fits no schema may have the id of another.
      return node.item.raw === undefined
        ? `${node.section.kind} ${node.item.id}`
        : `${node.section.kind} odd ${node.item.raw}`;
    case 'section':
    case 'loading':
    case 'more':
    case 'failed':
    case 'empty':
      return `${node.type} ${node.section.kind}`;
  }
}

/** Draws a row. Every text of the service goes through `asLine`. */
export function drawNode(node: TreeNode): vscode.TreeItem {
  const row = drawByType(node);
  row.id = nodeId(node);
  return row;
}

function drawByType(node: TreeNode): vscode.TreeItem {
  switch (node.type) {
    case 'metrics':
      return drawBranch(l10n.t('Key Metrics'), 'graph');
    case 'section':
      return { ...drawBranch(node.section.title, node.section.icon), contextValue: viewItems.section };
    case 'metric':
      return drawMetric(node);
    case 'item':
      return drawItem(node);
    case 'loading':
      return drawLoading(node);
    case 'empty':
      return drawLeaf({ label: emptyTexts[node.section.kind], icon: 'info' });
    case 'more':
      return drawMore(node);
    case 'failed':
      return drawFailure(node);
  }
}

const emptyTexts: Record<Section['kind'], string> = {
  segment: l10n.t('No segments in this app group'),
  campaign: l10n.t('No campaigns in this app group'),
  card: l10n.t('No news feed cards in this app group'),
  event: l10n.t('No custom events in this app group'),
  product: l10n.t('No products in this app group'),
};

function drawBranch(label: string, icon: string): vscode.TreeItem {
  const row = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  row.iconPath = new vscode.ThemeIcon(icon);
  return row;
}

function drawLeaf({ label, icon }: { label: string; icon: string }): vscode.TreeItem {
  const row = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  row.iconPath = new vscode.ThemeIcon(icon);
  return row;
}

function drawMetric(node: TreeNode & { type: 'metric' }): vscode.TreeItem {
  return {
    ...drawLeaf({ label: node.metric.title, icon: 'graph-line' }),
    contextValue: viewItems.metric,
    command: { command: commands.openItem, title: l10n.t('Open'), arguments: [node] },
  };
}

function drawItem(node: TreeNode & { type: 'item' }): vscode.TreeItem {
  const { section, item } = node;
  const name = asLine(item.name);
  const tags = item.tags.map(asLine).join(', ');
  const facts = [name, asLine([section.noun, item.state].filter((it) => it !== '').join(', '))];
  const spoken = tags === '' ? [...facts] : [...facts, l10n.t('tags {0}', tags)];
  if (item.id !== item.name) facts.push(l10n.t('Identifier: {0}', asLine(item.id)));
  if (tags !== '') facts.push(l10n.t('Tags: {0}', tags));
  return {
    // An empty name would be a row that cannot be read or pointed at.
    ...drawLeaf({ label: name.trim() === '' ? l10n.t('(no name)') : name, icon: item.icon }),
    ...(item.raw === undefined
      ? {}
      : { iconPath: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')) }),
    description: item.raw === undefined ? tags : l10n.t('Unexpected form'),
    tooltip: facts.join('\n'),
    contextValue: `${viewItems.item} ${section.kind}`,
    accessibilityInformation: { label: spoken.join(', ') },
    command:
      item.raw === undefined
        ? { command: commands.openItem, title: l10n.t('Open'), arguments: [node] }
        : { command: commands.openAsJson, title: l10n.t('Open as JSON'), arguments: [node] },
  };
}

/** Once the service takes its time: which try it is, and a way to stop. */
function drawLoading({ section, slow }: TreeNode & { type: 'loading' }): vscode.TreeItem {
  const row = drawLeaf({ label: l10n.t('Loading…'), icon: 'loading~spin' });
  if (!slow) return row;
  const tries = describeTries(slow);
  return {
    ...row,
    description: tries,
    tooltip: l10n.t('The service is slow to answer. {0}. Cancel stops waiting.', tries),
    contextValue: viewItems.slow,
    accessibilityInformation: { label: l10n.t('Loading {0}. {1}', section.title, tries) },
  };
}

function drawMore(node: TreeNode & { type: 'more' }): vscode.TreeItem {
  const loaded = showNumber(node.loaded);
  return {
    ...drawLeaf({ label: l10n.t('Load more…'), icon: 'ellipsis' }),
    description: l10n.t('{0} loaded', loaded),
    contextValue: viewItems.more,
    accessibilityInformation: {
      label: l10n.t('Load more {0}, {1} loaded', node.section.title, loaded),
      role: 'button',
    },
    command: { command: commands.loadMore, title: l10n.t('Load More'), arguments: [node] },
  };
}

function drawFailure(node: TreeNode & { type: 'failed' }): vscode.TreeItem {
  const sentence = asLine(explainError(node.error));
  return {
    ...drawLeaf({ label: sentence, icon: 'error' }),
    iconPath: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    description: l10n.t('Retry'),
    tooltip: `${sentence}\n${l10n.t('Click to retry.')}`,
    contextValue: viewItems.failed,
    accessibilityInformation: { label: `${sentence} ${l10n.t('Retry')}`, role: 'button' },
    command: { command: commands.loadMore, title: l10n.t('Retry'), arguments: [node] },
  };
}

/** The item or metric that a row stands for. */
export function itemOfNode(node: TreeNode): Pick<CatalogItem, 'kind' | 'id' | 'name' | 'raw'> | undefined {
  if (node.type === 'item') return node.item;
  if (node.type === 'metric') return { kind: 'metric', id: node.metric.id, name: node.metric.title };
  return undefined;
}

/** What a row asks the service for: an item's details or series, a section's list. */
export function askOfNode(node: TreeNode, length: number): ReturnType<typeof askItem> {
  const item = itemOfNode(node);
  if (item) return askItem(item, length);
  return node.type === 'section' ? { row: node.section.list, params: { page: 0 } } : undefined;
}
