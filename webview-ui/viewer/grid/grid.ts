import type { ViewerColumn } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import type { ColumnLook } from './columnWidths.ts';
import type { Formats } from '../formats.ts';
import {
  createGridSelection,
  listenToGridKeys,
  listenToGridMouse,
  type GridActionPort,
} from './gridActions.ts';
import { applyWidths, drawPlace, markRows, nameActive, type GridState, type RowPort } from './gridDrawing.ts';
import { createGridHead, type HeadActions } from './gridHead.ts';
import type { Marker } from '../find/hitMarks.ts';
import { fit, type Selected } from './selection.ts';
import { createVirtualRows, type VirtualRows } from './virtualRows.ts';

export interface GridPort extends GridActionPort, RowPort {
  /** The rows in view have changed, or how many there are. */
  onMoved(from: number, to: number): void;
  head: Omit<HeadActions, 'onLeave'>;
}

/** The lines as rows. */
export interface Grid {
  element: HTMLElement;
  setList(list: Pick<GridState, 'length' | 'lineCount' | 'isWholeFile'>): void;
  setColumns(columns: readonly ViewerColumn[], looks: readonly ColumnLook[]): void;
  resizeColumn(column: number, widthPx: number): void;
  setMarker(marker: Marker | undefined): void;
  selected(): Selected;
  setSelected(selected: Selected): void;
  /** Makes a place the only selected one and brings it into view. */
  goTo(place: number): void;
  topPx(): number;
  scrollTo(topPx: number): void;
  redraw(): void;
  focus(): void;
}

export function createGrid(port: GridPort, formats: Formats): Grid {
  const state: GridState = {
    ...{ formats, numeric: [], marker: undefined, isWholeFile: true, length: 0, lineCount: 0 },
    ...{ columns: [], widths: [], selected: { active: 0, anchor: 0, ranges: [] } },
  };
  const focus = (): void => rows.element.focus({ preventScroll: true });
  const head = createGridHead({ ...port.head, onLeave: focus });
  const rows: VirtualRows = createVirtualRows({
    head: make('div', { role: 'rowgroup' }, head.element),
    active: () => state.selected.active,
    draw: (element, place) => drawPlace(element, place, state, port),
    onMoved() {
      const { from, to } = rows.inView();
      nameActive(rows.element, state);
      port.onMoved(from, to);
    },
  });
  describeGrid(rows.element);
  const selection = createGridSelection(rows, state, port);
  listenToGridKeys({ rows, state, port, head, selection });
  listenToGridMouse({ rows, state, port, head, selection });

  return {
    element: rows.element,
    setList: (list) => showList(rows, state, { list, port }),
    setColumns(columns, looks) {
      showColumns(state, columns, looks);
      rows.element.setAttribute('aria-colcount', String(Math.max(1, columns.length) + 1));
      head.draw(columns, looks);
      applyWidths(rows, state, port);
      rows.redraw();
    },
    resizeColumn(column, widthPx) {
      state.widths[column] = widthPx;
      applyWidths(rows, state, port);
    },
    setMarker(marker) {
      state.marker = marker;
      rows.redraw();
    },
    selected: () => state.selected,
    setSelected: selection.set,
    goTo: (place) => selection.act(place, 'only', true),
    ...{ topPx: rows.topPx, scrollTo: rows.scrollTo, focus },
    redraw() {
      if (state.columns.length === 0) applyWidths(rows, state, port);
      rows.redraw();
    },
  };
}

function describeGrid(element: HTMLElement): void {
  const attributes = { role: 'grid', tabindex: '0', 'aria-label': 'Lines', 'aria-multiselectable': 'true' };
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function showColumns(state: GridState, columns: readonly ViewerColumn[], looks: readonly ColumnLook[]): void {
  state.columns = columns;
  state.numeric = looks.map((it) => it.isNumeric);
  state.widths = looks.map((it) => it.widthPx);
}

function showList(
  rows: VirtualRows,
  state: GridState,
  { list, port }: { list: Parameters<Grid['setList']>[0]; port: RowPort },
): void {
  const isRoomy = list.lineCount === state.lineCount;
  Object.assign(state, list);
  state.selected = fit(state.selected, state.length);
  rows.element.setAttribute('aria-rowcount', String(state.length + 1));
  if (!isRoomy) applyWidths(rows, state, port);
  rows.setLength(state.length);
  markRows(rows.element, state);
}
