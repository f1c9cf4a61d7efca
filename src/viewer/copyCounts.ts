import type { CountedValue } from '../ndjson/scan/valueCount.ts';
import type { MergedCounts } from '../ndjson/scan/countMerger.ts';
import { UserError } from '../protocol/userError.ts';
import { writeCsvRow } from '../text/csvCells.ts';
import { copyBounds, type ViewerOutlets } from './takeRows.ts';

/**
 * Copies values with how many lines have them as CSV, the most common first, whole and as they came, formulas made
 * harmless. Gives what was done, and of how many values.
 */
export async function copyCounts(
  { path, counts }: { readonly path: string; readonly counts: MergedCounts },
  outlets: Pick<ViewerOutlets, 'copyText'>,
): Promise<string> {
  const rows = [writeCsvRow([path, 'lines'])];
  let sizeBytes = 0;
  for (const [value, count] of counts.values) {
    const row = writeCsvRow([spell(value), String(count)]);
    sizeBytes += Buffer.byteLength(row);
    if (sizeBytes > copyBounds.maxBytes) break;
    rows.push(row);
  }
  if (rows.length === 1) throw new UserError('There are no counts that fit on the clipboard.');
  await outlets.copyText(rows.join(''));
  return describeCopied(rows.length - 1, counts);
}

function describeCopied(copied: number, { distinctCount, otherCount, mayLack }: MergedCounts): string {
  const isAll = otherCount === 0;
  const values = `${distinctCount.toLocaleString('en')} ${distinctCount === 1 ? 'value' : 'values'}`;
  const some = `the ${copied.toLocaleString('en')} most common of ${isAll ? '' : 'at least '}${values}`;
  const lack = mayLack > 0 ? ` Each may be up to ${mayLack.toLocaleString('en')} too low.` : '';
  return `Copied the counts of ${isAll && copied === distinctCount ? values : some}.${lack}`;
}

function spell(value: CountedValue): string {
  return typeof value === 'object' && value !== null ? value.decimal : String(value);
}
