import { findEnd, readSample, recogniseCsv } from '../text/csvShape.ts';
import { chooseIdColumn, isHeading, type IdColumn } from './idColumns.ts';
import { findItems, listProperties, type JsonItem } from './idJson.ts';
import { afterLine, readRows } from './idRows.ts';

/** What a text with ids is, and where in it they may stand. */
export type IdSource =
  /** Ids that commas, semicolons, tabs, line ends or spaces divide. */
  | { readonly kind: 'list'; readonly spacesDivide: boolean }
  /** Rows of columns. */
  | {
      readonly kind: 'rows';
      readonly delimiter: string;
      /** Where the first row begins, behind a line that names the delimiter. */
      readonly from: number;
      readonly hasHeading: boolean;
      readonly columns: readonly IdColumn[];
    }
  /** A JSON list, or JSON objects. */
  | { readonly kind: 'json'; readonly columns: readonly IdColumn[]; readonly items: Iterable<JsonItem> };

const sampleCharacters = 64 * 1024;
const sampleRows = 100;

/** Recognises how ids stand in a text, from its first part. An input box turns pasted line ends into spaces: there they divide. */
export function recogniseIds(text: string, { spacesDivide = false } = {}): IdSource {
  const items = findItems(text);
  if (items) {
    const properties = [...listProperties(items, sampleRows)];
    const columns = properties.map(([name, firstValues]) => ({ name, firstValues }));
    return { kind: 'json', columns, items };
  }
  return (spacesDivide ? undefined : recogniseRows(text)) ?? { kind: 'list', spacesDivide };
}

/** Undefined where the text has no columns that agree. */
function recogniseRows(text: string): IdSource | undefined {
  const isCut = text.length > sampleCharacters;
  const sample = text.slice(0, sampleCharacters);
  const { delimiter, hasSepLine } = recogniseCsv(sample, isCut);
  const from = hasSepLine ? afterLine(text, findEnd(text, 0, '')) : 0;
  const rows = readSample(sample.slice(from), delimiter, true, isCut).slice(0, sampleRows);
  const fields = rows.filter((it) => !it.isBad && it.fields.some((cell) => cell.trim() !== ''));
  const [first, ...others] = fields.map((it) => it.fields);
  if (!first || (rows.length < 2 && !hasSepLine)) return undefined;
  const isHeaded = isHeading(first, others);
  const isEven = others.every((it) => it.length === first.length);
  const isRows = hasSepLine || isEven || (first.length > 1 && isHeaded);
  // Without a heading a column alone is a list.
  if (!isRows || (first.length === 1 && !isHeaded && !hasSepLine)) return undefined;
  // Ids that are divided below their heading are a list with a heading.
  if (first.length === 1 && rows.some((it) => !it.hasQuotes && /[,;\t]/.test(it.fields[0] ?? '')))
    return undefined;
  return withHeading({ kind: 'rows', delimiter, from, hasHeading: isHeaded, columns: [] }, text, isHeaded);
}

type RowSource = Extract<IdSource, { kind: 'rows' }>;

/** The same rows, the first of them read as a heading or as data. */
export function withHeading(source: RowSource, text: string, hasHeading: boolean): RowSource {
  const rows: (readonly string[])[] = [];
  for (const { fields, problem } of readRows(text, source.delimiter, source.from)) {
    if (problem === undefined) rows.push(fields);
    if (rows.length > sampleRows) break;
  }
  const heading = hasHeading ? (rows.shift() ?? []) : [];
  const widest = rows.reduce((most, it) => Math.max(most, it.length), 0);
  const count = hasHeading ? heading.length : widest;
  const columns = Array.from({ length: count }, (_, i) => ({
    name: heading[i]?.trim() ?? '',
    firstValues: rows.flatMap((it) => it[i]?.trim() || []).slice(0, 3),
  }));
  return { ...source, hasHeading, columns };
}

/** The column that has the ids; undefined where people have to say, or where there are no columns. */
export function idColumnOf(source: IdSource): number | undefined {
  return source.kind === 'list' ? undefined : chooseIdColumn(source.columns);
}

/** Whether a column has to be chosen before the ids can be read. */
export function needsColumn(source: IdSource): boolean {
  return source.kind !== 'list' && source.columns.length > 0 && idColumnOf(source) === undefined;
}
