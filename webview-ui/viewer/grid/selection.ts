import { addStretch, between, clip, holds, toggle, type Stretch } from '../stretches.ts';

/** Which rows are selected, and which one the keys act on. All in places of the list that is shown. */
export interface Selected {
  readonly active: number;
  /** Where a stretch that Shift extends begins. */
  readonly anchor: number;
  readonly stretches: readonly Stretch[];
}

export type SelectMode = 'only' | 'extend' | 'toggle' | 'move';

/** What a click or a key on a place makes of the selection. `move`: only the active row changes. */
export function select(before: Selected, place: number, mode: SelectMode): Selected {
  switch (mode) {
    case 'only':
      return { active: place, anchor: place, stretches: [{ from: place, to: place }] };
    case 'extend': {
      // The stretch that hung on the anchor gives way to the new one; others stay, as in the editor's lists.
      const old = before.stretches.find((it) => it.from <= before.anchor && before.anchor <= it.to);
      const others = before.stretches.filter((it) => it !== old);
      return {
        active: place,
        anchor: before.anchor,
        stretches: addStretch(others, between(before.anchor, place)),
      };
    }
    case 'toggle':
      return { active: place, anchor: place, stretches: toggle(before.stretches, place) };
    case 'move':
      return { ...before, active: place };
  }
}

export function selectAll(before: Selected, length: number): Selected {
  return length === 0 ? before : { ...before, anchor: 0, stretches: [{ from: 0, to: length - 1 }] };
}

/** The selection in a list of this length. */
export function fit({ active, anchor, stretches }: Selected, length: number): Selected {
  const last = Math.max(0, length - 1);
  return {
    active: Math.min(active, last),
    anchor: Math.min(anchor, last),
    stretches: clip(stretches, length),
  };
}

/** What an action is for: the selected rows, or the active one where none is selected. */
export function actedOn({ active, stretches }: Selected): Stretch[] {
  return stretches.length > 0 ? [...stretches] : [{ from: active, to: active }];
}

export const isSelected = ({ stretches }: Selected, place: number): boolean => holds(stretches, place);
