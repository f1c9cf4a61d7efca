import * as l10n from '@vscode/l10n';
import type { CountedValue } from '../ndjson/scan/valueCount.ts';
import type { MergedCounts } from '../ndjson/scan/countMerger.ts';
import { showCount, showNumber } from '../protocol/showCount.ts';
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
    const row = writeCsvRow([showWhole(value), String(count)]);
    sizeBytes += Buffer.byteLength(row);
    if (sizeBytes > copyBounds.maxBytes) break;
    rows.push(row);
  }
  if (rows.length === 1) throw new UserError(l10n.t('There are no counts that fit on the clipboard.'));
  await outlets.copyText(rows.join(''));
  return describeCopied(rows.length - 1, counts);
}

function describeCopied(copied: number, { distinctCount, otherCount, mayLack }: MergedCounts): string {
  const done = describeHowMany(copied, showCount(distinctCount, 'value'), {
    isAll: otherCount === 0,
    isComplete: otherCount === 0 && copied === distinctCount,
  });
  if (mayLack === 0) return done;
  return `${done} ${l10n.t('Each may be up to {0} too low.', showNumber(mayLack))}`;
}

/** `isAll`: there are no more values than those counted; `isComplete`: all of them were copied. */
function describeHowMany(
  copied: number,
  values: string,
  { isAll, isComplete }: { isAll: boolean; isComplete: boolean },
): string {
  if (isComplete) return l10n.t('Copied the counts of {0}.', values);
  const shown = showNumber(copied);
  return isAll
    ? l10n.t('Copied the counts of the {0} most common of {1}.', shown, values)
    : l10n.t('Copied the counts of the {0} most common of at least {1}.', shown, values);
}

function showWhole(value: CountedValue): string {
  return typeof value === 'object' && value !== null ? value.decimal : String(value);
}
