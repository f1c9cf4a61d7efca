import type { Unit } from '../protocol/chart.ts';
import type { SeriesWindow } from './seriesWindows.ts';
import { assignSlots, slotsBetween, writeTime, type Slot } from './slots.ts';

/** The result of loading one window. */
export type WindowResult<Point> =
  | { window: SeriesWindow; id: string; points: readonly Point[] }
  | { window: SeriesWindow; id: string; error: unknown };

export interface Placed<Point> extends Slot {
  point: Point;
}

/** A gap whose window failed, with both ends included. */
export interface Hole {
  id: string;
  from: Slot;
  to: Slot;
  error: unknown;
}

export interface Stitched<Point> {
  /** In order of time, each time once. */
  points: Placed<Point>[];
  /** Times inside the range for which the service sent nothing, and the times of the holes. */
  empty: Slot[];
  holes: Hole[];
  /** Where the whole range ends; undefined where no window has points to compute it from. */
  end: Slot | undefined;
}

/**
 * Joins the windows of one series (newest first) without a duplicated or missing point. Where windows overlap, a point
 * at the very end of a window is replaced, since it may cover only part of its day; otherwise the newer window counts.
 * `endOfOthers` positions the gaps of a series without any points.
 */
export function stitchWindows<Point extends { time: string }>(
  results: readonly WindowResult<Point>[],
  unit: Unit,
  endOfOthers?: Slot,
): Stitched<Point> {
  const loaded = results.filter((it) => 'points' in it);
  const placed = loaded.map(({ window, points }) => ({ window, points: assignSlots(points, unit) }));
  const merged = mergeWindows(placed, results.at(-1)?.window.offset ?? 0);
  // A window that is as long as was asked has no gaps: an hour that it skips did not exist on the service's clock.
  const complete = loaded.every(({ window, points }) => points.length >= window.length);
  const empty = complete ? [] : fillGaps(merged, unit);
  const end = findEnd(placed) ?? endOfOthers;
  const holes = results.flatMap((it) => ('error' in it && end ? findHole(it, { merged, end, unit }) : []));
  return {
    points: merged,
    empty: [...empty, ...holes.flatMap((it) => it.slots)],
    holes: holes.map((it) => it.hole),
    end,
  };
}

interface PlacedWindow<Point> {
  window: SeriesWindow;
  points: Placed<Point>[];
}

function mergeWindows<Point>(windows: PlacedWindow<Point>[], oldestOffset: number): Placed<Point>[] {
  const merged = new Map<number, { placed: Placed<Point>; edge: boolean }>();
  for (const { window, points } of [...windows].reverse())
    for (const [index, placed] of points.entries()) {
      const first = index === 0 && window.offset < oldestOffset;
      const last = index === points.length - 1 && window.offset > 0;
      const edge = first || last;
      const known = merged.get(placed.at);
      if (!known || known.edge || !edge) merged.set(placed.at, { placed, edge });
    }
  return [...merged.values()].map((it) => it.placed).sort((a, b) => a.at - b.at);
}

function fillGaps<Point>(points: Placed<Point>[], unit: Unit): Slot[] {
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    return next ? slotsBetween(point, next, unit) : [];
  });
}

/** The end of the whole range, computed from the newest window with points. */
function findEnd<Point>(windows: PlacedWindow<Point>[]): Slot | undefined {
  const newest = windows.find(({ points }) => points.length > 0);
  const last = newest?.points.at(-1);
  return last && newest && { at: last.at + newest.window.offset, time: last.time };
}

function findHole<Point>(
  { window, id, error }: { window: SeriesWindow; id: string; error: unknown },
  { merged, end, unit }: { merged: Placed<Point>[]; end: Slot; unit: Unit },
): { hole: Hole; slots: Slot[] }[] {
  const known = new Set(merged.map((it) => it.at));
  const slots: Slot[] = [];
  for (let back = window.offset + window.length - 1; back >= window.offset; back -= 1) {
    const at = end.at - back;
    if (!known.has(at)) slots.push({ at, time: writeTime(at, unit, end) });
  }
  const [from, to] = [slots[0], slots.at(-1)];
  return from && to ? [{ hole: { id, from, to, error }, slots }] : [];
}
