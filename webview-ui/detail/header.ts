import * as l10n from '@vscode/l10n';
import { asLine, asTitle } from '../../src/protocol/plainText.ts';
import type { PanelStart } from '../../src/protocol/detail.ts';
import type { ItemKind } from '../../src/protocol/item.ts';
import { showNumber } from '../../src/protocol/showCount.ts';
import { make } from '../common/make.ts';
import { makeToolbarButton } from './toolbarButton.ts';

export interface Header {
  element: HTMLElement;
  /** What the items are called, and when the chart was loaded. */
  draw(start: PanelStart, loadedAt: string | undefined): void;
}

/** What an item of a kind is called, and a panel that compares some. */
const kindTexts: Record<ItemKind, { one: string; compared: (count: string) => string }> = {
  metric: { one: l10n.t('Key metric'), compared: (count) => l10n.t('{0} key metrics compared', count) },
  segment: { one: l10n.t('Segment'), compared: (count) => l10n.t('{0} segments compared', count) },
  campaign: { one: l10n.t('Campaign'), compared: (count) => l10n.t('{0} campaigns compared', count) },
  card: { one: l10n.t('News feed card'), compared: (count) => l10n.t('{0} news feed cards compared', count) },
  event: { one: l10n.t('Custom event'), compared: (count) => l10n.t('{0} custom events compared', count) },
  product: { one: l10n.t('Product'), compared: (count) => l10n.t('{0} products compared', count) },
};

export function createHeader(
  menu: HTMLElement,
  actions: { refresh: () => void; openBeside: () => void },
): Header {
  const title = make('h1', {});
  const subtitle = make('p', { class: 'subtitle' });
  const toolbar = make(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': l10n.t('Panel') },
    menu,
    makeToolbarButton('refresh', l10n.t('Refresh'), actions.refresh),
    makeToolbarButton('split-horizontal', l10n.t('Move to the side'), actions.openBeside),
  );
  return {
    element: make('header', {}, make('div', { class: 'titles' }, title, subtitle), toolbar),
    draw({ items, connection }, loadedAt) {
      const kind = kindTexts[items[0]?.kind ?? 'metric'];
      const names = items.map((it) => asTitle(it.name ?? it.id));
      title.textContent = names.length === 1 ? (names[0] ?? '') : kind.compared(showNumber(names.length));
      title.title = names.join('\n');
      subtitle.textContent = [
        names.length === 1 ? kind.one : names.join(', '),
        asLine(connection.name),
        ...(loadedAt === undefined ? [] : [l10n.t('as of {0}', loadedAt)]),
      ].join(' · ');
    },
  };
}
