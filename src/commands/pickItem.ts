import * as vscode from 'vscode';
import { itemKinds, type ItemKind, type ItemRef } from '../catalog/item.ts';
import type { CatalogLists } from '../catalog/catalogLists.ts';
import type { SectionList } from '../catalog/sectionList.ts';
import { metrics, sections, type CatalogItem } from '../catalog/sections.ts';
import { explainError } from '../host/reportError.ts';
import { asLine, withoutIcons } from '../util/showText.ts';

interface ItemPick extends vscode.QuickPickItem {
  item: ItemRef;
}

/** Asks for an item of any kind, or of `kinds` alone: first the kind, then the item out of every page of its list. */
export async function pickItem(
  lists: CatalogLists,
  title: string,
  kinds: readonly ItemKind[] = itemKinds,
): Promise<ItemRef | undefined> {
  const kind = kinds.length > 1 ? await pickKind(title, kinds) : kinds[0];
  if (kind === 'metric') return pickMetric(title);
  const list = listOfKind(lists, kind);
  return list && pickFromList(list, title);
}

function listOfKind(lists: CatalogLists, kind: ItemKind | undefined): SectionList | undefined {
  const section = sections.find((it) => it.kind === kind);
  return section && lists.of(section);
}

async function pickKind(title: string, kinds: readonly ItemKind[]): Promise<ItemKind | undefined> {
  const picks: (vscode.QuickPickItem & { of: ItemKind })[] = [
    { label: '$(graph) Key Metrics', of: 'metric' },
    ...sections.map((it) => ({ label: `$(${it.icon}) ${it.title}`, of: it.kind })),
  ];
  const offered = picks.filter((it) => kinds.includes(it.of));
  return (await vscode.window.showQuickPick(offered, { title, placeHolder: 'What kind?' }))?.of;
}

async function pickMetric(title: string): Promise<ItemRef | undefined> {
  const picks = metrics.map((it) => ({
    label: it.title,
    item: { kind: 'metric', id: it.id, name: it.title } as const,
  }));
  return (await vscode.window.showQuickPick(picks, { title, placeHolder: 'Key metric' }))?.item;
}

/** Fills the pick page by page while it is open; what is loaded stays in the tree, and closing it stops the loading. */
function pickFromList(list: SectionList, title: string): Promise<ItemRef | undefined> {
  const pick = vscode.window.createQuickPick<ItemPick>();
  const loading = new AbortController();
  pick.title = title;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  // The picker before this one gives the focus back as it closes, which would close this one too.
  pick.ignoreFocusOut = true;
  const draw = (): void => {
    const state = list.state();
    const items = state.status === 'idle' ? [] : state.items;
    // The service's names stand in `label`: without `alwaysShow` the editor filters, without sorting, as typed.
    pick.items = items.map(drawPick);
    pick.busy = state.status === 'loading';
    pick.placeholder =
      state.status === 'failed'
        ? explainError(state.error)
        : `${list.section.title}: ${items.length.toLocaleString()} loaded`;
  };
  const watch = list.onDidChange(draw);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.item);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      loading.abort();
      watch.dispose();
      pick.dispose();
    });
    draw();
    pick.show();
    void list.loadAll(loading.signal, () => undefined);
  });
}

function drawPick(item: CatalogItem): ItemPick {
  return {
    label: withoutIcons(item.name),
    description: item.id === item.name ? '' : withoutIcons(item.id),
    detail: item.tags.length > 0 ? withoutIcons(item.tags.map(asLine).join(', ')) : undefined,
    iconPath: new vscode.ThemeIcon(item.icon),
    item,
  };
}
