/** `lines`: JSON objects, one a line. `json`: one JSON text that holds the objects. `csv`: rows. */
export type TextShape = 'lines' | 'json' | 'csv';

/** How many first bytes are enough to tell. */
export const longestPeekBytes = 64 * 1024;

const openBrace = 0x7b;
const openBracket = 0x5b;

/** Tells by its first bytes what a text is; undefined for what is no text of ours: a web page, binary bytes, UTF-16. */
export function recogniseText(first: Buffer): TextShape | undefined {
  const start = first.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0;
  if (first.subarray(0, longestPeekBytes).includes(0)) return undefined;
  let at = start;
  while (isSpace(first[at])) at++;
  if (first[at] === openBracket) return 'json';
  if (first[at] === openBrace) return holdsOneText(first.subarray(at)) ? 'json' : 'lines';
  if (at === first.length) return 'lines';
  if (first[at] === 0x3c) return undefined;
  const newline = first.indexOf(0x0a, at);
  // Only its first line is broken: cut out of an export, or torn.
  if (newline !== -1 && first[newline + 1] === openBrace) return 'lines';
  const firstLine = first.subarray(at, newline === -1 ? first.length : newline);
  return firstLine.includes(0x2c) ? 'csv' : undefined;
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
