import * as l10n from '@vscode/l10n';
import { showCount, showNumber } from '../../../src/protocol/showCount.ts';
import type { CountsResult } from '../../../src/protocol/viewerTask.ts';

/** `1,234 values in 5,000 lines · 12 without · …`; and where not all is told of all values, that too. */
export function describeCounts(counts: CountsResult): string {
  const { values, distinctCount, lineCount, otherCount, mayLack } = counts;
  const [different, lines] = [showCount(distinctCount, 'value'), showCount(lineCount, 'line')];
  const words = [
    otherCount === 0
      ? l10n.t('{0} in {1}', different, lines)
      : l10n.t('at least {0} in {1}', different, lines),
  ];
  const add = (count: number, text: (shown: string) => string): void => {
    if (count > 0) words.push(text(showNumber(count)));
  };
  if (values.length < distinctCount)
    words.push(l10n.t('the {0} most common listed', showNumber(values.length)));
  add(counts.missingCount, (it) => l10n.t('{0} without', it));
  add(counts.objectCount, (it) => l10n.t('{0} with an object there', it));
  add(otherCount, (it) => l10n.t('{0} with rare values that were not kept', it));
  add(counts.invalidCount, (it) => l10n.t('{0} not JSON', it));
  add(counts.blankCount, (it) => l10n.t('{0} blank', it));
  add(mayLack, (it) => l10n.t('each count up to {0} too low', it));
  return words.join(' · ');
}
