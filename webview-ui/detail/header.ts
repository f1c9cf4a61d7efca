import { asLine, asTitle } from '../../src/protocol/plainText.ts';
import type { PanelStart } from '../../src/protocol/detail.ts';
import { make } from '../common/make.ts';

export interface Header {
  element: HTMLElement;
  /** What the items are called, and when the chart was loaded. */
  draw(start: PanelStart, loadedAt: string | undefined): void;
}

export function createHeader(
  menu: HTMLElement,
  actions: { refresh: () => void; openBeside: () => void },
): Header {
  const title = make('h1', {});
  const subtitle = make('p', { class: 'subtitle' });
  const refresh = make('vscode-toolbar-button', { icon: 'refresh', label: 'Refresh', title: 'Refresh' });
  refresh.addEventListener('click', actions.refresh);
  const beside = make('vscode-toolbar-button', {
    ...{ icon: 'split-horizontal', label: 'Move to the side', title: 'Move to the side' },
  });
  beside.addEventListener('click', actions.openBeside);
  const toolbar = make(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Panel' },
    menu,
    refresh,
    beside,
  );
  return {
    element: make('header', {}, make('div', { class: 'titles' }, title, subtitle), toolbar),
    draw({ items, connection, noun }, loadedAt) {
      const names = items.map((it) => asTitle(it.name ?? it.id));
      title.textContent = names.length === 1 ? (names[0] ?? '') : `${names.length} ${noun}s compared`;
      title.title = names.join('\n');
      const kind = noun.charAt(0).toUpperCase() + noun.slice(1);
      const asOf = loadedAt === undefined ? [] : [`as of ${loadedAt}`];
      subtitle.textContent = [
        ...(names.length === 1 ? [kind] : [names.join(', ')]),
        asLine(connection.name),
        ...asOf,
      ].join(' · ');
    },
  };
}
