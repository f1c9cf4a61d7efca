import type { ItemRef } from '../protocol/item.ts';

export { itemKinds, type ItemKind, type ItemRef, type ListedKind } from '../protocol/item.ts';

/** The figures of the whole app group; each is a row of the series table under the same name. */
export const metricIds = [
  'monthlyActives',
  'dailyActives',
  'newUsers',
  'uninstalls',
  'sessions',
  'revenue',
  'purchases',
] as const;
export type MetricId = (typeof metricIds)[number];

/** So many items of one kind fit in one chart. */
export const maxCompared = 8;

/** Two refs with one key are the same thing, whatever name they carry. */
export function itemKeyOf({ kind, id }: ItemRef): string {
  return `${kind}:${id}`;
}
