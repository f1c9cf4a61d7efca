import * as l10n from '@vscode/l10n';
import { pickLines, tabulate, writeCsv, writeJson, writeMarkdown } from '../catalog/tabular.ts';
import type { Chart } from '../protocol/chart.ts';
import type { ExportFormat, ExportOrder } from '../protocol/detail.ts';
import { UserError } from '../protocol/userError.ts';
import { csvMark } from '../text/csvCells.ts';

/** Where a chart can be exported to. */
export interface ChartDestinations {
  copyText(text: string): Promise<void>;
  /** Asks where to; returns the chosen file's name, or undefined where the user cancelled. */
  saveFile(suggestedName: string, format: ExportFormat, bytes: Uint8Array): Promise<string | undefined>;
  openDocument(language: string, text: string): Promise<void>;
}

interface FormatRow {
  readonly name: string;
  readonly ending: string;
  /** The editor's language for a document of it. */
  readonly language: string;
}

/** The editor has no language of its own for CSV. */
const csv: FormatRow = { name: 'CSV', ending: 'csv', language: 'csv' };
/** TABLE of the formats that a chart is exported in. */
const formats: Record<ExportFormat, FormatRow> = {
  csv,
  csvForExcel: csv,
  json: { name: 'JSON', ending: 'json', language: 'json' },
  markdown: { name: 'Markdown', ending: 'md', language: 'markdown' },
  png: { name: 'PNG', ending: 'png', language: '' },
};

/** Exports what the page shows of a chart, with the raw values. Returns what was done, in a sentence; undefined where the user cancelled. */
export async function exportChart(
  title: string,
  chart: Chart,
  { query, lines, format, to, image }: ExportOrder,
  destinations: ChartDestinations,
): Promise<string | undefined> {
  const { name, ending, language } = formats[format];
  const content =
    format === 'png' ? readPng(image) : writeText(pickLines(chart, new Set(lines), query.previous), format);
  if (to === 'file') {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const saved = await destinations.saveFile(`${fileName(title, chart)}.${ending}`, format, bytes);
    return saved === undefined ? undefined : l10n.t('Saved as {0}.', saved);
  }
  if (typeof content !== 'string') throw new UserError(l10n.t('A picture is copied by the page itself.'));
  if (to === 'document') {
    await destinations.openDocument(language, content);
    return l10n.t({
      message: 'Opened as {0}.',
      args: [name],
      comment: ['{0} is a format: CSV'],
    });
  }
  await destinations.copyText(content);
  return l10n.t({
    message: 'Copied as {0}.',
    args: [name],
    comment: ['{0} is a format: CSV'],
  });
}

function writeText(chart: Chart, format: Exclude<ExportFormat, 'png'>): string {
  const table = tabulate(chart);
  if (format === 'csv') return writeCsv(table);
  if (format === 'csvForExcel') return csvMark + writeCsv(table);
  return format === 'json' ? writeJson(table) : writeMarkdown(table);
}

function readPng(image: string | undefined): Uint8Array {
  if (image === undefined) throw new UserError(l10n.t('The picture is missing.'));
  return Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
}

/** A name that every file system accepts, whatever the service calls the item. */
function fileName(title: string, { times }: Chart): string {
  const safe =
    title
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'chart';
  const [from, to] = [times[0]?.slice(0, 10), times.at(-1)?.slice(0, 10)];
  return from !== undefined && to !== undefined ? `${safe}-${from}-to-${to}` : safe;
}
