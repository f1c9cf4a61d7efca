import type { ViewerColumn, ViewerRow } from '../../../src/protocol/viewer.ts';
import { changeColumn } from './columnChoice.ts';
import { lookAtColumns, type ColumnLook } from '../grid/columnWidths.ts';
import type { Grid } from '../grid/grid.ts';

/** The columns on screen; how they look is known once there are rows. */
export interface ColumnsInUse {
  columns(): ViewerColumn[];
  set(columns: ViewerColumn[]): void;
  /** Makes them as wide as these rows need, where that has not been done. */
  fit(rows: ViewerRow[]): void;
  /** While a column is being dragged it only looks as wide; once that is done it is. True then. */
  resize(at: number, widthPx: number, isDone: boolean): boolean;
}

export function createColumnsInUse(first: readonly ViewerColumn[], grid: () => Grid): ColumnsInUse {
  let columns = [...first];
  let looks: ColumnLook[] | undefined;
  let charPx = 0;
  const look = (rows: ViewerRow[]): ColumnLook[] =>
    lookAtColumns(columns, rows, (charPx ||= measureCharacter()));
  const draw = (): void => grid().setColumns(columns, looks ?? look([]));
  return {
    columns: () => columns,
    set(next) {
      columns = next;
      looks = undefined;
      charPx = 0;
      draw();
    },
    fit(rows) {
      if (looks || rows.length === 0) return;
      looks = look(rows);
      draw();
    },
    resize(at, widthPx, isDone) {
      grid().resizeColumn(at, widthPx);
      if (!isDone) return false;
      columns = changeColumn(columns, at, { widthPx });
      looks = looks?.map((it, index) => (index === at ? { ...it, widthPx } : it));
      draw();
      return true;
    },
  };
}

function measureCharacter(): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 7;
  const { fontSize, fontFamily } = getComputedStyle(document.body);
  context.font = `${fontSize} ${fontFamily}`;
  // Digits are as wide as most letters, or wider.
  return context.measureText('0').width;
}
