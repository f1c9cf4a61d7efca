import type { ViewerColumn, ViewerRow } from '../../../src/protocol/viewer.ts';
import { columnShowTexts } from '../side/columnShowTexts.ts';

export const narrowestPx = 40;
export const widestPx = 1200;
const paddingPx = 18;

/** What can be told of a column from some of its rows. */
export interface ColumnLook {
  widthPx: number;
  isNumeric: boolean;
}

/** Widths that fit most of these rows, and which columns have just numbers. `charPx`: the width of a character. */
export function lookAtColumns(
  columns: readonly ViewerColumn[],
  rows: readonly ViewerRow[],
  charPx: number,
): ColumnLook[] {
  return columns.map((column, at) => {
    const cells = rows.map((it) => it.cells[at] ?? '').filter((it) => it !== '');
    const isNumeric = column.show === 'count' || (cells.length > 0 && cells.every(isNumber));
    return { widthPx: column.widthPx ?? fit(titleOf(column), cells, charPx), isNumeric };
  });
}

function titleOf({ path, show }: ViewerColumn): string {
  return show === 'value' ? path : `${path} ${columnShowTexts[show].name}`;
}

export function clampWidth(px: number): number {
  return Math.round(Math.min(Math.max(narrowestPx, px), widestPx));
}

function fit(title: string, cells: string[], charPx: number): number {
  const lengths = cells.map((it) => it.length).sort((a, b) => a - b);
  const most = lengths[Math.ceil((lengths.length - 1) * 0.95)] ?? 0;
  const wanted = Math.max(Math.min(title.length + 1, 22), most) * charPx + paddingPx;
  return Math.round(Math.min(Math.max(56, wanted), 280));
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text);
}
