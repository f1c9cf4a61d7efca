import { createLineList, type LineList } from '../file/lineList.ts';
import { forEachYielding } from '../scan/forEachYielding.ts';

/** Pairs of lines, one of each of two files, at the same indexes of two lists. */
export interface LinePairs {
  readonly before: LineList;
  readonly after: LineList;
}

/** The same pairs in the order of their second lines, which then can be searched. */
export async function orderByAfter({ before, after }: LinePairs): Promise<LinePairs> {
  const order = await sortPlaces(after);
  return { before: await reorderLines(before, order), after: await reorderLines(after, order) };
}

/** The lines at these indexes, as a list in their order. */
export async function reorderLines(lines: LineList, indexes: Uint32Array): Promise<LineList> {
  const picked = createLineList();
  await forEachYielding(indexes.length, (i) => picked.push(lines.at(indexes[i] ?? 0)));
  return picked;
}

/** The indexes of a list in the order of its lines, which need not be ascending. Sorts by halves of 16 bits. */
export async function sortPlaces(lines: LineList): Promise<Uint32Array> {
  let order: Uint32Array = new Uint32Array(lines.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (const shift of [0, 16])
    order = await sortByHalf(order, (index) => (lines.at(index) >>> shift) & 0xffff);
  return order;
}

async function sortByHalf(order: Uint32Array, halfOf: (index: number) => number): Promise<Uint32Array> {
  const ends = new Uint32Array(0x1_0001);
  await forEachYielding(order.length, (i) => {
    const half = halfOf(order[i] ?? 0) + 1;
    ends[half] = (ends[half] ?? 0) + 1;
  });
  for (let half = 1; half < ends.length; half++) ends[half] = (ends[half] ?? 0) + (ends[half - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  await forEachYielding(order.length, (i) => {
    const index = order[i] ?? 0;
    const half = halfOf(index);
    const at = ends[half] ?? 0;
    sorted[at] = index;
    ends[half] = at + 1;
  });
  return sorted;
}
