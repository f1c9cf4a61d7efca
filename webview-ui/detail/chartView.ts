import {
  CategoryScale,
  Chart as Canvas,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartDataset,
} from 'chart.js';
import type { Chart, Values } from '../../src/protocol/chart.ts';
import { make } from '../common/make.ts';
import { arrangeAxes, axisOf, usedAxes } from './axes.ts';
import { hasPrevious, type DrawnLine } from './drawnLines.ts';
import type { Formats } from './format.ts';
import { drawLonely, findLonely } from './lonelyPoints.ts';
import { drawMissing } from './missingStretches.ts';
import { styleLine, withAlpha, type Theme } from './theme.ts';

/** What is drawn. */
export interface Scene {
  chart: Chart;
  lines: DrawnLine[];
  previous: boolean;
  theme: Theme;
}

export interface ChartView {
  element: HTMLElement;
  draw(scene: Scene): void;
  /** Only shows and hides lines: quicker than drawing anew. */
  toggle(lines: DrawnLine[]): void;
  /** Marks a point in time; undefined marks none. */
  mark(index: number | undefined): void;
  /** The drawing as it is, without its background. */
  canvas: HTMLCanvasElement;
  dispose(): void;
}

type LineData = ChartDataset<'line', Values> & { key: string; lonely: number[]; colour: string };

/** A canvas with lines. What it shows is said in words elsewhere, so it is hidden from screen readers. */
export function createChartView(formats: Formats): ChartView {
  Canvas.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Tooltip);
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const element = make('div', { class: 'canvas' }, canvas);
  let scene: Scene | undefined;
  let drawn: Canvas<'line', Values> | undefined;
  let drawnAxes = '';

  return {
    element,
    canvas,
    draw(next) {
      scene = next;
      drawn ??= createCanvas(canvas, () => scene ?? next);
      drawn.data.labels = next.chart.times.map((time) => formats.time(time, next.chart.unit));
      drawn.data.datasets = makeDatasets(next);
      drawn.options.scales = arrangeAxes(next, formats);
      drawnAxes = usedAxes(next.lines).join();
      drawn.options.plugins = { tooltip: styleTooltip(next, formats) };
      drawn.options.font = { family: next.theme.font, size: 12 };
      drawn.update('none');
    },
    toggle(lines) {
      if (!drawn || !scene) return;
      scene = { ...scene, lines };
      const shown = new Map(lines.map((it) => [it.line.key, it.shown]));
      for (const dataset of drawn.data.datasets as LineData[])
        dataset.hidden = shown.get(dataset.key) === false;
      const axes = usedAxes(lines).join();
      // Other axes make the chart read all its options anew.
      if (axes !== drawnAxes) drawn.options.scales = arrangeAxes(scene, formats);
      drawnAxes = axes;
      drawn.update('none');
    },
    mark(index) {
      if (!drawn || !scene) return;
      const active = index === undefined ? [] : activePoints(drawn, index);
      drawn.setActiveElements(active);
      const x = index === undefined ? 0 : (drawn.scales['x']?.getPixelForValue(index) ?? 0);
      drawn.tooltip?.setActiveElements(active, { x, y: drawn.chartArea.top });
      drawn.update('none');
    },
    dispose: () => drawn?.destroy(),
  };
}

function createCanvas(canvas: HTMLCanvasElement, readScene: () => Scene): Canvas<'line', Values> {
  return new Canvas<'line', Values>(canvas, {
    type: 'line',
    data: { labels: [], datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      normalized: true,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 8 } },
      elements: { point: { hitRadius: 0 } },
    },
    plugins: [
      { id: 'missing', beforeDatasetsDraw: (it) => drawMissing(it, readScene()) },
      { id: 'lonely', afterDatasetsDraw: drawLonely },
    ],
  });
}

function activePoints(
  drawn: Canvas<'line', Values>,
  index: number,
): { datasetIndex: number; index: number }[] {
  return drawn.data.datasets.flatMap((dataset, datasetIndex) =>
    dataset.hidden || dataset.data[index] == null ? [] : [{ datasetIndex, index }],
  );
}

function makeDatasets({ chart, lines, previous, theme }: Scene): LineData[] {
  const withPrevious = hasPrevious(chart, previous);
  return lines.flatMap(({ line, index, shown }) => {
    const { colour, dash } = styleLine(index, theme);
    const base = {
      key: line.key,
      label: line.name,
      hidden: !shown,
      yAxisID: axisOf(line.measure),
      pointRadius: 0,
      pointHoverRadius: 4,
    };
    const own: LineData = {
      ...base,
      data: line.values,
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
      label: `${line.name} (previous period)`,
      data: line.previous.values,
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

function styleTooltip({ chart, lines, theme }: Scene, formats: Formats) {
  const measures = new Map(lines.map(({ line }) => [line.key, line.measure]));
  return {
    animation: false as const,
    backgroundColor: theme.popup,
    titleColor: theme.popupText,
    bodyColor: theme.popupText,
    borderColor: theme.popupBorder,
    borderWidth: 1,
    cornerRadius: 3,
    padding: 8,
    boxWidth: 8,
    boxHeight: 8,
    boxPadding: 4,
    titleFont: { weight: 600 } as const,
    callbacks: {
      title: (points: { dataIndex: number }[]) =>
        formats.time(chart.times[points[0]?.dataIndex ?? 0] ?? '', chart.unit, true),
      label: ({ dataset, raw }: { dataset: object; raw: unknown }) => {
        const { key, label } = dataset as LineData;
        const value = typeof raw === 'number' ? formats.number(raw, measures.get(key) ?? 'count') : '—';
        return `${label ?? ''}: ${value}`;
      },
    },
  };
}
