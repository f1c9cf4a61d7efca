/** What a key asks of the grid. */
export type GridCommand =
  | { do: 'move'; by: 'row' | 'page' | 'all'; sign: 1 | -1; mode: 'only' | 'extend' | 'move' }
  | { do: 'open'; beside: boolean }
  | { do: 'toggle' | 'selectAll' | 'copyId' | 'menu' }
  | { do: 'scrollSideways'; sign: 1 | -1 };

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

const moves: Readonly<Record<string, ['row' | 'page' | 'all', 1 | -1]>> = {
  ArrowDown: ['row', 1],
  ArrowUp: ['row', -1],
  PageDown: ['page', 1],
  PageUp: ['page', -1],
  End: ['all', 1],
  Home: ['all', -1],
};

/** The keys of the editor's own lists. Copying is not here: the browser tells of it by an event of its own. */
export function readGridKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): GridCommand | undefined {
  if (altKey) return undefined;
  const command = ctrlKey || metaKey;
  const move = moves[key];
  if (move) {
    const [by, sign] = move;
    // The editor's keys for the next tab and the one before.
    if (command && by === 'page') return undefined;
    // Ctrl with an arrow moves on without selecting; Ctrl+Home and Ctrl+End are Home and End.
    return { do: 'move', by, sign, mode: shiftKey ? 'extend' : command && by !== 'all' ? 'move' : 'only' };
  }
  switch (key) {
    case 'Enter':
      return { do: 'open', beside: command };
    case ' ':
      return { do: 'toggle' };
    case 'ArrowLeft':
      return { do: 'scrollSideways', sign: -1 };
    case 'ArrowRight':
      return { do: 'scrollSideways', sign: 1 };
    case 'a':
      return command && !shiftKey ? { do: 'selectAll' } : undefined;
    case 'C':
    case 'c':
      return command && shiftKey ? { do: 'copyId' } : undefined;
    case 'ContextMenu':
      return { do: 'menu' };
    case 'F10':
      return shiftKey ? { do: 'menu' } : undefined;
    default:
      return undefined;
  }
}
