import { setImmediate } from 'node:timers/promises';
import { createLineList, type LineList } from './lineList.ts';

/** Pairs of lines, one of each of two files, at the same places of two lists. */
export interface LinePairs {
  readonly before: LineList;
  readonly after: LineList;
}

/** So many numbers are moved before others get their turn on the thread. */
const turnLength = 100_000;

/** The same pairs in the order of their second lines, which then can be searched. Sorts by halves of 16 bits. */
export async function orderByAfter({ before, after }: LinePairs): Promise<LinePairs> {
  const { length } = after;
  let order: Uint32Array = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  for (const shift of [0, 16])
    order = await sortByHalf(order, (place) => (after.at(place) >>> shift) & 0xffff);
  const ordered = { before: createLineList(), after: createLineList() };
  for (let i = 0; i < length; i++) {
    if (i % turnLength === turnLength - 1) await setImmediate();
    ordered.before.push(before.at(order[i] ?? 0));
    ordered.after.push(after.at(order[i] ?? 0));
  }
  return ordered;
}

async function sortByHalf(order: Uint32Array, halfOf: (place: number) => number): Promise<Uint32Array> {
  const ends = new Uint32Array(0x1_0001);
  for (const [i, place] of order.entries()) {
    if (i % turnLength === turnLength - 1) await setImmediate();
    const half = halfOf(place) + 1;
    ends[half] = (ends[half] ?? 0) + 1;
  }
  for (let half = 1; half < ends.length; half++) ends[half] = (ends[half] ?? 0) + (ends[half - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const [i, place] of order.entries()) {
    if (i % turnLength === turnLength - 1) await setImmediate();
    const half = halfOf(place);
    const at = ends[half] ?? 0;
    sorted[at] = place;
    ends[half] = at + 1;
  }
  return sorted;
}
