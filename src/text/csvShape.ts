import * as l10n from '@vscode/l10n';

/** How the rows of a CSV text are to be read. */
export interface CsvShape {
  /** What stands between fields; '' for rows of one column that nothing divides. */
  readonly delimiter: string;
  /** The first line is no row: it only names the delimiter, as spreadsheets write it (`sep=;`). */
  readonly hasSepLine: boolean;
  /** Fields may be in quotes as RFC 4180 has it; false where quotes are text like any other. */
  readonly hasQuotes: boolean;
  /** The first row names the columns; false where it is data like the others. */
  readonly hasHeading: boolean;
  /** Columns of the first row. */
  readonly columns: number;
  /** Of the sample's rows, how many have as many columns as the first, more than one: 0 to 1. */
  readonly share: number;
  /** False where another delimiter divides the sample about as well. */
  readonly isCertain: boolean;
}

/** What may stand between fields, the likeliest first where nothing else decides. */
export const delimiters = [',', ';', '\t', '|'] as const;

/** Names for people. */
export function nameDelimiter(delimiter: string): string {
  const names: Record<string, string> = {
    ',': l10n.t('comma'),
    ';': l10n.t('semicolon'),
    '\t': l10n.t({ message: 'tab', comment: ['The character between the columns of a file.'] }),
    '|': l10n.t('vertical bar'),
  };
  return names[delimiter] ?? `“${delimiter}”`;
}

/** Byte order marks before lines, decoded or as latin1: files with one may have been joined. */
const marksOfLines = /(?<=^|[\r\n])(?:\ufeff|\xef\xbb\xbf)+/g;
/** So many rows of a sample are looked at. */
const mostRows = 500;

interface Trial {
  readonly delimiter: string;
  readonly hasQuotes: boolean;
  readonly rows: readonly SampleRow[];
  /** Of all rows, how many have as many columns as the first, more than one, and no quote out of place: 0 to 1. */
  readonly share: number;
}

/**
 * Recognises delimiter and shape of CSV from its first rows, whatever ends its lines; a delimiter that is given is believed. A sample that is only the text's
 * beginning (`isCut`) has a last row that is not looked at. The sample may be decoded or bytes as latin1: only ASCII is looked at.
 */
export function recogniseCsv(marked: string, isCut = false, delimiter?: string): CsvShape {
  const sample = marked.replace(marksOfLines, '');
  const named = readSepLine(sample);
  if (named) {
    const text = sample.slice(named.length);
    return describe(tryDelimiter(text, delimiter ?? named.delimiter, isCut), true, true);
  }
  if (delimiter !== undefined) return describe(tryDelimiter(sample, delimiter, isCut), false, true);
  const trials = delimiters.map((it) => tryDelimiter(sample, it, isCut));
  const ranked = trials
    .filter(({ share }) => share >= 0.5)
    .sort((some, other) => rank(other) - rank(some) || columnsOf(other) - columnsOf(some));
  const [best, second] = ranked;
  if (best) {
    const isCertain = !second || rank(best) - rank(second) >= 0.2;
    return describe(best, false, isCertain);
  }
  // Rows that do not agree with the first one are still rows where it has several columns itself.
  const divided = trials.find((it) => columnsOf(it) > 1);
  if (divided) return describe(divided, false, false);
  return describe(
    tryDelimiter(sample, '', isCut),
    false,
    trials.every((it) => it.share === 0),
  );
}

/** The line that spreadsheets put first to say what divides fields; its length includes what ends it. */
export function readSepLine(text: string): { delimiter: string; length: number } | undefined {
  const found = /^\ufeff?(?:"sep=([^\r\n"])"|sep=([^\r\n]))(?:\r\n|\n|\r|$)/i.exec(text);
  const delimiter = found?.[1] ?? found?.[2];
  return found && delimiter !== undefined ? { delimiter, length: found[0].length } : undefined;
}

function describe(
  { delimiter, hasQuotes, rows, share }: Trial,
  hasSepLine: boolean,
  isCertain: boolean,
): CsvShape {
  const columns = Math.max(1, rows[0]?.fields.length ?? 1);
  return { delimiter, hasSepLine, hasQuotes, hasHeading: hasHeading(rows), columns, share, isCertain };
}

/** Quotes that are in their places speak for a delimiter. */
function rank({ share, hasQuotes }: Trial): number {
  return share + (hasQuotes ? 0.5 : 0);
}

function columnsOf({ rows }: Trial): number {
  return rows[0]?.fields.length ?? 0;
}

