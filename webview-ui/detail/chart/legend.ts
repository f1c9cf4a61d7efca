import * as l10n from '@vscode/l10n';
import { asLine } from '../../../src/protocol/plainText.ts';
import type { ChartLine, Measure, Summary } from '../../../src/protocol/chart.ts';
import { makeButton } from '../../common/button.ts';
import { make, makeSvg } from '../../common/make.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { DrawnLine } from './drawnLines.ts';
import type { DetailFormats } from '../format.ts';
import { styleLine, withAlpha, type Theme } from '../theme.ts';

export interface Legend {
  element: HTMLElement;
  draw(chart: Pick<DrawnChart, 'lines' | 'theme'>): void;
  /** Only shows which lines are drawn. */
  toggle(lines: DrawnLine[]): void;
}

/** So many lines still fit without a way to deal with all of them at once. */
const few = 6;
/** So many lines may push the drawing down; of more, the legend scrolls. */
const many = 10;

/**
 * The legend is also where the figures stand: each line is a button with its name, its total or latest value, its mean
 * and its change, which shows and hides it.
 */
export function createLegend(
  formats: DetailFormats,
  onToggle: (shown: [key: string, shown: boolean][]) => void,
): Legend {
  const list = make('div', { class: 'legend', role: 'group', 'aria-label': l10n.t('Lines') });
  const actions = make('div', { class: 'legend-actions' });
  const element = make('div', { class: 'legend-frame' }, list, actions);
  let entries: { key: string; button: HTMLButtonElement }[] = [];

  const setAll = (shown: boolean): void => onToggle(entries.map(({ key }) => [key, shown]));
  actions.append(
    makeButton(l10n.t('Show all'), () => setAll(true), { class: 'link' }),
    makeButton(l10n.t('Hide all'), () => setAll(false), { class: 'link' }),
  );

  function makeEntry(
    { line, index, shown }: DrawnLine,
    theme: Theme,
  ): { key: string; button: HTMLButtonElement } {
    const name = asLine(line.name);
    const button = make(
      'button',
      { type: 'button', class: 'legend-entry', 'aria-pressed': String(shown) },
      make('span', { class: 'legend-name' }, makeSwatch(line, index, theme), make('span', {}, name)),
      ...writeFigures(line, formats),
    );
    button.title = l10n.t('{0}: click to show or hide, Alt+click to show it alone', name);
    button.addEventListener('click', (event) => {
      const pressed = button.getAttribute('aria-pressed') === 'true';
      if (event.altKey) onToggle(entries.map(({ key }) => [key, key === line.key]));
      else onToggle([[line.key, !pressed]]);
    });
    return { key: line.key, button };
  }

  return {
    element,
    draw({ lines, theme }) {
      const focused = entries.find((it) => it.button === document.activeElement)?.key;
      entries = lines.map((it) => makeEntry(it, theme));
      list.replaceChildren(...entries.map((it) => it.button));
      actions.hidden = lines.length <= few;
      list.classList.toggle('many', lines.length > many);
      entries.find((it) => it.key === focused)?.button.focus();
    },
    toggle(lines) {
      const shown = new Map(lines.map((it) => [it.line.key, it.shown]));
      for (const { key, button } of entries)
        button.setAttribute('aria-pressed', String(shown.get(key) === true));
    },
  };
}

/** A short piece of the line as it is drawn. */
function makeSwatch(line: ChartLine, index: number, theme: Theme): SVGElement {
  const { colour, dash } = styleLine(index, theme);
  const pattern = line.control ? [6, 4] : dash;
  return makeSvg(
    'svg',
    { class: 'swatch', width: 22, height: 8, viewBox: '0 0 22 8', 'aria-hidden': 'true' },
    makeSvg('line', {
      x1: 1,
      x2: 21,
      y1: 4,
      y2: 4,
      stroke: withAlpha(colour, 1),
      'stroke-width': 2.5,
      'stroke-dasharray': pattern.length > 0 ? pattern.join(' ') : undefined,
    }),
  );
}

/** Which figure of a line stands for all of it, said behind the figure. */
const figureNames: Record<Measure, string> = {
  level: l10n.t({ message: 'latest', comment: ['The latest value of a line, said behind the value'] }),
  rate: l10n.t({ message: 'overall', comment: ['The rate over a whole period, said behind the value'] }),
  count: l10n.t({ message: 'total', comment: ['The sum of a period, said behind the value'] }),
  money: l10n.t({ message: 'total', comment: ['The sum of a period, said behind the value'] }),
};

function writeFigures({ measure, summary, previous }: ChartLine, formats: DetailFormats): Node[] {
  const main = measure === 'level' ? summary.latest : summary.total;
  const figure = main === null ? '—' : formats.number(main, measure);
  const mean = summary.mean === null ? undefined : l10n.t('mean {0}', formats.mean(summary.mean, measure));
  const change = previous && writeChange(summary, previous.summary, measure, formats);
  return [
    make(
      'span',
      { class: 'legend-figure' },
      figure,
      make('span', { class: 'legend-kind' }, ` ${figureNames[measure]}`),
    ),
    make('span', { class: 'legend-more' }, mean, mean !== undefined && change !== undefined && ' · ', change),
  ];
}

/** A level is compared by its mean, all else by its total; rates differ by points, not by per cent of a per cent. */
function writeChange(
  now: Summary,
  then: Summary,
  measure: ChartLine['measure'],
  formats: DetailFormats,
): Node | undefined {
  const [a, b] = measure === 'level' ? [now.mean, then.mean] : [now.total, then.total];
  if (a === null || b === null || (b === 0 && measure !== 'rate')) return undefined;
  const change = measure === 'rate' ? a - b : (a - b) / Math.abs(b);
  const size = formats.change(change, measure);
  return make(
    'span',
    { class: 'legend-change', title: l10n.t('Against the previous period') },
    make('span', { 'aria-hidden': 'true' }, `${change === 0 ? '=' : change > 0 ? '▲' : '▼'} ${size}`),
    make('span', { class: 'unseen' }, describeChange(change, size)),
  );
}

/** The same for those who do not see the sign. */
function describeChange(change: number, size: string): string {
  if (change === 0) return l10n.t('unchanged {0} against the previous period', size);
  return change > 0
    ? l10n.t('up {0} against the previous period', size)
    : l10n.t('down {0} against the previous period', size);
}
