import type { CountsResult } from '../../../src/protocol/viewer.ts';
import type { Formats } from '../formats.ts';

/** `1,234 values in 5,000 lines · 12 without · …`; and where not all is told of all values, that too. */
export function describeCounts(counts: CountsResult, formats: Formats): string {
  const { values, distinctCount, lineCount, otherCount, mayLack } = counts;
  const others: [number, string][] = [
    [counts.missingCount, 'without'],
    [counts.objectCount, 'with an object there'],
    [otherCount, 'with rare values that were not kept'],
    [counts.invalidCount, 'not JSON'],
    [counts.blankCount, 'blank'],
  ];
  const isAll = otherCount === 0;
  return [
    `${isAll ? '' : 'at least '}${formats.count(distinctCount, 'value')} in ${formats.count(lineCount, 'line')}`,
    ...(values.length < distinctCount ? [`the ${formats.number(values.length)} most common listed`] : []),
    ...others.filter(([count]) => count > 0).map(([count, words]) => `${formats.number(count)} ${words}`),
    ...(mayLack > 0 ? [`each count up to ${formats.number(mayLack)} too low`] : []),
  ].join(' · ');
}
