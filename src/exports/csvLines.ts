import { StringDecoder } from 'node:string_decoder';
import { ArchiveError } from './archiveError.ts';
import { namedBadLines } from './lineWriter.ts';

/** Takes CSV in pieces and gives its rows as JSON objects, a line each. */
export interface CsvLines {
  write(bytes: Buffer): void;
  finish(): BadRows;
}

/** Rows that are not as their header and RFC 4180 say: all counted, the first ones named by their line in the result. */
export interface BadRows {
  count: number;
  numbers: number[];
}

/** No field is as long as this; one that seems to be has lost its closing quote. */
const longestFieldCharacters = 64 * 1024 * 1024;
const flushCharacters = 256 * 1024;

const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/** Where in a field the reading is. `quoteSeen`: behind a quote that ends the field, unless another one follows. */
type Place = 'start' | 'plain' | 'quoted' | 'quoteSeen' | 'returnSeen';

interface Reading {
  place: Place;
  field: string;
  fields: string[];
  isBad: boolean;
  /** A field that had quotes: an empty one is a field then, and no blank line. */
  hadQuotes: boolean;
  readonly takeRow: (fields: string[], isBad: boolean) => void;
}

/**
 * Reads CSV as RFC 4180 has it, `\n` and `\r\n` alike, holding no more than one row. The first row names the columns; every
 * other one becomes an object with these names as keys and the fields' texts as values. Blank lines are left out. Nothing
 * else is: a row with too few fields lacks the last keys, one with too many has `column 4` and so on, and stray quotes are
 * text; such rows are counted. `takeLines` gets whole lines, several at a time.
 */
export function createCsvLines(takeLines: (lines: Buffer) => void): CsvLines {
  const decoder = new StringDecoder('utf8');
  const bad: BadRows = { count: 0, numbers: [] };
  let keys: string[] | undefined;
  let rows = 0;
  let lines = '';

  function flush(): void {
    if (lines !== '') takeLines(Buffer.from(lines));
    lines = '';
  }

  function takeRow(fields: string[], isBad: boolean): void {
    if (!keys) {
      keys = nameColumns(fields).map((it) => JSON.stringify(it));
      return;
    }
    rows++;
    if (isBad || fields.length !== keys.length) {
      bad.count++;
      if (bad.numbers.length < namedBadLines) bad.numbers.push(rows);
    }
    lines += formatRow(keys, fields);
    if (lines.length >= flushCharacters) flush();
  }

  const it: Reading = { place: 'start', field: '', fields: [], isBad: false, hadQuotes: false, takeRow };
  let isFirst = true;
  return {
    write(bytes) {
      let text = decoder.write(bytes);
      if (isFirst && text !== '') {
        isFirst = false;
        if (text.startsWith('\ufeff')) text = text.slice(1);
      }
      readText(it, text);
      flush();
    },
    finish() {
      readText(it, decoder.end());
      if (it.place === 'quoted') it.isBad = true;
      if (it.place === 'plain') dropReturn(it);
      if (it.field !== '' || it.fields.length > 0 || it.hadQuotes) endRow(it);
      flush();
      return bad;
    },
  };
}

function readText(it: Reading, text: string): void {
  let nextQuote = -1;
  for (let at = 0; at < text.length;) {
    if (it.place === 'start' && it.fields.length === 0) {
      if (nextQuote < at) nextQuote = find(text, '"', at);
      at = passPlainRows(it, text, at, nextQuote);
    }
    if (at < text.length) at = passSome(it, text, at);
  }
  if (it.field.length > longestFieldCharacters) {
    throw new ArchiveError('notAnExport', 'The file holds no rows: a quote in it is never closed.');
  }
}

/** The quick way through whole rows in which nothing is quoted: most of them. Returns where it ends. */
function passPlainRows(it: Reading, text: string, from: number, nextQuote: number): number {
  let at = from;
  for (let end = text.indexOf('\n', at); end !== -1 && end < nextQuote; end = text.indexOf('\n', at)) {
    const isReturned = text.charCodeAt(end - 1) === carriageReturn && end > at;
    const row = text.slice(at, isReturned ? end - 1 : end);
    if (row !== '') it.takeRow(row.split(','), false);
    at = end + 1;
  }
  return at;
}

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? text.length : at;
}

/** Reads on from `at`; returns how far. */
function passSome(it: Reading, text: string, at: number): number {
  const code = text.charCodeAt(at);
  switch (it.place) {
    case 'start':
      it.place = code === quote ? 'quoted' : 'plain';
      it.hadQuotes = code === quote;
      return code === quote ? at + 1 : at;
    case 'plain':
      return passPlain(it, text, at);
    case 'quoted': {
      const end = text.indexOf('"', at);
      it.field += text.slice(at, end === -1 ? text.length : end);
      if (end === -1) return text.length;
      it.place = 'quoteSeen';
      return end + 1;
    }
    case 'quoteSeen':
      return passAfterQuote(it, code, at);
    case 'returnSeen':
      if (code !== newline) {
        it.field += '\r';
        it.isBad = true;
        it.place = 'plain';
        return at;
      }
      endRow(it);
      return at + 1;
  }
}

function passPlain(it: Reading, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) it.isBad = true;
    if (code !== comma && code !== newline) continue;
    const part = text.slice(from, at);
    it.field = it.field === '' ? part : it.field + part;
    if (code === comma) endField(it);
    else {
      dropReturn(it);
      endRow(it);
    }
    return at + 1;
  }
  it.field += text.slice(from);
  return text.length;
}

function dropReturn(it: Reading): void {
  if (it.field.endsWith('\r')) it.field = it.field.slice(0, -1);
}

function passAfterQuote(it: Reading, code: number, at: number): number {
  if (code === quote) {
    it.field += '"';
    it.place = 'quoted';
  } else if (code === comma) endField(it);
  else if (code === newline) endRow(it);
  else if (code === carriageReturn) it.place = 'returnSeen';
  else {
    // Text behind the closing quote: it belongs to the field, whatever was meant.
    it.isBad = true;
    it.place = 'plain';
    return at;
  }
  return at + 1;
}

function endField(it: Reading): void {
  it.fields.push(it.field);
  it.field = '';
  it.place = 'start';
}

function endRow(it: Reading): void {
  const isBlank = it.fields.length === 0 && it.field === '' && !it.hadQuotes;
  endField(it);
  if (!isBlank) it.takeRow(it.fields, it.isBad);
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

const needsEscape = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Written by hand: an object of ours would take a key such as `__proto__` for something else, and sort numbers first. */
function formatRow(keys: readonly string[], fields: readonly string[]): string {
  let line = '{';
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? '';
    if (i > 0) line += ',';
    line += keys[i] ?? JSON.stringify(nameColumn(i));
    // Asked first, since most fields need no escaping: it costs a fraction of `stringify`.
    line += needsEscape.test(field) ? `:${JSON.stringify(field)}` : `:"${field}"`;
  }
  return `${line}}\n`;
}
