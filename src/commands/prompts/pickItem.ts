import * as l10n from '@vscode/l10n';
import { showNumber } from '../../protocol/showCount.ts';
import * as vscode from 'vscode';
import { itemKinds, type ItemKind, type ItemRef } from '../../catalog/item.ts';
import type { CatalogLists } from '../../catalog/catalogLists.ts';
import { isComplete, loadedItems, type SectionList } from '../../catalog/sectionList.ts';
import { metrics, sectionOf, sections, type CatalogItem } from '../../catalog/sections.ts';
import { asLine, withoutIcons } from '../../util/showText.ts';
import { loadFirst } from './loadFirst.ts';

interface ItemPick extends vscode.QuickPickItem {
  item: ItemRef | 'rest';
}

/** Asks for an item of any kind, or of `kinds` alone: first the kind, then the item out of every page of its list. */
export async function pickItem(
  lists: CatalogLists,
  title: string,
  kinds: readonly ItemKind[] = itemKinds,
): Promise<ItemRef | undefined> {
  const kind = kinds.length > 1 ? await pickKind(title, kinds) : kinds[0];
  if (kind === 'metric') return pickMetric(title);
  const list = kind && lists.of(sectionOf[kind]);
  return list && pickFromList(list, title);
}

async function pickKind(title: string, kinds: readonly ItemKind[]): Promise<ItemKind | undefined> {
  const picks: (vscode.QuickPickItem & { of: ItemKind })[] = [
    { label: `$(graph) ${l10n.t('Key Metrics')}`, of: 'metric' },
    ...sections.map((it) => ({ label: `$(${it.icon}) ${it.title}`, of: it.kind })),
  ];
  const offered = picks.filter((it) => kinds.includes(it.of));
  return (await vscode.window.showQuickPick(offered, { title, placeHolder: l10n.t('What kind?') }))?.of;
}

async function pickMetric(title: string): Promise<ItemRef | undefined> {
  const picks = metrics.map((it) => ({
    label: it.title,
    item: { kind: 'metric', id: it.id, name: it.title } as const,
  }));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: l10n.t('Key metric') }))?.item;
}

/**
 * Loads the list first, then shows it: entries that came while somebody chooses would move what is marked. What is loaded
 * stays in the tree. A list that is half loaded ends with a row that loads the rest.
 */
async function pickFromList(list: SectionList, title: string): Promise<ItemRef | undefined> {
  for (;;) {
    const loaded = await loadFirst(list, { title, without: describeLoaded });
    if (!loaded) return undefined;
    const picked = await pickLoaded(list, title, loaded.filter);
    if (picked !== 'rest') return picked;
  }
}

const describeLoaded = (loaded: number): string =>
  loaded === 0
    ? l10n.t('Choose from What Is Loaded')
    : l10n.t('Choose from the {0} Loaded', showNumber(loaded));

function pickLoaded(list: SectionList, title: string, filter: string): Promise<ItemRef | 'rest' | undefined> {
  const state = list.state();
  const items = loadedItems(state);
  const isWhole = isComplete(state);
  const pick = vscode.window.createQuickPick<ItemPick>();
  pick.title = title;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // The picker before this one gives the focus back as it closes, which would close this one too.
  pick.ignoreFocusOut = true;
  pick.value = filter;
  const what = list.section.title;
  pick.placeholder =
    items.length === 0 && isWhole
      ? l10n.t('No {0} in this app group', what.toLowerCase())
      : isWhole
        ? l10n.t('{0}: {1}', what, showNumber(items.length))
        : l10n.t('{0}: {1} loaded, there are more', what, showNumber(items.length));
  // The service's names stand in `label`: without `alwaysShow` the editor filters, without sorting, as typed.
  pick.items = isWhole ? items.map(drawPick) : [...items.map(drawPick), restPick];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      // Nothing to choose from, or nothing that fits what is typed.
      if (!chosen) return;
      resolve(chosen.item);
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

const restPick: ItemPick = {
  label: `$(ellipsis) ${l10n.t('Load the rest…')}`,
  alwaysShow: true,
  item: 'rest',
};

function drawPick(item: CatalogItem): ItemPick {
  return {
    label: withoutIcons(item.name),
    description: item.id === item.name ? '' : withoutIcons(item.id),
    detail: item.tags.length > 0 ? withoutIcons(item.tags.map(asLine).join(', ')) : undefined,
    iconPath: new vscode.ThemeIcon(item.icon),
    item,
  };
}
