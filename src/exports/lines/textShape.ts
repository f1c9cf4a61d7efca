import { measureMark } from '../../text/byteOrderMark.ts';
import { recogniseEncoding } from '../../text/encoding.ts';
import { createConverter } from '../../text/convertText.ts';
import { readSample, recogniseCsv, type CsvShape } from '../../text/csvShape.ts';
import { findObjectEnd, skipBetween } from './mendLine.ts';

/** `lines`: JSON objects, one a line. `json`: one JSON text that holds the objects. `csv`: rows. */
export type TextShape = 'lines' | 'json' | 'csv';

/** How many first bytes are enough to recognise a text. */
export const longestPeekBytes = 64 * 1024;

const openBrace = 0x7b;
const openBracket = 0x5b;

/**
 * Recognises by its first bytes what a text is, whatever its encoding; undefined for what is no data: a web page, binary
 * bytes, prose. Rows may be divided by commas, semicolons, tabs or bars, or have one column.
 */
export function recogniseText(first: Buffer): TextShape | undefined {
  return recogniseUtf8Text(toUtf8(first));
}

/** Decodes what is more than a byte a character; other bytes stay: what matters here is ASCII. */
function toUtf8(first: Buffer): Buffer {
  if (!first.subarray(0, longestPeekBytes).includes(0) && first[0] !== 0xff && first[0] !== 0xfe)
    return first;
  const label = recogniseEncoding(first, true)?.label;
  if (label === undefined || !label.startsWith('utf-16')) return first;
  try {
    return createConverter(label).convert(first);
  } catch {
    return first;
  }
}

/** The same for a text that is UTF-8 already, or of one byte a character. */
export function recogniseUtf8Text(first: Buffer): TextShape | undefined {
  const start = measureMark(first);
  if (first.subarray(0, longestPeekBytes).includes(0)) return undefined;
  let at = start;
  while (isSpace(first[at])) at++;
  if (beginsDocument(first.toString('latin1', at, at + 16))) return undefined;
  if (first[at] === openBracket && beginsList(first, at + 1)) return 'json';
  if (first[at] === openBrace) return recogniseObjects(first.subarray(at));
  if (at === first.length) return 'lines';
  const text = first.toString('latin1', at, longestPeekBytes);
  // Only its first line is broken: cut out of an export, or torn.
  if (holdsMostlyObjects(text)) return 'lines';
  return holdsRows(text, first.length >= longestPeekBytes) ? 'csv' : undefined;
}

