import type { RowRange } from '../../src/protocol/viewer.ts';

/** The range between two rows, whichever is first. */
export function between(one: number, other: number): RowRange {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

export function holds(ranges: readonly RowRange[], rowIndex: number): boolean {
  return ranges.some((it) => it.from <= rowIndex && rowIndex <= it.to);
}

export function countRowsIn(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, it) => sum + it.to - it.from + 1, 0);
}

export function addRange(ranges: readonly RowRange[], added: RowRange): RowRange[] {
  const before = ranges.filter((it) => it.to < added.from - 1);
  const after = ranges.filter((it) => it.from > added.to + 1);
  const joined = ranges.slice(before.length, ranges.length - after.length);
  const whole = {
    from: Math.min(added.from, joined[0]?.from ?? added.from),
    to: Math.max(added.to, joined.at(-1)?.to ?? added.to),
  };
  return [...before, whole, ...after];
}

export function removeRange(ranges: readonly RowRange[], removed: RowRange): RowRange[] {
  return ranges.flatMap((it) => {
    const left = { from: it.from, to: Math.min(it.to, removed.from - 1) };
    const right = { from: Math.max(it.from, removed.to + 1), to: it.to };
    if (it.to < removed.from || it.from > removed.to) return [it];
    return [left, right].filter(({ from, to }) => from <= to);
  });
}

export function toggle(ranges: readonly RowRange[], rowIndex: number): RowRange[] {
  const own = { from: rowIndex, to: rowIndex };
  return holds(ranges, rowIndex) ? removeRange(ranges, own) : addRange(ranges, own);
}

/** What is left of the ranges in a list of this length. */
export function clip(ranges: readonly RowRange[], length: number): RowRange[] {
  return removeRange(ranges, { from: length, to: Number.MAX_SAFE_INTEGER });
}
