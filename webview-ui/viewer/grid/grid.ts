import * as l10n from '@vscode/l10n';
import { showNumber } from '../../../src/protocol/showCount.ts';
import type { ViewerColumn, ViewerRow } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import type { HitMarker } from '../find/hitMarks.ts';
import type { ColumnLook } from './columnWidths.ts';
import { createGridHeader, type HeaderActions } from './gridHeader.ts';
import { readGridKey, type GridCommand } from './gridKeys.ts';
import { drawPlaceholder, drawRow } from './gridRow.ts';
import { rowPx } from './scrollMap.ts';
import { fit, isSelected, select, selectAll, type Selected, type SelectMode } from './selection.ts';
import { createVirtualRows, type VirtualRows } from './virtualRows.ts';

export interface GridContext {
  rowAt(row: number): ViewerRow | undefined;
  failureAt(row: number): string | undefined;
  /** The rows in view have changed, or how many there are. */
  onMoved(from: number, to: number): void;
  onSelected(selected: Selected): void;
  onOpen(row: number, beside: boolean): void;
  onCopyId(): void;
  onMenu(at: { x: number; y: number }): void;
  header: Omit<HeaderActions, 'onLeave'>;
}

/** The list whose lines are the rows. */
interface GridList {
  length: number;
  /** The number of lines of the file, for the room that their numbers need. */
  lineCount: number;
  isWholeFile: boolean;
}

/** The lines as rows; a row is named by its number in the list, counted from 0. */
export interface Grid {
  element: HTMLElement;
  setList(list: GridList): void;
  setColumns(columns: readonly ViewerColumn[], looks: readonly ColumnLook[]): void;
  resizeColumn(column: number, widthPx: number): void;
  setMarker(marker: HitMarker | undefined): void;
  selected(): Selected;
  setSelected(selected: Selected): void;
  /** Makes a row the only selected one and brings it into view. */
  goTo(row: number): void;
  topPx(): number;
  scrollTo(topPx: number): void;
  redraw(): void;
  focus(): void;
}

/** The width of a character of a line shown as text; a line is as wide as its characters at most. */
const charPx = 7.3;

