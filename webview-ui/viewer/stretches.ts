/** Places of a list, both ends included. */
export interface Stretch {
  from: number;
  to: number;
}

/** Some places as stretches: ascending, apart from one another, never one entry a place. */
export type Stretches = readonly Stretch[];

/** The stretch between two places, whichever is first. */
export function between(one: number, other: number): Stretch {
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

export function holds(stretches: Stretches, place: number): boolean {
  return stretches.some((it) => it.from <= place && place <= it.to);
}

export function countPlaces(stretches: Stretches): number {
  return stretches.reduce((sum, it) => sum + it.to - it.from + 1, 0);
}

export function addStretch(stretches: Stretches, added: Stretch): Stretch[] {
  const before = stretches.filter((it) => it.to < added.from - 1);
  const after = stretches.filter((it) => it.from > added.to + 1);
  const joined = stretches.slice(before.length, stretches.length - after.length);
  const whole = {
    from: Math.min(added.from, joined[0]?.from ?? added.from),
    to: Math.max(added.to, joined.at(-1)?.to ?? added.to),
  };
  return [...before, whole, ...after];
}

export function removeStretch(stretches: Stretches, removed: Stretch): Stretch[] {
  return stretches.flatMap((it) => {
    const left = { from: it.from, to: Math.min(it.to, removed.from - 1) };
    const right = { from: Math.max(it.from, removed.to + 1), to: it.to };
    if (it.to < removed.from || it.from > removed.to) return [it];
    return [left, right].filter(({ from, to }) => from <= to);
  });
}

export function toggle(stretches: Stretches, place: number): Stretch[] {
  const own = { from: place, to: place };
  return holds(stretches, place) ? removeStretch(stretches, own) : addStretch(stretches, own);
}

/** What is left of the stretches in a list of this length. */
export function clip(stretches: Stretches, length: number): Stretch[] {
  return removeStretch(stretches, { from: length, to: Number.MAX_SAFE_INTEGER });
}
