import * as l10n from '@vscode/l10n';
import type { ChartOptions } from 'chart.js';
import type { Measure } from '../../../src/protocol/chart.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { DrawnLine } from './drawnLines.ts';
import type { DetailFormats } from '../format.ts';

type AxisId = 'x' | 'number' | 'money' | 'rate';

/** Lines of one unit share an axis: counts and levels are both plain numbers. */
export function axisOf(measure: Measure): Exclude<AxisId, 'x'> {
  return measure === 'count' || measure === 'level' ? 'number' : measure;
}

const titles: Record<Exclude<AxisId, 'x'>, string> = { number: '', money: 'USD', rate: l10n.t('Rate') };

type Axes = NonNullable<ChartOptions<'line'>['scales']>;

/** The axes of the lines that are shown, in the order of the lines. */
export function usedAxes(lines: DrawnLine[]): Exclude<AxisId, 'x'>[] {
  return axesOf(lines.filter((it) => it.shown));
}

function axesOf(lines: DrawnLine[]): Exclude<AxisId, 'x'>[] {
  return [...new Set(lines.map(({ line }) => axisOf(line.measure)))];
}

/** One axis on the left for the first unit that is shown, and one more on the right only for each further unit. */
export function arrangeAxes({ lines, theme, chart }: DrawnChart, formats: DetailFormats): Axes {
  const used = usedAxes(lines);
  const ticks = { color: theme.faint, font: { family: theme.font, size: 11 } };
  const valueAxis = (id: Exclude<AxisId, 'x'>) => ({
    type: 'linear' as const,
    display: used.includes(id),
    position: used[0] === id || used.length === 0 ? ('left' as const) : ('right' as const),
    beginAtZero: true,
    border: { display: false },
    grid: { color: theme.grid, drawTicks: false, drawOnChartArea: used[0] === id },
    title: { display: used.length > 1 && titles[id] !== '', text: titles[id], color: theme.faint },
    ticks: {
      ...ticks,
      padding: 6,
      maxTicksLimit: 7,
      callback: (value: number | string) => formats.tick(Number(value), id === 'number' ? 'count' : id),
    },
  });
  return {
    x: {
      type: 'category',
      border: { color: theme.grid },
      grid: { display: false },
      ticks: { ...ticks, maxRotation: 0, sampleSize: 16, autoSkipPadding: chart.unit === 'hour' ? 24 : 16 },
    },
    // Of what is not in the chart at all there is no axis: even unseen ones take part in every layout.
    ...Object.fromEntries(axesOf(lines).map((id) => [id, valueAxis(id)])),
  };
}
