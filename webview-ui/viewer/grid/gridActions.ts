import type { GridState } from './gridDrawing.ts';
import { markRows } from './gridDrawing.ts';
import { readGridKey, type GridCommand } from './gridKeys.ts';
import { rowPx } from './scrollMap.ts';
import { fit, isSelected, select, selectAll, type Selected, type SelectMode } from './selection.ts';
import type { VirtualRows } from './virtualRows.ts';

export interface GridActionPort {
  onSelected(selected: Selected): void;
  onOpen(place: number, beside: boolean): void;
  onCopyId(): void;
  onMenu(at: { x: number; y: number }): void;
}

/** Changes of the selection, each of which is drawn and told. */
export interface GridSelection {
  set(selected: Selected): void;
  /** Acts on a place and brings it into view; into the middle where it is `far`. */
  act(place: number, mode: SelectMode, far?: boolean): void;
}

export function createGridSelection(
  rows: VirtualRows,
  state: GridState,
  port: GridActionPort,
): GridSelection {
  function set(selected: Selected): void {
    state.selected = fit(selected, state.length);
    markRows(rows.element, state);
    port.onSelected(state.selected);
  }
  return {
    set,
    act(place, mode, far = false) {
      if (state.length === 0) return;
      set(select(state.selected, Math.min(Math.max(0, place), state.length - 1), mode));
      rows.reveal(state.selected.active, far);
      markRows(rows.element, state);
    },
  };
}

export interface CommandParts {
  rows: VirtualRows;
  state: GridState;
  port: GridActionPort;
  head: { focus(): void };
  selection: GridSelection;
}

/** The keys of the rows. */
export function listenToGridKeys(parts: CommandParts): void {
  const { element } = parts.rows;
  element.addEventListener('keydown', (event) => {
    const command = event.target === element ? readGridKey(event) : undefined;
    if (!command) return;
    event.preventDefault();
    // The editor has commands of its own on some of these keys.
    event.stopPropagation();
    runCommand(command, parts);
  });
}

function runCommand(command: GridCommand, { rows, state, port, head, selection }: CommandParts): void {
  const { active } = state.selected;
  switch (command.do) {
    case 'move': {
      const { by, sign, mode } = command;
      if (by === 'row' && sign === -1 && active === 0 && mode === 'only') return head.focus();
      const page = Math.max(1, rows.pageLength() - 1);
      // The view moves as far as the active row, so that a page is exactly a page.
      if (by === 'page') rows.scrollTo(rows.topPx() + sign * page * rowPx);
      const end = sign === 1 ? state.length - 1 : 0;
      return selection.act(by === 'all' ? end : active + sign * (by === 'page' ? page : 1), mode);
    }
    case 'open':
      return port.onOpen(active, command.beside);
    case 'toggle':
      return selection.act(active, 'toggle');
    case 'selectAll':
      return selection.set(selectAll(state.selected, state.length));
    case 'copyId':
      return port.onCopyId();
    case 'menu': {
      rows.reveal(active);
      const box = document.getElementById(`place-${active}`)?.getBoundingClientRect();
      return port.onMenu({ x: (box?.left ?? 0) + 60, y: box?.bottom ?? 0 });
    }
    case 'scrollSideways':
      rows.element.scrollLeft += command.sign * 60;
  }
}

/** The mouse on the rows: clicks select, a double click opens, the other button has a menu. */
export function listenToGridMouse({ rows, state, port, selection }: CommandParts): void {
  const { element } = rows;
  element.addEventListener('mousedown', (event) => {
    const place = placeOf(event);
    if (place === undefined || event.button !== 0) return;
    // Shift would select text.
    if (event.shiftKey) event.preventDefault();
    element.focus({ preventScroll: true });
    selection.act(place, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  });
  element.addEventListener('dblclick', (event) => {
    const place = placeOf(event);
    if (place !== undefined) port.onOpen(place, event.ctrlKey || event.metaKey);
  });
  element.addEventListener('contextmenu', (event) => {
    const place = placeOf(event);
    if (place === undefined) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    if (!isSelected(state.selected, place)) selection.act(place, 'only');
    port.onMenu({ x: event.clientX, y: event.clientY });
  });
}

function placeOf({ target }: Event): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('.rows > .row') : null;
  return row ? Number(row.dataset['place']) : undefined;
}
