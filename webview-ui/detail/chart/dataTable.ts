import * as l10n from '@vscode/l10n';
import type { Measure, Values } from '../../../src/protocol/chart.ts';
import { make } from '../../common/make.ts';
import type { DrawnChart } from './drawnChart.ts';
import { hasPrevious, type DrawnLine } from './drawnLines.ts';
import type { DetailFormats } from '../format.ts';

interface Column {
  name: string;
  measure: Measure;
  values: Values;
}

/** The numbers of the lines that are shown, as a table that can be scrolled by keyboard. */
export function drawTable({ chart, lines, previous }: DrawnChart, formats: DetailFormats): HTMLElement {
  const columns = listColumns(lines, hasPrevious(chart, previous));
  const missing = new Set(
    chart.missing.filter((it) => it.period === 'current').flatMap(({ from, to }) => range(from, to)),
  );
  const writeCell = ({ values, measure }: Column, at: number): HTMLElement => {
    const value = values[at] ?? null;
    if (value !== null) return make('td', {}, formats.number(value, measure));
    return make('td', { class: 'gap' }, missing.has(at) ? l10n.t('missing') : '—');
  };
  const rows = chart.times.map((time, at) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row', title: time }, formats.time(time, chart.unit, true)),
      ...columns.map((it) => writeCell(it, at)),
    ),
  );
  const headings = [chart.unit === 'day' ? l10n.t('Day') : l10n.t('Hour'), ...columns.map((it) => it.name)];
  const table = make(
    'table',
    {},
    make('caption', { class: 'unseen' }, l10n.t('The values of the lines that are shown')),
    make('thead', {}, make('tr', {}, ...headings.map((it) => make('th', { scope: 'col' }, it)))),
    make('tbody', {}, ...rows),
  );
  return make(
    'div',
    { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': l10n.t('Values') },
    table,
  );
}

function listColumns(lines: DrawnLine[], withPrevious: boolean): Column[] {
  return lines
    .filter((it) => it.shown)
    .flatMap(({ line: { name, measure, values, previous } }): Column[] => [
      { name, measure, values },
      ...(withPrevious && previous
        ? [{ name: l10n.t('{0} (previous)', name), measure, values: previous.values }]
        : []),
    ]);
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);
