import * as l10n from '@vscode/l10n';
import { make } from '../../common/make.ts';
import { writeEmpty, writeFailure, writeLoading, writeNotes, writeSlow } from '../../common/notices.ts';
import type { DetailFormats } from '../format.ts';
import type { PageState } from '../pageState.ts';
import { readTheme } from '../theme.ts';
import { describeSlow } from '../watchSlow.ts';
import type { ChartLoader, ChartPhase } from './chartLoader.ts';
import { createChartView } from './chartView.ts';
import { drawTable } from './dataTable.ts';
import type { DrawnChart } from './drawnChart.ts';
import { decideLines } from './drawnLines.ts';
import { createLegend } from './legend.ts';
import { listMissing } from './missingStretches.ts';
import { createPlot } from './plot.ts';
import { createSegmented } from './segmented.ts';
import { warmUpChart } from './warmUp.ts';

export interface ChartSectionOptions {
  formats: DetailFormats;
  /** Read at each drawing. */
  state: () => PageState;
  onChange: (change: Partial<PageState>) => void;
  loader: ChartLoader;
  /** Opens an answer that could not be understood: of one stretch, or the only one. */
  openUnread: (stretch?: string) => void;
}

/** Legend with figures, drawing or table, and all that can be said about them. */
export class ChartSection {
  readonly element: HTMLElement;
  readonly #options: ChartSectionOptions;
  readonly #view;
  readonly #legend;
  readonly #plot;
  readonly #switcher;
  readonly #notes = make('div', { class: 'notices' });
  readonly #missing = make('div', { class: 'notices' });
  readonly #table = make('div');
  readonly #placeholder = make('div');
  readonly #body: HTMLElement;
  #phase: ChartPhase = { is: 'loading' };
  #drawn: DrawnChart | undefined;
  /** Whether the first numbers have been waited for. */
  #isWarm = false;

  constructor(options: ChartSectionOptions) {
    const { formats, onChange } = options;
    this.#options = options;
    this.#view = createChartView(formats);
    this.#legend = createLegend(formats, (changes) => this.#toggle(changes));
    this.#plot = createPlot(this.#view, formats);
    this.#switcher = createSegmented(
      { name: 'view', label: l10n.t('View'), choices: listViews() },
      (view) => {
        onChange({ view });
        this.redraw();
      },
    );
    this.#body = make(
      'div',
      { class: 'chart-body' },
      make('div', { class: 'view-switch' }, this.#switcher.element),
      this.#legend.element,
      this.#missing,
      this.#plot.element,
      this.#table,
    );
    this.element = make(
      'section',
      { class: 'chart-section', 'aria-label': l10n.t('Chart') },
      this.#notes,
      this.#placeholder,
      this.#body,
      this.#plot.live,
    );
  }

  draw(phase: ChartPhase): void {
    this.#phase = phase;
    this.redraw();
    if (!this.#isWarm && phase.is === 'loading' && this.#options.state().view === 'chart')
      warmUpChart(this.#view, () => this.#phase.is === 'loading');
    this.#isWarm = true;
  }

  /** Draws again what there is: the theme has changed, or chart and table were switched. */
  redraw(): void {
    this.#showPhase();
    this.#drawn = undefined;
    if (this.#phase.is !== 'ready') return;
    const { chart } = this.#phase;
    const { toggles, previous } = this.#options.state();
    this.#drawn = { chart, lines: decideLines(chart, toggles), previous, theme: readTheme() };
    this.#drawChart(this.#drawn);
  }

  /** What is drawn now, for exports; undefined where there is nothing. */
  drawnChart(): DrawnChart | undefined {
    return this.#drawn;
  }

  /** The drawing itself, brought up to date. */
  canvas(): HTMLCanvasElement {
    // Behind a table the drawing may never have been made.
    if (this.#drawn) this.#view.draw(this.#drawn);
    return this.#view.canvas;
  }

  #toggle(changes: [string, boolean][]): void {
    const { state, onChange } = this.#options;
    onChange({ toggles: [...new Map([...state().toggles, ...changes])] });
    if (!this.#drawn) return;
    this.#drawn = { ...this.#drawn, lines: decideLines(this.#drawn.chart, state().toggles) };
    this.#legend.toggle(this.#drawn.lines);
    this.#view.toggle(this.#drawn.lines);
    this.#describe(this.#drawn);
  }

  #drawChart(drawn: DrawnChart): void {
    const { formats, state, loader, openUnread } = this.#options;
    const { view } = state();
    const actions = {
      retry: (stretch: string) => loader.load({ retry: stretch }),
      openUnread,
    };
    this.#legend.draw(drawn);
    this.#missing.replaceChildren(...listMissing(drawn, formats, actions));
    this.#notes.replaceChildren(...writeNotes(drawn.chart.notes));
    this.#switcher.select(view);
    this.#plot.element.hidden = view !== 'chart';
    if (view === 'chart' && drawn.lines.length > 0) this.#view.draw(drawn);
    this.#describe(drawn);
  }

  /** Shows in words and numbers what is drawn. */
  #describe(drawn: DrawnChart): void {
    const { state, formats } = this.#options;
    this.#plot.describe(drawn);
    this.#table.replaceChildren(...(state().view === 'table' ? [drawTable(drawn, formats)] : []));
  }

  #showPhase(): void {
    const phase = this.#phase;
    const isReady = phase.is === 'ready';
    const isBusy = phase.is === 'loading' || (isReady && phase.reloading);
    this.element.setAttribute('aria-busy', String(isBusy));
    this.element.classList.toggle('reloading', isReady && phase.reloading);
    // While there is nothing to see the drawing has its place and size already.
    this.#body.classList.toggle('unseen-yet', phase.is === 'loading');
    this.#body.hidden = isReady ? phase.chart.lines.length === 0 : phase.is === 'failed';
    if (!isReady) this.#notes.replaceChildren();
    this.#placeholder.replaceChildren(...writePlaceholder(phase, this.#options));
  }
}

function listViews(): { value: PageState['view']; label: string }[] {
  return [
    { value: 'chart', label: l10n.t('Chart') },
    { value: 'table', label: l10n.t('Table') },
  ];
}

function writePlaceholder(phase: ChartPhase, { loader, openUnread }: ChartSectionOptions): HTMLElement[] {
  const slow =
    'slow' in phase && phase.slow ? { text: describeSlow(phase.slow), cancel: loader.cancel } : undefined;
  const retry = (): void => loader.load();
  switch (phase.is) {
    case 'loading':
      return [writeLoading(l10n.t('Loading the chart…'), slow)];
    case 'failed':
      return phase.isUnread
        ? [
            writeFailure(l10n.t('The answer could not be understood'), phase.message, retry, () =>
              openUnread(),
            ),
          ]
        : [writeFailure(l10n.t('The chart could not be loaded'), phase.message, retry)];
    case 'ready':
      if (slow) return [writeSlow(slow)];
      if (phase.chart.lines.length > 0 || phase.chart.notes.length > 0) return [];
      return [
        writeEmpty(l10n.t('No data in this range'), l10n.t('Another range, end or filter may have some.')),
      ];
  }
}