export function createGrid(context: GridContext): Grid {
  let list: GridList = { length: 0, lineCount: 0, isWholeFile: true };
  let columnCount = 0;
  let widths: number[] = [];
  let numeric: boolean[] = [];
  let selected: Selected = { active: 0, anchor: 0, ranges: [] };
  let marker: HitMarker | undefined;

  const focus = (): void => rows.element.focus({ preventScroll: true });
  const header = createGridHeader({ ...context.header, onLeave: focus });
  const rows: VirtualRows = createVirtualRows({
    header: make('div', { role: 'rowgroup' }, header.element),
    active: () => selected.active,
    draw: drawElement,
    onMoved() {
      const { from, to } = rows.inView();
      nameActive();
      context.onMoved(from, to);
    },
  });
  const { element } = rows;
  element.setAttribute('role', 'grid');
  element.setAttribute('tabindex', '0');
  element.setAttribute('aria-label', l10n.t('Lines'));
  element.setAttribute('aria-multiselectable', 'true');

  function drawElement(rowElement: HTMLElement, row: number): void {
    rowElement.id = idOf(row);
    rowElement.setAttribute('aria-rowindex', String(row + 2));
    rowElement.dataset['rowIndex'] = String(row);
    const content = context.rowAt(row);
    rowElement.classList.toggle('row-loading', !content);
    rowElement.classList.toggle('row-odd', content !== undefined && content.state !== 'json');
    const look = { numeric, marker, isWholeFile: list.isWholeFile };
    if (content) drawRow(rowElement, content, look);
    else drawPlaceholder(rowElement, row, context.failureAt(row), look);
    markElement(rowElement, row);
  }

  function markElement(rowElement: HTMLElement, row: number): void {
    rowElement.setAttribute('aria-selected', String(isSelected(selected, row)));
    rowElement.classList.toggle('row-active', row === selected.active);
  }

  /** Selection changes touch attributes only; the rows' texts stay. */
  function markRows(): void {
    for (const it of element.querySelectorAll<HTMLElement>('.rows > .row'))
      markElement(it, Number(it.dataset['rowIndex']));
    nameActive();
  }

  /** Tells which row the keys act on; an active row out of view is no element that could be named. */
  function nameActive(): void {
    const active = document.getElementById(idOf(selected.active));
    if (active) element.setAttribute('aria-activedescendant', active.id);
    else element.removeAttribute('aria-activedescendant');
  }

  function applyWidths(): void {
    const gutterPx = Math.max(52, showNumber(list.lineCount).length * 8 + 34);
    const template = [`${gutterPx}px`, ...widths.map((it) => `${it}px`), 'minmax(0, 1fr)'];
    element.style.setProperty('--columns', template.join(' '));
    const cellsPx = columnCount === 0 ? measureText() : widths.reduce((sum, it) => sum + it, 0);
    rows.setWidth(gutterPx + cellsPx);
  }

  /** Without columns the lines are as wide as the longest in view. */
  function measureText(): number {
    const { from, to } = rows.inView();
    let longest = 0;
    for (let row = from; row <= to; row++) longest = Math.max(longest, context.rowAt(row)?.text.length ?? 0);
    return longest * charPx + 160;
  }

  function setSelected(next: Selected): void {
    selected = fit(next, list.length);
    markRows();
    context.onSelected(selected);
  }

  /** Selects by a row and brings it into view; into the middle where it is `far`. */
  function act(row: number, mode: SelectMode, far = false): void {
    if (list.length === 0) return;
    setSelected(select(selected, Math.min(Math.max(0, row), list.length - 1), mode));
    rows.reveal(selected.active, far);
    markRows();
  }

  function runCommand(command: GridCommand): void {
    const { active } = selected;
    switch (command.do) {
      case 'move': {
        const { by, sign, mode } = command;
        if (by === 'row' && sign === -1 && active === 0 && mode === 'only') return header.focus();
        const page = Math.max(1, rows.pageLength() - 1);
        // The view moves as far as the active row, so that a page is exactly a page.
        if (by === 'page') rows.scrollTo(rows.topPx() + sign * page * rowPx);
        const end = sign === 1 ? list.length - 1 : 0;
        return act(by === 'all' ? end : active + sign * (by === 'page' ? page : 1), mode);
      }
      case 'open':
        return context.onOpen(active, command.beside);
      case 'toggle':
        return act(active, 'toggle');
      case 'selectAll':
        return setSelected(selectAll(selected, list.length));
      case 'copyId':
        return context.onCopyId();
      case 'menu': {
        rows.reveal(active);
        const box = document.getElementById(idOf(active))?.getBoundingClientRect();
        return context.onMenu({ x: (box?.left ?? 0) + 60, y: box?.bottom ?? 0 });
      }
      case 'scrollSideways':
        element.scrollLeft += command.sign * 60;
    }
  }

  element.addEventListener('keydown', (event) => {
    const command = event.target === element ? readGridKey(event) : undefined;
    if (!command) return;
    event.preventDefault();
    // The editor has commands of its own on some of these keys.
    event.stopPropagation();
    runCommand(command);
  });
  element.addEventListener('mousedown', (event) => {
    const row = rowOf(event);
    if (row === undefined || event.button !== 0) return;
    // Shift would select text.
    if (event.shiftKey) event.preventDefault();
    focus();
    act(row, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'only');
  });
  element.addEventListener('dblclick', (event) => {
    const row = rowOf(event);
    if (row !== undefined) context.onOpen(row, event.ctrlKey || event.metaKey);
  });
  element.addEventListener('contextmenu', (event) => {
    const row = rowOf(event);
    if (row === undefined) return;
    event.preventDefault();
    focus();
    if (!isSelected(selected, row)) act(row, 'only');
    context.onMenu({ x: event.clientX, y: event.clientY });
  });

  return {
    element,
    setList(next) {
      const needsRoom = next.lineCount !== list.lineCount;
      list = next;
      selected = fit(selected, list.length);
      element.setAttribute('aria-rowcount', String(list.length + 1));
      if (needsRoom) applyWidths();
      rows.setLength(list.length);
      markRows();
    },
    setColumns(columns, looks) {
      columnCount = columns.length;
      numeric = looks.map((it) => it.isNumeric);
      widths = looks.map((it) => it.widthPx);
      element.setAttribute('aria-colcount', String(Math.max(1, columnCount) + 1));
      header.draw(columns, looks);
      applyWidths();
      rows.redraw();
    },
    resizeColumn(column, widthPx) {
      widths[column] = widthPx;
      applyWidths();
    },
    setMarker(next) {
      marker = next;
      rows.redraw();
    },
    selected: () => selected,
    setSelected,
    goTo: (row) => act(row, 'only', true),
    topPx: rows.topPx,
    scrollTo: rows.scrollTo,
    redraw() {
      if (columnCount === 0) applyWidths();
      rows.redraw();
    },
    focus,
  };
}

const idOf = (row: number): string => `row-${row}`;

function rowOf({ target }: Event): number | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('.rows > .row') : null;
  return row ? Number(row.dataset['rowIndex']) : undefined;
}
