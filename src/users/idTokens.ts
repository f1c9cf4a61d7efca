import * as l10n from '@vscode/l10n';
import type { IdPiece } from './idPiece.ts';

/**
 * Reads ids that commas, semicolons, tabs or line ends divide, and spaces too where they do. An id in quotes may hold
 * anything; a quote in it is doubled or has a backslash before it. Each character is looked at once.
 */
export function* readTokens(text: string, spacesDivide: boolean): Generator<IdPiece> {
  const unclosed = new Set<string>();
  for (let at = skipDividers(text, 0, spacesDivide); at < text.length;) {
    const quote = text[at] ?? '';
    const close = isQuote(quote) && !unclosed.has(quote) ? findClose(text, at, quote) : undefined;
    if (isQuote(quote) && close === undefined) unclosed.add(quote);
    if (close !== undefined && endsToken(text, close + 1, spacesDivide)) {
      const id = unescape(text.slice(at + 1, close), quote);
      yield id === '' ? { problem: l10n.t('nothing is in the quotes'), text: quote + quote, at } : { id, at };
      at = skipDividers(text, close + 1, spacesDivide);
      continue;
    }
    const end = endOfToken(text, at, spacesDivide);
    const bare = text.slice(at, end).trim();
    // An apostrophe may begin an id; a double quotation mark has lost the other one of its pair.
    if (quote === '"')
      yield { problem: l10n.t('a quotation mark is missing, or stands where none can'), text: bare, at };
    else yield { id: bare, at };
    at = skipDividers(text, end, spacesDivide);
  }
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function divides(character: string | undefined, spacesDivide: boolean): boolean {
  switch (character) {
    case undefined:
    case ',':
    case ';':
    case '\t':
    case '\r':
    case '\n':
      return true;
    case ' ':
      return spacesDivide;
    default:
      return false;
  }
}

function isBlank(character: string | undefined): boolean {
  return character !== undefined && (character <= ' ' || (character > '~' && /^\s$/.test(character)));
}

function skipDividers(text: string, from: number, spacesDivide: boolean): number {
  let at = from;
  while (at < text.length && (divides(text[at], spacesDivide) || isBlank(text[at]))) at++;
  return at;
}

function endOfToken(text: string, from: number, spacesDivide: boolean): number {
  let at = from;
  while (!divides(text[at], spacesDivide)) at++;
  return at;
}

/** The closing quote; undefined where there is none. */
function findClose(text: string, open: number, quote: string): number | undefined {
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at;
      at++;
    }
  }
  return undefined;
}

/** Only white space stands between the closing quote and what divides, or another quote. */
function endsToken(text: string, from: number, spacesDivide: boolean): boolean {
  let at = from;
  while (!divides(text[at], spacesDivide) && isBlank(text[at])) at++;
  return divides(text[at], spacesDivide) || (at > from && isQuote(text[at] ?? ''));
}

function unescape(inner: string, quote: string): string {
  return inner.replaceAll(quote + quote, quote).replaceAll(`\\${quote}`, quote);
}
