import type { ViewerColumn, ViewerRow } from '../../../src/protocol/viewer.ts';
import { drawPlaceholder, drawRow, type RowContext } from './gridRow.ts';
import { isSelected, type Selected } from './selection.ts';
import type { VirtualRows } from './virtualRows.ts';

/** What the rows on screen are drawn from. */
export interface GridState extends RowContext {
  length: number;
  /** The number of lines of the file, for the room that their numbers need. */
  lineCount: number;
  columns: readonly ViewerColumn[];
  widths: number[];
  selected: Selected;
}

export interface RowPort {
  rowAt(place: number): ViewerRow | undefined;
  failureAt(place: number): string | undefined;
}

/** The width of a character of a line shown as text; a line is as wide as its characters at most. */
const charPx = 7.3;

export function drawPlace(element: HTMLElement, place: number, state: GridState, port: RowPort): void {
  element.id = `place-${place}`;
  element.setAttribute('aria-rowindex', String(place + 2));
  element.dataset['place'] = String(place);
  const row = port.rowAt(place);
  element.classList.toggle('row-loading', !row);
  element.classList.toggle('row-odd', row !== undefined && row.state !== 'json');
  if (row) drawRow(element, row, state);
  else drawPlaceholder(element, place, port.failureAt(place), state);
  markRow(element, place, state);
}

function markRow(element: HTMLElement, place: number, { selected }: GridState): void {
  element.setAttribute('aria-selected', String(isSelected(selected, place)));
  element.classList.toggle('row-active', place === selected.active);
}

/** Selection changes touch attributes only; the rows' texts stay. */
export function markRows(grid: HTMLElement, state: GridState): void {
  for (const row of grid.querySelectorAll<HTMLElement>('.rows > .row'))
    markRow(row, Number(row.dataset['place']), state);
  nameActive(grid, state);
}

/** Tells which row the keys act on; an active row out of view is no element that could be named. */
export function nameActive(grid: HTMLElement, { selected }: GridState): void {
  const active = document.getElementById(`place-${selected.active}`);
  if (active) grid.setAttribute('aria-activedescendant', active.id);
  else grid.removeAttribute('aria-activedescendant');
}

export function applyWidths(rows: VirtualRows, state: GridState, port: RowPort): void {
  const { columns, widths, lineCount, formats } = state;
  const gutterPx = Math.max(52, formats.number(lineCount).length * 8 + 34);
  const template = [`${gutterPx}px`, ...widths.map((it) => `${it}px`), 'minmax(0, 1fr)'];
  rows.element.style.setProperty('--columns', template.join(' '));
  rows.setWidth(gutterPx + (columns.length === 0 ? measureText(rows, port) : sum(widths)));
}

/** Without columns the lines are as wide as the longest in view. */
function measureText(rows: VirtualRows, port: RowPort): number {
  const { from, to } = rows.inView();
  let longest = 0;
  for (let place = from; place <= to; place++)
    longest = Math.max(longest, port.rowAt(place)?.text.length ?? 0);
  return longest * charPx + 160;
}

const sum = (values: readonly number[]): number => values.reduce((whole, it) => whole + it, 0);
