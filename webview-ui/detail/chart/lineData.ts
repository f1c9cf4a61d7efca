import * as l10n from '@vscode/l10n';
import { asLine } from '../../../src/protocol/plainText.ts';
import type { ChartDataset } from 'chart.js';
import type { Values } from '../../../src/protocol/chart.ts';
import { axisOf } from './axes.ts';
import type { DrawnChart } from './drawnChart.ts';
import { hasPrevious } from './drawnLines.ts';
import { findLonely } from './lonelyPoints.ts';
import { styleLine, withAlpha } from '../theme.ts';

/** As the chart reads them: made once, or it would read all values again at every change. */
export interface DrawnPoint {
  x: number;
  y: number | null;
}

const toPoints = (values: Values): DrawnPoint[] => values.map((y, x) => ({ x, y }));

/** A line as the chart takes it. */
export type LineData = ChartDataset<'line', DrawnPoint[]> & { key: string; lonely: number[]; colour: string };

export function makeDatasets({ chart, lines, previous, theme }: DrawnChart): LineData[] {
  const withPrevious = hasPrevious(chart, previous);
  return lines.flatMap(({ line, index, shown }) => {
    const { colour, dash } = styleLine(index, theme);
    const base = {
      key: line.key,
      label: asLine(line.name),
      hidden: !shown,
      yAxisID: axisOf(line.measure),
      pointRadius: 0,
      pointHoverRadius: 4,
    };
    const own: LineData = {
      ...base,
      data: toPoints(line.values),
      borderColor: withAlpha(colour, 1),
      backgroundColor: withAlpha(colour, 1),
      borderDash: line.control ? [6, 4] : dash,
      borderWidth: theme.patterns ? 2.5 : 2,
      lonely: findLonely(line.values),
      colour: withAlpha(colour, 1),
      order: 0,
    };
    if (!withPrevious || !line.previous) return [own];
    const before: LineData = {
      ...base,
      label: l10n.t('{0} (previous period)', asLine(line.name)),
      data: toPoints(line.previous.values),
      borderColor: withAlpha(colour, theme.patterns ? 0.9 : 0.6),
      backgroundColor: withAlpha(colour, 0.45),
      borderDash: [2, 3],
      borderWidth: 1.25,
      lonely: findLonely(line.previous.values),
      colour: withAlpha(colour, 0.6),
      order: 1,
    };
    return [own, before];
  });
}

/** The range of the values that are shown, axis by axis. */
export function measureExtents(datasets: Pick<LineData, 'hidden' | 'yAxisID' | 'data'>[]): string {
  const extents = new Map<string, [least: number, greatest: number]>();
  for (const { hidden, yAxisID = '', data } of datasets) {
    if (hidden) continue;
    const extent = extents.get(yAxisID) ?? [Infinity, -Infinity];
    for (const { y } of data) {
      if (y === null) continue;
      if (y < extent[0]) extent[0] = y;
      if (y > extent[1]) extent[1] = y;
    }
    extents.set(yAxisID, extent);
  }
  return JSON.stringify([...extents]);
}
