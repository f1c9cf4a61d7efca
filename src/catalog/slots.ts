import { readDate } from '../api/dates.ts';
import type { Unit } from '../protocol/chart.ts';

/**
 * Where a point stands on the axis: whole units since 1970, counted on the calendar and clock that the text itself
 * shows. No zone is ever applied to a text that names none.
 */
export interface Slot {
  at: number;
  /** As the service wrote it. */
  time: string;
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/**
 * Assigns the points of one answer to slots. In an hourly series without offsets the hour after summer time comes twice: the
 * second one stands half a unit later. Any other time that comes twice is one point, and the last of them counts.
 */
export function assignSlots<Point extends { time: string }>(
  points: readonly Point[],
  unit: Unit,
): (Slot & { point: Point })[] {
  const placed = new Map<number, Slot & { point: Point }>();
  let last = 0;
  for (const point of points) {
    const read = readSlot(point.time, unit);
    let at = read?.at ?? last + 1;
    if (read?.repeatable && placed.has(at)) at += 0.5;
    placed.set(at, { at, time: point.time, point });
    last = at;
  }
  return [...placed.values()].sort((a, b) => a.at - b.at);
}

function readSlot(time: string, unit: Unit): { at: number; repeatable: boolean } | undefined {
  const date = readDate(time);
  if (!date) return undefined;
  if (unit === 'day') return { at: Date.parse(`${time.slice(0, 10)}T00:00:00Z`) / dayMs, repeatable: false };
  if (date.kind === 'instant') return { at: date.epochMs / hourMs, repeatable: false };
  return {
    at: Date.parse(`${time.replace(' ', 'T').slice(0, 16).padEnd(16, 'T00:00')}Z`) / hourMs,
    repeatable: true,
  };
}

/** The time at `at`, in the format of `like`: for points that the service did not send. */
export function writeTime(at: number, unit: Unit, like: Slot): string {
  if (unit === 'day') return new Date(at * dayMs).toISOString().slice(0, 10);
  const offset = /([+-])(\d{2}):?(\d{2})$/.exec(like.time);
  const offsetMs = offset
    ? Number(`${offset[1]}1`) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000
    : 0;
  const clock = new Date(at * hourMs + offsetMs).toISOString();
  return clock.slice(0, 19) + like.time.slice(19).replace(/^\.\d+/, '');
}

/** The whole units strictly between two neighbouring slots. */
export function slotsBetween(from: Slot, to: Slot, unit: Unit): Slot[] {
  const between: Slot[] = [];
  for (let at = from.at + 1; at < to.at - 0.01; at += 1)
    between.push({ at, time: writeTime(at, unit, from) });
  return between;
}
