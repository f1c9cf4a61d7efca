import type { PanelStart } from '../../src/protocol/detail.ts';

/** What the panel is about, as far as it is known by now. */
export interface Subject {
  get(): PanelStart;
  /** An item that was opened by its id alone gets its name with its details. */
  rename(item: number, name: string): void;
  /** The host has told anew; gives whether more can be loaded that could not before. */
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
      // Names that were learnt stay: the host may have forgotten them over a reload.
      start = { ...next, items: start.items };
      return reconnected;
    },
  };
}

export function explainDisconnected({ connection }: PanelStart): string {
  return `This panel shows data of “${connection.name}”, which is not the connection in use. Nothing more can be loaded until you switch back.`;
}
