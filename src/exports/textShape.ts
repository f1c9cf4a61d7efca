import { recogniseEncoding } from '../text/encoding.ts';
import { createConverter } from '../text/convertText.ts';
import { readSample, recogniseCsv } from '../text/csvShape.ts';
import { findObjectEnd, skipBetween } from './mendLine.ts';

/** `lines`: JSON objects, one a line. `json`: one JSON text that holds the objects. `csv`: rows. */
export type TextShape = 'lines' | 'json' | 'csv';

/** How many first bytes are enough to tell. */
export const longestPeekBytes = 64 * 1024;

const openBrace = 0x7b;
const openBracket = 0x5b;

/**
 * Tells by its first bytes what a text is, whatever its encoding; undefined for what is no text of ours: a web page, binary
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
  const start = first.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (first.subarray(0, longestPeekBytes).includes(0)) return undefined;
  let at = start;
  while (isSpace(first[at])) at++;
  if (first[at] === openBracket && beginsList(first, at + 1)) return 'json';
  if (first[at] === openBrace) return recogniseObjects(first.subarray(at));
  if (at === first.length) return 'lines';
  if (first[at] === 0x3c) return undefined;
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

/** Of one column, values are short and sentences are not. */
const mostWordsOfValues = 4;
const longestValue = 300;

/** Whether a text is CSV: rows of several columns, or at least two of one. */
function holdsRows(text: string, isCut: boolean): boolean {
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return false;
  const shape = recogniseCsv(text, isCut);
  const firstLine = text.split(/[\r\n]/, 1)[0] ?? '';
  if (shape.columns > 1 || shape.hasSepLine || firstLine.includes(',')) return true;
  const values = readSample(text, '', true, isCut).map((it) => it.fields[0] ?? '');
  const words = values.reduce((sum, it) => sum + it.trim().split(/\s+/).length, 0);
  return (
    values.length >= 2 &&
    values.every((it) => it.length <= longestValue) &&
    words <= values.length * mostWordsOfValues
  );
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

/** How a file is packed, by its first bytes; an empty zip begins with the record that ends it. */
export function recogniseArchive(first: Buffer): 'zip' | 'gzip' | 'plain' {
  if (first.length >= 4 && [0x04034b50, 0x06054b50, 0x08074b50].includes(first.readUInt32LE(0))) return 'zip';
  return first[0] === 0x1f && first[1] === 0x8b ? 'gzip' : 'plain';
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
