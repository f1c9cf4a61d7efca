import type { RowRange } from '../../../src/protocol/viewer.ts';
import { addRange, between, clip, holds, toggle } from '../rowRanges.ts';

/** Which rows are selected, and which one the keys act on. All by row indexes of the list that is shown. */
export interface Selected {
  readonly active: number;
  /** Where a range that Shift extends begins. */
  readonly anchor: number;
  readonly ranges: readonly RowRange[];
}

export type SelectMode = 'only' | 'extend' | 'toggle' | 'move';

/** What a click or a key on a row makes of the selection. `move`: only the active row changes. */
export function select(before: Selected, rowIndex: number, mode: SelectMode): Selected {
  switch (mode) {
    case 'only':
      return { active: rowIndex, anchor: rowIndex, ranges: [{ from: rowIndex, to: rowIndex }] };
    case 'extend': {
      // The range that hung on the anchor gives way to the new one; others stay, as in the editor's lists.
      const old = before.ranges.find((it) => it.from <= before.anchor && before.anchor <= it.to);
      const others = before.ranges.filter((it) => it !== old);
      return {
        active: rowIndex,
        anchor: before.anchor,
        ranges: addRange(others, between(before.anchor, rowIndex)),
      };
    }
    case 'toggle':
      return { active: rowIndex, anchor: rowIndex, ranges: toggle(before.ranges, rowIndex) };
    case 'move':
      return { ...before, active: rowIndex };
  }
}

export function selectAll(before: Selected, length: number): Selected {
  return length === 0 ? before : { ...before, anchor: 0, ranges: [{ from: 0, to: length - 1 }] };
}

/** The selection in a list of this length. */
export function fit({ active, anchor, ranges }: Selected, length: number): Selected {
  const last = Math.max(0, length - 1);
  return {
    active: Math.min(active, last),
    anchor: Math.min(anchor, last),
    ranges: clip(ranges, length),
  };
}

/** What an action is for: the selected rows, or the active one where none is selected. */
export function actedOn({ active, ranges }: Selected): RowRange[] {
  return ranges.length > 0 ? [...ranges] : [{ from: active, to: active }];
}

export const isSelected = ({ ranges }: Selected, rowIndex: number): boolean => holds(ranges, rowIndex);
