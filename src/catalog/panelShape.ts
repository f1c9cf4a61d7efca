import type { ChartControls } from '../protocol/detail.ts';
import type { ItemKind, ItemRef } from './item.ts';
import { metrics, sections } from './sections.ts';
import { seriesOf, type Series } from './series.ts';

/** Whether the API has details for the items. */
export function hasDetails(items: readonly ItemRef[]): boolean {
  return sections.some((it) => it.kind === items[0]?.kind && it.hasDetails);
}

/** Kinds without an identifier of their own: the name is all there is. */
const isNamedById: Record<ItemKind, boolean> = {
  metric: false,
  segment: false,
  campaign: false,
  card: false,
  event: true,
  product: true,
};

/** The item with the name that its table gives it; others keep the one they came with. */
export function withName(item: ItemRef): ItemRef {
  if (item.kind === 'metric')
    return { ...item, name: metrics.find((it) => it.id === item.id)?.title ?? item.id };
  return isNamedById[item.kind] ? { ...item, name: item.id } : item;
}

/** What the page offers: only what every series of every item has, so that compared lines mean the same. */
export function createChartControls(items: readonly ItemRef[], defaultLength: number): ChartControls {
  const rows = items.flatMap((it) => seriesOf(it).map(([, row]) => row));
  return {
    units: shared(rows, (it) => it.units),
    filters: shared(rows, (it) => it.filters),
    breakdowns: shared(rows, (it) => it.breakdowns),
    defaultLength,
  };
}

function shared<T>(rows: Series[], of: (row: Series) => readonly T[]): T[] {
  const [first, ...others] = rows;
  return first ? of(first).filter((it) => others.every((row) => of(row).includes(it))) : [];
}
