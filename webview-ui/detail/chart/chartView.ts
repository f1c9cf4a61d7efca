import {
  CategoryScale,
  Chart as Canvas,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';
import { make } from '../../common/make.ts';
import { arrangeAxes, usedAxes } from './axes.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { DrawnLine } from './drawnLines.ts';
import type { DetailFormats } from '../format.ts';
import { makeDatasets, measureExtents, type DrawnPoint, type LineData } from './lineData.ts';
import { drawLonely } from './lonelyPoints.ts';
import { drawMissing } from './missingStretches.ts';

export interface ChartView {
  element: HTMLElement;
  draw(chart: DrawnChart): void;
  /** Only shows and hides lines: quicker than drawing anew. */
  toggle(lines: DrawnLine[]): void;
  /** Marks a point in time; undefined marks none. */
  mark(index: number | undefined): void;
  /** The drawing as it is, without its background. */
  canvas: HTMLCanvasElement;
  dispose(): void;
}

/** A canvas with lines. What it shows is said in words elsewhere, so it is hidden from screen readers. */
export function createChartView(formats: DetailFormats): ChartView {
  Canvas.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Tooltip);
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const element = make('div', { class: 'canvas' }, canvas);
  let shown: DrawnChart | undefined;
  let chart: Canvas<'line', DrawnPoint[]> | undefined;
  let drawnAxes = '';

  return {
    element,
    canvas,
    draw(next) {
      shown = next;
      chart ??= createCanvas(canvas, () => shown ?? next);
      chart.data.labels = next.chart.times.map((time) => formats.time(time, next.chart.unit));
      chart.data.datasets = makeDatasets(next);
      chart.options.scales = arrangeAxes(next, formats);
      drawnAxes = usedAxes(next.lines).join();
      chart.options.plugins = { tooltip: styleTooltip(next, formats) };
      chart.options.font = { family: next.theme.font, size: 12 };
      chart.update('none');
    },
    toggle(lines) {
      if (!chart || !shown) return;
      shown = { ...shown, lines };
      const shownByKey = new Map(lines.map((it) => [it.line.key, it.shown]));
      const datasets = chart.data.datasets as LineData[];
      const before = measureExtents(datasets);
      for (const [index, dataset] of datasets.entries()) {
        dataset.hidden = shownByKey.get(dataset.key) === false;
        chart.getDatasetMeta(index).visible = !dataset.hidden;
      }
      // Nothing has to move.
      if (measureExtents(datasets) === before) return chart.draw();
      const axes = usedAxes(lines).join();
      // Other axes make the chart read all its options anew.
      if (axes !== drawnAxes) chart.options.scales = arrangeAxes(shown, formats);
      drawnAxes = axes;
      chart.update('none');
    },
    mark(index) {
      if (!chart || !shown) return;
      const active = index === undefined ? [] : activePoints(chart, index);
      chart.setActiveElements(active);
      const x = index === undefined ? 0 : (chart.scales['x']?.getPixelForValue(index) ?? 0);
      chart.tooltip?.setActiveElements(active, { x, y: chart.chartArea.top });
      chart.update('none');
    },
    dispose: () => chart?.destroy(),
  };
}

function createCanvas(canvas: HTMLCanvasElement, readShown: () => DrawnChart): Canvas<'line', DrawnPoint[]> {
  return new Canvas<'line', DrawnPoint[]>(canvas, {
    type: 'line',
    data: { labels: [], datasets: [] },
    options: {
      animation: false,
      maintainAspectRatio: false,
      normalized: true,
      parsing: false,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 8 } },
      elements: { point: { hitRadius: 0 } },
    },
    plugins: [
      { id: 'missing', beforeDatasetsDraw: (it) => drawMissing(it, readShown()) },
      { id: 'lonely', afterDatasetsDraw: drawLonely },
    ],
  });
}

function activePoints(
  drawn: Canvas<'line', DrawnPoint[]>,
  index: number,
): { datasetIndex: number; index: number }[] {
  return drawn.data.datasets.flatMap((dataset, datasetIndex) =>
    dataset.hidden || dataset.data[index]?.y == null ? [] : [{ datasetIndex, index }],
  );
}

function styleTooltip({ chart, lines, theme }: DrawnChart, formats: DetailFormats) {
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
        const { y } = raw as DrawnPoint;
        const value = y === null ? '—' : formats.number(y, measures.get(key) ?? 'count');
        return `${label ?? ''}: ${value}`;
      },
    },
  };
}
