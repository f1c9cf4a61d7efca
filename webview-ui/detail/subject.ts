import * as l10n from '@vscode/l10n';
import type { PanelStart } from '../../src/protocol/detail.ts';

/** What the panel is about, as far as it is known by now. */
export interface Subject {
  get(): PanelStart;
  /** Names an item that was opened by its id alone. */
  rename(item: number, name: string): void;
  /** Takes the host's newer answer; returns whether the connection is in use again. */
  update(next: PanelStart): boolean;
}

export function createSubject(first: PanelStart, onItems: (items: PanelStart['items']) => void): Subject {
  let start = first;
  return {
    get: () => start,
    rename(item, name) {
      const items = start.items.map((it, at) =>
        at === item && it.name === undefined ? { ...it, name } : it,
      );
      start = { ...start, items };
      onItems(items);
    },
    update(next) {
      const reconnected = next.connected && !start.connected;
      // Names that were loaded stay: the host may have lost them on a reload.
      start = { ...next, items: start.items };
      return reconnected;
    },
  };
}

export function explainDisconnected({ connection }: PanelStart): string {
  return l10n.t(
    'This panel shows data of “{0}”, which is not the connection in use. Nothing more can be loaded until you switch back.',
    connection.name,
  );
}
