import type { ViewerColumn } from '../../../src/protocol/viewer.ts';

/** Columns with a path shown or left out; one that comes in stands last. */
export function switchColumn(columns: readonly ViewerColumn[], path: string): ViewerColumn[] {
  const others = columns.filter((it) => it.path !== path);
  return others.length < columns.length ? others : [...columns, { path, show: 'value' }];
}

export function moveColumn(columns: readonly ViewerColumn[], at: number, by: 1 | -1): ViewerColumn[] {
  const [one, other] = [columns[at], columns[at + by]];
  if (!one || !other) return [...columns];
  return columns.map((it, index) => (index === at ? other : index === at + by ? one : it));
}

export function changeColumn(
  columns: readonly ViewerColumn[],
  at: number,
  change: Partial<ViewerColumn>,
): ViewerColumn[] {
  return columns.map((it, index) => (index === at ? { ...it, ...change } : it));
}