function tryDelimiter(sample: string, delimiter: string, isCut: boolean): Trial {
  const quoted = tryQuotes(sample, delimiter, true, isCut);
  if (quoted.share === 1 || !sample.includes('"')) return quoted;
  // Quotes are text where none begins a field, as in the cells of a tab-separated text. One that does and is not closed is
  // one that was cut.
  const areText = !beginsField(sample, delimiter);
  const plain = tryQuotes(sample, delimiter, false, isCut);
  return areText && plain.share === 1 ? plain : quoted;
}

function beginsField(sample: string, delimiter: string): boolean {
  for (let at = sample.indexOf('"'); at !== -1; at = sample.indexOf('"', at + 1)) {
    const before = sample[at - 1];
    if (before === undefined || before === delimiter || before === '\n' || before === '\r') return true;
  }
  return false;
}

function tryQuotes(sample: string, delimiter: string, hasQuotes: boolean, isCut: boolean): Trial {
  const rows = readSample(sample, delimiter, hasQuotes, isCut);
  const columns = rows[0]?.fields.length ?? 0;
  const good = columns < 2 ? 0 : rows.filter((it) => !it.isBad && it.fields.length === columns).length;
  return { delimiter, hasQuotes, rows, share: rows.length === 0 ? 0 : good / rows.length };
}

/** A row of a sample. */
export interface SampleRow {
  readonly fields: readonly string[];
  readonly isBad: boolean;
  readonly hasQuotes: boolean;
}

/**
 * Reads the first rows of a text. Lines may end in `\n`, `\r\n` or `\r`; blank ones are left out, and so is a last row that is cut.
 */
export function readSample(text: string, delimiter: string, hasQuotes = true, isCut = false): SampleRow[] {
  const rows: SampleRow[] = [];
  let row: Field[] = [];
  for (let at = 0; at < text.length && rows.length < mostRows;) {
    const field = readField(text, at, delimiter, hasQuotes);
    row.push(field);
    at = field.end;
    if (at < text.length && text[at] === delimiter) {
      at++;
      if (at < text.length) continue;
      row.push({ text: '', end: at, isBad: false, hasQuotes: false });
    }
    if (!(at >= text.length && isCut) && !isBlank(row)) rows.push(joinFields(row));
    row = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

interface Field {
  readonly text: string;
  readonly end: number;
  readonly isBad: boolean;
  readonly hasQuotes: boolean;
}

function joinFields(fields: readonly Field[]): SampleRow {
  return {
    fields: fields.map((it) => it.text),
    isBad: fields.some((it) => it.isBad),
    hasQuotes: fields.some((it) => it.hasQuotes),
  };
}

function isBlank(row: readonly Field[]): boolean {
  return row.length === 1 && row[0]?.text === '' && !row[0].hasQuotes;
}

function readField(text: string, from: number, delimiter: string, hasQuotes: boolean): Field {
  if (!hasQuotes || text[from] !== '"') {
    const end = findEnd(text, from, delimiter);
    const field = text.slice(from, end);
    const isStray = hasQuotes && field.includes('"');
    return { text: field, end, isBad: isStray, hasQuotes: isStray };
  }
  let content = '';
  for (let at = from + 1; ;) {
    const close = text.indexOf('"', at);
    if (close === -1)
      return { text: content + text.slice(at), end: text.length, isBad: true, hasQuotes: true };
    content += text.slice(at, close);
    if (text[close + 1] !== '"') {
      const end = findEnd(text, close + 1, delimiter);
      return { text: content + text.slice(close + 1, end), end, isBad: end > close + 1, hasQuotes: true };
    }
    content += '"';
    at = close + 2;
  }
}

/** The end of a field without quotes: a delimiter, a line's end or the text's. Without a delimiter ('') it is the end of the line. */
export function findEnd(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

const emailLike = /^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/;
const numberLike = /^[+-]?\d[\d.,]*$/;
const dateLike = /^\d{4}-\d\d-\d\d/;
const looksLikeData = (field: string): boolean => numberLike.test(field) || dateLike.test(field);

/** Whether the first row names columns: it does unless it looks like the data below it. */
function hasHeading(rows: readonly SampleRow[]): boolean {
  const [first, ...others] = rows;
  if (!first) return true;
  const fields = first.fields.map((it) => it.trim());
  if (fields.some((it) => emailLike.test(it) || dateLike.test(it) || /^[{[]".*[}\]]$/.test(it))) return false;
  if (fields.every((it) => it === '' || numberLike.test(it))) return false;
  if (others.length === 0) return true;
  // A number over numbers; years over numbers are names of columns.
  return !fields.some(
    (field, i) =>
      looksLikeData(field) &&
      !/^(?:19|20)\d\d$/.test(field) &&
      others.every((it) => looksLikeData(it.fields[i]?.trim() ?? '')),
  );
}
