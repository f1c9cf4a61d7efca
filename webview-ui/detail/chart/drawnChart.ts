import type { Chart } from '../../../src/protocol/chart.ts';
import type { DrawnLine } from './drawnLines.ts';
import type { Theme } from '../theme.ts';

/** A chart as it is drawn. */
export interface DrawnChart {
  chart: Chart;
  lines: DrawnLine[];
  /** Whether the period before is drawn too. */
  previous: boolean;
  theme: Theme;
}
