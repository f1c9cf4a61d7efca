import type { Chart } from '../../../src/protocol/chart.ts';
import { make } from '../../common/make.ts';
import type { ChartLoader, ChartPhase } from './chartLoader.ts';
import { createChartView, type ChartView } from './chartView.ts';
import type { DrawnChart } from './drawnChart.ts';
import { drawTable } from './dataTable.ts';
import { decideLines } from './drawnLines.ts';
import type { Formats } from '../format.ts';
import { createLegend, type Legend } from './legend.ts';
import { listMissing } from './missingStretches.ts';
import { writeEmpty, writeFailure, writeLoading, writeNotes, writeSlow } from '../../common/notices.ts';
import type { PageState } from '../pageState.ts';
import { createPlot, type Plot } from './plot.ts';
import { createSegmented, type Segmented } from './segmented.ts';
import { readTheme } from '../theme.ts';
import { warmUp } from './warmUp.ts';
import { describeSlow } from '../watchSlow.ts';

export interface ChartSection {
  element: HTMLElement;
  draw(phase: ChartPhase): void;
  /** The theme has changed. */
  redraw(): void;
  /** What is drawn now, for exports; undefined where there is nothing. */
  scene(): DrawnChart | undefined;
  /** The drawing itself, brought up to date. */
  drawing(): HTMLCanvasElement;
}

export interface ChartSectionOptions {
  formats: Formats;
  /** Read at each drawing. */
  state: () => PageState;
  onChange: (change: Partial<PageState>) => void;
  loader: ChartLoader;
  /** Opens an answer that could not be understood: of one stretch, or the only one. */
  openUnread: (stretch?: string) => void;
}

/** Legend with figures, drawing or table, and all that can be said about them. */
export function createChartSection(options: ChartSectionOptions): ChartSection {
  const { state, formats } = options;
  let phase: ChartPhase = { is: 'loading' };
  let scene: DrawnChart | undefined;
  /** Whether the first numbers have been waited for. */
  let warm = false;

  function toggle(changes: [string, boolean][]): void {
    options.onChange({ toggles: [...new Map([...state().toggles, ...changes])] });
    if (!scene) return;
    scene = { ...scene, lines: decideLines(scene.chart, state().toggles) };
    parts.legend.toggle(scene.lines);
    parts.view.toggle(scene.lines);
    drawWords(parts, scene, options);
  }
  const parts = buildParts(formats, toggle, (view) => {
    options.onChange({ view });
    redraw();
  });

  function redraw(): void {
    showPhase(parts, phase, options);
    scene = phase.is === 'ready' ? makeScene(phase.chart, state()) : undefined;
    if (scene) drawScene(parts, scene, options);
  }

  return {
    element: parts.element,
    scene: () => scene,
    redraw,
    drawing() {
      // Behind a table the drawing may never have been made.
      if (scene) parts.view.draw(scene);
      return parts.view.canvas;
    },
    draw(next) {
      phase = next;
      redraw();
      if (!warm && phase.is === 'loading' && state().view === 'chart')
        warmUp(parts.view, () => phase.is === 'loading');
      warm = true;
    },
  };
}

interface Parts {
  element: HTMLElement;
  view: ChartView;
  legend: Legend;
  plot: Plot;
  switcher: Segmented<PageState['view']>;
  body: HTMLElement;
  notes: HTMLElement;
  missing: HTMLElement;
  table: HTMLElement;
  placeholder: HTMLElement;
}

function buildParts(
  formats: Formats,
  onToggle: (changes: [string, boolean][]) => void,
  onView: (view: PageState['view']) => void,
): Parts {
  const view = createChartView(formats);
  const legend = createLegend(formats, onToggle);
  const plot = createPlot(view, formats);
  const views = [
    { value: 'chart' as const, label: 'Chart' },
    { value: 'table' as const, label: 'Table' },
  ];
  const switcher = createSegmented('View', views, onView);
  const [notes, missing] = [make('div', { class: 'notices' }), make('div', { class: 'notices' })];
  const [table, placeholder] = [make('div', {}), make('div', {})];
  const head = make('div', { class: 'view-switch' }, switcher.element);
  const body = make('div', { class: 'chart-body' }, head, legend.element, missing, plot.element, table);
  const element = make(
    'section',
    { class: 'chart-section', 'aria-label': 'Chart' },
    notes,
    placeholder,
    body,
    plot.live,
  );
  return { element, view, legend, plot, switcher, body, notes, missing, table, placeholder };
}

function makeScene(chart: Chart, { toggles, previous }: PageState): DrawnChart {
  return { chart, lines: decideLines(chart, toggles), previous, theme: readTheme() };
}

function drawScene(parts: Parts, scene: DrawnChart, options: ChartSectionOptions): void {
  const { formats, state, loader, openUnread } = options;
  const asChart = state().view === 'chart';
  parts.legend.draw(scene);
  parts.missing.replaceChildren(
    ...listMissing(scene, formats, {
      retry: ({ id }) => loader.load({ retry: id }),
      openUnread: ({ id }) => openUnread(id),
    }),
  );
  parts.notes.replaceChildren(...writeNotes(scene.chart.notes));
  parts.switcher.select(state().view);
  parts.plot.element.hidden = !asChart;
  if (asChart && scene.lines.length > 0) parts.view.draw(scene);
  drawWords(parts, scene, options);
}

/** What the drawing shows, in words and numbers. */
function drawWords(parts: Parts, scene: DrawnChart, { state, formats }: ChartSectionOptions): void {
  parts.plot.describe(scene);
  parts.table.replaceChildren(...(state().view === 'table' ? [drawTable(scene, formats)] : []));
}

function showPhase(parts: Parts, phase: ChartPhase, options: ChartSectionOptions): void {
  const ready = phase.is === 'ready';
  const busy = phase.is === 'loading' || (ready && phase.reloading);
  parts.element.setAttribute('aria-busy', String(busy));
  parts.element.classList.toggle('reloading', ready && phase.reloading);
  // While there is nothing to see the drawing has its place and size already.
  parts.body.classList.toggle('unseen-yet', phase.is === 'loading');
  parts.body.hidden = ready ? phase.chart.lines.length === 0 : phase.is === 'failed';
  if (!ready) parts.notes.replaceChildren();
  parts.placeholder.replaceChildren(...writePlaceholder(phase, options));
}

function writePlaceholder(phase: ChartPhase, { loader, openUnread }: ChartSectionOptions): HTMLElement[] {
  const wait =
    'slow' in phase && phase.slow ? { text: describeSlow(phase.slow), cancel: loader.cancel } : undefined;
  const retry = (): void => loader.load();
  switch (phase.is) {
    case 'loading':
      return [writeLoading('Loading the chart…', wait)];
    case 'failed':
      return phase.isUnread
        ? [writeFailure('The answer could not be understood', phase.message, retry, () => openUnread())]
        : [writeFailure('The chart could not be loaded', phase.message, retry)];
    case 'ready':
      if (wait) return [writeSlow(wait)];
      if (phase.chart.lines.length > 0 || phase.chart.notes.length > 0) return [];
      return [writeEmpty('No data in this range', 'Another range, end or filter may have some.')];
  }
}
