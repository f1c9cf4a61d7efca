import * as l10n from '@vscode/l10n';
import { isUtf8 } from 'node:buffer';
import { utf8MarkAsLatin1 } from '../../text/byteOrderMark.ts';
import { readSepLine, type CsvShape } from '../../text/csvShape.ts';
import { ArchiveError } from './archiveError.ts';
import { namedBadLines } from './lineWriter.ts';

/** Reads CSV in pieces and gives its rows as JSON objects, one a line. */
export interface CsvLines {
  write(bytes: Buffer): void;
  finish(): BadRows;
  /** Rows so far, bad ones too; the heading is none. */
  rows(): number;
}

/** Rows that are not as their heading and RFC 4180 say: all counted, the first ones named by their line in the result. */
export interface BadRows {
  count: number;
  numbers: number[];
  /** Of them, those with bytes that are not UTF-8: these are kept as they are. */
  undecoded: number;
}

/** What of its shape matters for reading it. */
export type CsvReading = Pick<CsvShape, 'delimiter' | 'hasSepLine' | 'hasQuotes' | 'hasHeading'>;

const plainShape: CsvReading = { delimiter: ',', hasSepLine: false, hasQuotes: true, hasHeading: true };
const mark = utf8MarkAsLatin1;

/** No field is as long as this; one that seems to be has lost its closing quote. */
const longestFieldCharacters = 64 * 1024 * 1024;
const flushCharacters = 256 * 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

/** Where in a field the reading is. `quoteSeen`: behind a quote that ends the field, unless another one follows. */
type FieldState = 'start' | 'plain' | 'quoted' | 'quoteSeen';

interface CsvParser {
  readonly delimiter: string;
  /** Its code; -1 where nothing divides. */
  readonly delimiterCode: number;
  readonly hasQuotes: boolean;
  state: FieldState;
  field: string;
  fields: string[];
  isBad: boolean;
  /** A field that had quotes: an empty one is a field then, and no blank line. */
  hadQuotes: boolean;
  readonly addRow: (fields: string[], isBad: boolean) => void;
}

/**
 * Reads CSV as RFC 4180 has it, but with any delimiter and with lines ended by `\n`, `\r\n` or `\r`, holding no more than one
 * row. The first row names the columns (`column 1` and so on without a heading); every other one becomes an object with
 * these names as keys and the fields' texts as values. Blank lines are left out, and byte order marks before rows. Nothing
 * else is: a row with too few fields lacks the last keys, one with too many has `column 4` and so on, and stray quotes are
 * text; such rows are counted. `onLines` gets whole lines, several at a time.
 *
 * The text is UTF-8, and its bytes pass as they are: read byte by byte, since nothing that matters here is more than one.
 */
export function createCsvLines(
  onLines: (lines: Buffer) => void,
  { delimiter, hasSepLine, hasQuotes, hasHeading }: CsvReading = plainShape,
): CsvLines {
  const { addRow, flush, bad, rows } = createRowWriter(onLines, hasHeading);
  const it: CsvParser = {
    delimiter,
    delimiterCode: delimiter === '' ? -1 : delimiter.charCodeAt(0),
    hasQuotes,
    state: 'start',
    field: '',
    fields: [],
    isBad: false,
    hadQuotes: false,
    addRow,
  };
  // The first line that only names the delimiter comes whole, with the text's first bytes.
  let isFirst = true;
  // What may be a byte order mark with its end missing.
  let held = '';
  return {
    write(bytes) {
      let text = held + bytes.toString('latin1');
      const cut = /\u00ef\u00bb?$/.exec(text);
      held = cut?.[0] ?? '';
      text = cut ? text.slice(0, cut.index) : text;
      if (isFirst && text !== '') {
        isFirst = false;
        if (text.startsWith(mark)) text = text.slice(mark.length);
        if (hasSepLine) text = text.slice(readSepLine(text)?.length ?? 0);
      }
      readText(it, text);
      flush();
    },
    finish() {
      readText(it, held);
      if (it.state === 'quoted') it.isBad = true;
      if (it.field !== '' || it.fields.length > 0 || it.hadQuotes) endRow(it);
      flush();
      return bad;
    },
    rows,
  };
}

/** Writes rows as lines, the first one as their keys. */
function createRowWriter(onLines: (lines: Buffer) => void, hasHeading: boolean) {
  const bad: BadRows = { count: 0, numbers: [], undecoded: 0 };
  let keys: string[] | undefined;
  let rows = 0;
  let lines = '';

  function flush(): void {
    if (lines !== '') onLines(Buffer.from(lines, 'latin1'));
    lines = '';
  }

  function addRow(fields: string[], isBad: boolean): void {
    if (!keys) {
      const names = hasHeading ? fields : fields.map(() => '');
      keys = nameColumns(names).map((it) => JSON.stringify(it));
      if (hasHeading) return;
    }
    rows++;
    const line = formatRow(keys, fields);
    const isUndecoded = isForeign.test(line) && !isUtf8(Buffer.from(line, 'latin1'));
    if (isUndecoded) bad.undecoded++;
    if (isBad || isUndecoded || fields.length !== keys.length) {
      bad.count++;
      if (bad.numbers.length < namedBadLines) bad.numbers.push(rows);
    }
    lines += line;
    if (lines.length >= flushCharacters) flush();
  }

  return { bad, flush, addRow, rows: () => rows };
}

