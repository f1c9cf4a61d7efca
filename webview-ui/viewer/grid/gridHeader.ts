import * as l10n from '@vscode/l10n';
import type { ViewerColumn } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import { showPath } from '../filter/clauses.ts';
import { columnShowTexts } from '../side/columnShowTexts.ts';
import { clampWidth, type ColumnLook } from './columnWidths.ts';

export interface GridHeader {
  element: HTMLElement;
  draw(columns: readonly ViewerColumn[], looks: readonly ColumnLook[]): void;
  focus(): void;
}

export interface HeaderActions {
  /** While it is dragged, and with `isDone` once it is let go. */
  onResize(column: number, widthPx: number, isDone: boolean): void;
  onMove(column: number, by: 1 | -1): void;
  onMenu(column: number, cell: HTMLElement): void;
  onLeave(): void;
}

const stepPx = 16;

/** The grid's header row: one tab stop, walked with the arrow keys; Shift resizes, Ctrl moves, Enter opens the column's menu. */
export function createGridHeader(actions: HeaderActions): GridHeader {
  const element = make('div', { class: 'grid-head row', role: 'row', 'aria-rowindex': 1 });
  let cells: HTMLElement[] = [];
  let looks: readonly ColumnLook[] = [];
  let current = 0;

  function enter(at: number): void {
    current = Math.min(Math.max(0, at), cells.length - 1);
    for (const [index, cell] of cells.entries()) cell.tabIndex = index === current ? 0 : -1;
    cells[current]?.focus();
  }
  element.addEventListener('focusin', ({ target }) => {
    const at = cells.findIndex((it) => it === target);
    if (at >= 0) current = at;
  });
  element.addEventListener('keydown', (event) => {
    const act = readHeaderKey(event, current, looks[current]?.widthPx ?? 0, { enter, actions, cells });
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  return {
    element,
    draw(columns, nextLooks) {
      looks = nextLooks;
      const hadFocus = element.contains(document.activeElement);
      current = Math.min(current, Math.max(0, columns.length - 1));
      cells = columns.map((column, at) =>
        writeHeaderCell(column, at, () => looks[at]?.widthPx ?? 0, actions),
      );
      cells.forEach((cell, at) => {
        cell.tabIndex = at === current ? 0 : -1;
        cell.classList.toggle('cell-number', looks[at]?.isNumeric ?? false);
      });
      const gutter = make('div', { class: 'gutter', role: 'columnheader' }, make('span', {}, l10n.t('Line')));
      const text = make('div', { class: 'cell cell-text', role: 'columnheader' }, l10n.t('Text'));
      element.replaceChildren(gutter, ...(cells.length === 0 ? [text] : cells));
      if (hadFocus) cells[current]?.focus();
    },
    focus: () => enter(current),
  };
}

interface HeaderKeys {
  enter: (at: number) => void;
  actions: HeaderActions;
  cells: readonly HTMLElement[];
}

function readHeaderKey(
  event: KeyboardEvent,
  current: number,
  widthPx: number,
  { enter, actions, cells }: HeaderKeys,
): (() => void) | undefined {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  if (altKey) return undefined;
  const sign = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : undefined;
  if (sign !== undefined) {
    if (shiftKey) return () => actions.onResize(current, clampWidth(widthPx + sign * stepPx), true);
    if (ctrlKey || metaKey) {
      return () => {
        if (current + sign < 0 || current + sign >= cells.length) return;
        const from = current;
        current += sign;
        enter(current);
        actions.onMove(from, sign);
      };
    }
    return () => enter(current + sign);
  }
  switch (key) {
    case 'Home':
      return () => enter(0);
    case 'End':
      return () => enter(cells.length - 1);
    case 'ArrowDown':
    case 'Escape':
      return () => actions.onLeave();
    case 'Enter':
    case ' ':
    case 'ContextMenu':
      return () => {
        const cell = cells[current];
        if (cell) actions.onMenu(current, cell);
      };
    default:
      return undefined;
  }
}

function writeHeaderCell(
  { path, show }: ViewerColumn,
  at: number,
  widthPx: () => number,
  actions: HeaderActions,
): HTMLElement {
  const sash = make('div', { class: 'sash', 'aria-hidden': 'true' });
  const { name } = columnShowTexts[show];
  const shown = show === 'value' ? '' : ` (${name})`;
  const cell = make(
    'div',
    { class: 'cell', role: 'columnheader', title: `${showPath(path)}${shown}`, 'aria-haspopup': 'menu' },
    make('span', { class: 'head-name' }, showPath(path)),
    show !== 'value' && make('span', { class: 'head-show' }, name),
    sash,
  );
  cell.addEventListener('click', (event) => {
    if (event.target !== sash) actions.onMenu(at, cell);
  });
  cell.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    actions.onMenu(at, cell);
  });
  sash.addEventListener('pointerdown', (event) => dragSash(event, sash, at, widthPx(), actions));
  return cell;
}

function dragSash(
  down: PointerEvent,
  sash: HTMLElement,
  at: number,
  startPx: number,
  { onResize }: HeaderActions,
): void {
  if (down.button !== 0) return;
  down.preventDefault();
  sash.setPointerCapture(down.pointerId);
  const widthAt = (event: PointerEvent): number => clampWidth(startPx + event.clientX - down.clientX);
  const move = (event: PointerEvent): void => onResize(at, widthAt(event), false);
  sash.addEventListener('pointermove', move);
  sash.addEventListener(
    'lostpointercapture',
    (event) => {
      sash.removeEventListener('pointermove', move);
      onResize(at, widthAt(event), true);
    },
    { once: true },
  );
}
