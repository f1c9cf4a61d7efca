import * as l10n from '@vscode/l10n';
import type { Chart, ChartLine } from '../protocol/chart.ts';
import { writeCsvRow } from '../text/csvCells.ts';

/** A chart as rows, with the raw values: for the page's table, and for copying and saving. */
export interface Table {
  head: string[];
  rows: (string | number | null)[][];
}

export function tabulate({ times, previousTimes, lines }: Chart): Table {
  const withPrevious = previousTimes.length > 0 && lines.some((it) => it.previous);
  const columns = lines.flatMap((line) => [
    { name: line.name, values: line.values },
    ...(withPrevious && line.previous
      ? [{ name: l10n.t('{0} (previous period)', line.name), values: line.previous.values }]
      : []),
  ]);
  return {
    head: [
      l10n.t('Time'),
      ...(withPrevious ? [l10n.t('Previous time')] : []),
      ...columns.map((it) => it.name),
    ],
    rows: times.map((time, index) => [
      time,
      ...(withPrevious ? [previousTimes[index] ?? null] : []),
      ...columns.map(({ values }) => values[index] ?? null),
    ]),
  };
}

/** The chart with only these lines, and with the period before only where it is wanted. */
export function pickLines(chart: Chart, keys: ReadonlySet<string>, previous: boolean): Chart {
  const lines = chart.lines
    .filter((line) => keys.has(line.key))
    .map((line): ChartLine => (previous ? line : { ...line, previous: undefined }));
  return { ...chart, lines, previousTimes: previous ? chart.previousTimes : [] };
}

/** The table as CSV; the numbers of a chart stay as they are. */
export function writeCsv({ head, rows }: Table): string {
  return [head, ...rows].map(writeCsvRow).join('');
}

/** An array with one object per time. Built by entries, so that a line called `__proto__` is a name like any other. */
export function writeJson({ head, rows }: Table): string {
  const names = uniqueNames(head);
  const objects = rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? '', cell])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

export function writeMarkdown({ head, rows }: Table): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |\n`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [
    line(head.map(escapeMarkdown)),
    line(rule),
    ...rows.map((row) => line(row.map((cell) => escapeMarkdown(cell === null ? '' : String(cell))))),
  ].join('');
}

/** Names in a table cell: no markup, no links, no HTML and no further cells. Numbers and times hold nothing to escape. */
function escapeMarkdown(text: string): string {
  const oneLine = text.replace(/\s+/g, ' ');
  if (/^[\d.:T+eE -]*$/.test(oneLine)) return oneLine;
  return oneLine.replace(/[\\`*_{}[\]()#!|~<>&$]/g, (sign) =>
    sign === '<' ? '&lt;' : sign === '&' ? '&amp;' : `\\${sign}`,
  );
}

function uniqueNames(names: string[]): string[] {
  const taken = new Map<string, number>();
  return names.map((name) => {
    const times = (taken.get(name) ?? 0) + 1;
    taken.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