/** A list of JSON, and not a name in brackets, as some databases write them. */
function beginsList(first: Buffer, from: number): boolean {
  let at = from;
  while (isSpace(first[at])) at++;
  return at === first.length || /^(?:[[{"\]\d-]|true|false|null)/.test(first.toString('latin1', at, at + 5));
}

function recogniseObjects(text: Buffer): TextShape {
  if (holdsOneText(text)) return 'json';
  // One line that goes on and on: objects that follow one another without a line's end.
  if (text.includes(0x0a) || text.includes(0x0d)) return 'lines';
  const end = findObjectEnd(text, 0);
  if (end === undefined) return 'lines';
  const next = skipBetween(text, end);
  return text.length >= longestPeekBytes && text[next] === openBrace ? 'json' : 'lines';
}

/** Whether the lines behind the first one are objects. */
function holdsMostlyObjects(text: string): boolean {
  const lines = text.split(/[\r\n]+/).slice(1);
  const full = lines.filter((it) => it.trim() !== '');
  const objects = full.filter((it) => /^(?:\u00ef\u00bb\u00bf)?\s*\{\s*["}]/.test(it)).length;
  return objects > 0 && objects * 2 >= full.length;
}

/** Whether a text begins as pages, documents and programs do: these hold no data. */
export function beginsDocument(text: string): boolean {
  return /^(?:<|%PDF-|%!PS|\{\\rtf|#!|#include\b|-----BEGIN )/.test(text);
}

/** Of one column, values are short and sentences are not. */
const mostWordsOfValues = 4;
const longestValue = 300;
/** Cells of more words are sentences where commas stand as in sentences. */
const mostWordsOfCells = 8;

/** Whether a text is CSV: rows of several columns, or at least two of one. */
function holdsRows(text: string, isCut: boolean): boolean {
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return false;
  const shape = recogniseCsv(text, isCut);
  if (shape.hasSepLine) return true;
  const firstLine = text.split(/[\r\n]/, 1)[0] ?? '';
  if (shape.columns > 1 || firstLine.includes(','))
    return isRegular(shape, text, isCut) && !isProse(shape, text);
  const values = readSample(text, '', true, isCut).map((it) => it.fields[0] ?? '');
  const words = values.reduce((sum, it) => sum + countWords(it), 0);
  return (
    values.length >= 2 &&
    values.every((it) => it.length <= longestValue) &&
    words <= values.length * mostWordsOfValues &&
    !isMarkup(values)
  );
}

/** Whether half of the rows have the same number of columns; a heading alone, or one that lacks a column, is one all the same. */
function isRegular(
  { share, delimiter, hasQuotes, columns }: CsvShape,
  text: string,
  isCut: boolean,
): boolean {
  if (share >= 0.5 || columns < 2) return share >= 0.5;
  const counts = new Map<number, number>();
  const rows = readSample(text, delimiter, hasQuotes, isCut);
  for (const { fields, isBad } of rows)
    if (fields.length > 1 && !isBad) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  return Math.max(0, ...counts.values()) * 2 >= rows.length;
}

/** Sentences: a blank or the line's end is behind every comma, lines have as many as they like, and long parts between. */
function isProse({ share, delimiter }: CsvShape, text: string): boolean {
  if (share >= 0.8 || !hasGapsOnly(text, delimiter)) return false;
  const lines = text.split(/[\r\n]+/);
  const isLong = lines.some((line) => line.split(delimiter).some((it) => countWords(it) > mostWordsOfCells));
  return isLong || (lines[0] ?? '').trim().endsWith(delimiter);
}

/** Whether behind every delimiter is a blank or the line's end, as sentences have commas and semicolons. */
export function hasGapsOnly(text: string, delimiter: string): boolean {
  if (delimiter !== ',' && delimiter !== ';') return false;
  const parts = text.replace(/"[^"]*"/g, 'x').split(delimiter);
  return parts.length > 1 && parts.every((it, i) => i === 0 || it === '' || /^\s/.test(it));
}

/** What looks like one column and is a program, settings or a text with headings. */
function isMarkup(values: readonly string[]): boolean {
  const [first = '', ...others] = values;
  if (/^(?:#+\s|\/[/*]|HTTP\/\d)|^[^{[].*[{};:!?]$|^[\w.-]+:\s/.test(first.trim())) return true;
  if (/^\[.*\]$/.test(first) && others.every((it) => /^[;#[]|=/.test(it))) return true;
  return values.some((it) => /^\s*[{}()[\];]+\s*$/.test(it));
}

function countWords(text: string): number {
  return text.trim().split(/\s+/).length;
}

/**
 * Whether a text that begins with `{` is one object around the users rather than the first of many lines: it goes on
 * after its first line's end, or it has a list called `users` at its top, as the service's own answers have.
 */
function holdsOneText(text: Buffer): boolean {
  const depths = scanTop(text);
  return depths.newlineInside || depths.usersListed;
}

function scanTop(text: Buffer): { newlineInside: boolean; usersListed: boolean } {
  let depth = 0;
  let inString = false;
  let stringStart = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x0a) return { newlineInside: false, usersListed: false };
      else if (byte === 0x22) {
        inString = false;
        if (depth === 1 && text.toString('latin1', stringStart, at) === 'users' && isListNext(text, at + 1)) {
          return { newlineInside: false, usersListed: true };
        }
      }
      continue;
    }
    if (byte === 0x22) {
      inString = true;
      stringStart = at + 1;
    } else if (byte === openBrace || byte === openBracket) depth++;
    else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte === 0x0a) return { newlineInside: depth > 0 && isPretty(text, at), usersListed: false };
    if (depth === 0) break;
  }
  return { newlineInside: false, usersListed: false };
}

/** Printed for people: the next line is indented, or closes something. A broken line of an export is followed by `{`. */
function isPretty(text: Buffer, newline: number): boolean {
  const next = text[newline + 1];
  return isSpace(next) || next === 0x7d || next === 0x5d || next === 0x22;
}

function isListNext(text: Buffer, from: number): boolean {
  let at = from;
  while (isSpace(text[at])) at++;
  if (text[at] !== 0x3a) return false;
  at++;
  while (isSpace(text[at])) at++;
  return text[at] === openBracket;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