const isForeign = /[\u0080-\u00ff]/;

function readText(it: CsvParser, text: string): void {
  let nextQuote = it.hasQuotes ? -1 : text.length;
  for (let at = 0; at < text.length;) {
    if (it.state === 'start' && it.fields.length === 0) {
      if (nextQuote < at) nextQuote = find(text, '"', at);
      at = passPlainRows(it, text, at, nextQuote);
      while (text.startsWith(mark, at)) at += mark.length;
    }
    if (at < text.length) at = passSome(it, text, at);
  }
  if (it.field.length > longestFieldCharacters) {
    throw new ArchiveError(
      'notAnExport',
      l10n.t('A quote in the file is never closed, so its rows cannot be told apart.'),
    );
  }
}

/** Reads whole rows in which nothing is quoted, as most are, faster than `passSome`. Returns where they end. */
function passPlainRows(it: CsvParser, text: string, from: number, nextQuote: number): number {
  let at = from;
  for (let end = text.indexOf('\n', at); end !== -1 && end < nextQuote; end = text.indexOf('\n', at)) {
    const isReturned = text.charCodeAt(end - 1) === carriageReturn && end > at;
    const line = text.slice(at, isReturned ? end - 1 : end);
    if (line.includes('\r')) for (const row of line.split('\r')) passPlainRow(it, row);
    else passPlainRow(it, line);
    at = end + 1;
  }
  return at;
}

function passPlainRow(it: CsvParser, line: string): void {
  let row = line;
  while (row.startsWith(mark)) row = row.slice(mark.length);
  if (row !== '') it.addRow(it.delimiter === '' ? [row] : row.split(it.delimiter), false);
}

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? text.length : at;
}

/** Reads on from `at`; returns how far. */
function passSome(it: CsvParser, text: string, at: number): number {
  const code = text.charCodeAt(at);
  switch (it.state) {
    case 'start':
      it.state = code === quote && it.hasQuotes ? 'quoted' : 'plain';
      // True for the row as soon as one field had them.
      it.hadQuotes ||= it.state === 'quoted';
      return it.state === 'quoted' ? at + 1 : at;
    case 'plain':
      return passPlain(it, text, at);
    case 'quoted': {
      const end = text.indexOf('"', at);
      it.field += text.slice(at, end === -1 ? text.length : end);
      if (end === -1) return text.length;
      it.state = 'quoteSeen';
      return end + 1;
    }
    case 'quoteSeen':
      return passAfterQuote(it, code, at);
  }
}

function passPlain(it: CsvParser, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote && it.hasQuotes) it.isBad = true;
    const isEnd = code === newline || code === carriageReturn;
    if (code !== it.delimiterCode && !isEnd) continue;
    const part = text.slice(from, at);
    it.field = it.field === '' ? part : it.field + part;
    if (isEnd) endRow(it);
    else endField(it);
    return at + 1;
  }
  it.field += text.slice(from);
  return text.length;
}

/** A `\n` behind a `\r` ends a blank row, which is none. */
function passAfterQuote(it: CsvParser, code: number, at: number): number {
  if (code === quote) {
    it.field += '"';
    it.state = 'quoted';
  } else if (code === it.delimiterCode) endField(it);
  else if (code === newline || code === carriageReturn) endRow(it);
  else {
    // Text behind the closing quote: it is added to the field.
    it.isBad = true;
    it.state = 'plain';
    return at;
  }
  return at + 1;
}

function endField(it: CsvParser): void {
  it.fields.push(it.field);
  it.field = '';
  it.state = 'start';
}

function endRow(it: CsvParser): void {
  const isBlank = it.fields.length === 0 && it.field === '' && !it.hadQuotes;
  endField(it);
  if (!isBlank) it.addRow(it.fields, it.isBad);
  it.fields = [];
  it.isBad = false;
  it.hadQuotes = false;
}

/** The names of the first row, made distinct, since an object has each key once. */
function nameColumns(fields: readonly string[]): string[] {
  const names = new Set<string>();
  fields.forEach((field, i) => {
    const base = field === '' ? nameColumn(i) : field;
    let name = base;
    for (let turn = 2; names.has(name); turn++) name = `${base} (${turn})`;
    names.add(name);
  });
  return [...names];
}

function nameColumn(index: number): string {
  return `column ${index + 1}`;
}

const needsEscape = /["\\\u0000-\u001f]/;

/**
 * Not by `JSON.stringify` of an object, where a key such as `__proto__` means something else and numbers are sorted
 * first.
 */
function formatRow(keys: readonly string[], fields: readonly string[]): string {
  let line = '{';
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    if (i > 0) line += ',';
    line += keys[i] ?? JSON.stringify(nameColumn(i));
    // Most fields need no escaping, and the test costs a fraction of `stringify`.
    line += needsEscape.test(field) ? `:${JSON.stringify(field)}` : `:"${field}"`;
  }
  return `${line}}\n`;
}
