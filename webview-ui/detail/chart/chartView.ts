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
import type { Formats } from '../format.ts';
import { makeDatasets, measureExtents, type DrawnPoint, type LineData } from './lineData.ts';
import { drawLonely } from './lonelyPoints.ts';
import { drawMissing } from './missingStretches.ts';

export interface ChartView {
  element: HTMLElement;
  draw(scene: DrawnChart): void;
  /** Only shows and hides lines: quicker than drawing anew. */
  toggle(lines: DrawnLine[]): void;
  /** Marks a point in time; undefined marks none. */
  mark(index: number | undefined): void;
  /** The drawing as it is, without its background. */
  canvas: HTMLCanvasElement;
  dispose(): void;
}

/** A canvas with lines. What it shows is said in words elsewhere, so it is hidden from screen readers. */
export function createChartView(formats: Formats): ChartView {
  Canvas.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Tooltip);
  const canvas = make('canvas', { 'aria-hidden': 'true' });
  const element = make('div', { class: 'canvas' }, canvas);
  let scene: DrawnChart | undefined;
  let drawn: Canvas<'line', DrawnPoint[]> | undefined;
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
      const datasets = drawn.data.datasets as LineData[];
      const before = measureExtents(datasets);
      for (const [index, dataset] of datasets.entries()) {
        dataset.hidden = shown.get(dataset.key) === false;
        drawn.getDatasetMeta(index).visible = !dataset.hidden;
      }
      // Nothing has to move.
      if (measureExtents(datasets) === before) return drawn.draw();
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

function createCanvas(canvas: HTMLCanvasElement, readScene: () => DrawnChart): Canvas<'line', DrawnPoint[]> {
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
      { id: 'missing', beforeDatasetsDraw: (it) => drawMissing(it, readScene()) },
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

function styleTooltip({ chart, lines, theme }: DrawnChart, formats: Formats) {
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
