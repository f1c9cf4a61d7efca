import type { Field } from '../protocol/detail.ts';
import { humanizeName } from './reading.ts';
import { describeValue, type Images } from './wireFields.ts';

/** A field that is known by name. */
export interface FieldRow {
  /** As schemas.ts names it. */
  key: string;
  label: string;
  /** Shown even where the service leaves it empty: "never sent" is worth knowing. */
  as?: 'date';
}

/** The fields of a record in the order of `rows`; without rows, all of them as they came. */
export function describeFields(
  rows: readonly FieldRow[],
  record: ReadonlyMap<string, unknown>,
  images: Images,
): Field[] {
  const wanted =
    rows.length > 0 ? rows : [...record.keys()].map((key): FieldRow => ({ key, label: humanizeName(key) }));
  return wanted.flatMap(({ key, label, as }): Field[] => {
    const value = describeValue(key, record.get(key), images);
    if (value) return [{ label, value }];
    return as === 'date' ? [{ label, value: { as: 'text', text: '—' } }] : [];
  });
}
