import type { Measure, Summary } from '../protocol/chart.ts';
import { shareOf, type Ratio } from './reading.ts';

export type PointValue = number | undefined | Ratio;

/**
 * What a line says over a period. A level has no total, since the same users are in it day after day; the total of a
 * rate is the rate of the whole period, and its days have no mean worth showing.
 */
export function summarize(values: readonly PointValue[], measure: Measure): Summary {
  if (measure === 'rate') return summarizeRate(values.filter((it) => typeof it === 'object'));
  const known = values.filter((it) => typeof it === 'number');
  const sum = known.reduce((all, it) => all + it, 0);
  return {
    total: known.length === 0 || measure === 'level' ? null : sum,
    mean: known.length === 0 ? null : sum / known.length,
    latest: known.at(-1) ?? null,
  };
}

function summarizeRate(ratios: Ratio[]): Summary {
  const known = ratios.filter(({ of, among }) => of !== undefined && among !== undefined);
  const sum = (side: 'of' | 'among'): number => known.reduce((all, it) => all + (it[side] ?? 0), 0);
  const shares = known.map(shareOf).filter((it) => it !== null);
  return {
    total: known.length === 0 ? null : shareOf({ of: sum('of'), among: sum('among') }),
    mean: null,
    latest: shares.at(-1) ?? null,
  };
}
