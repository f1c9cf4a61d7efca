import { NumberText, readExactNumber } from './exactNumber.ts';

/** Reads JSON text; throws a SyntaxError for what is none. */
export type ParseJson = (text: string) => unknown;

/** Reads JSON text for comparing: numbers that no double holds are `NumberText`, the same one for the same value. */
export function parseByValue(text: string): unknown {
  return mayHaveLongNumber(text) ? parseNumbers(text, readExactNumber) : (JSON.parse(text) as unknown);
}

/** Reads JSON text for showing: numbers that would be written in another way than they are spelt are `NumberText`. */
export function parseAsSpelt(text: string): unknown {
  return oddNumber.test(text) ? parseNumbers(text, readSpelling) : (JSON.parse(text) as unknown);
}

/** Long ones, with an exponent, with zeros at the end, very small ones, and -0; dates and texts are not meant. */
const oddNumber = /[\d.]{16}|(?:\d[eE][+-]?\d+|\.\d*0|-0)(?=[\s,\]}]|$)|0\.0{6}/;

function readSpelling(source: string): number | NumberText {
  const double = Number(source);
  return JSON.stringify(double) === source ? double : new NumberText(source);
}

interface JsonWithSource {
  parse(
    text: string,
    revive: (key: string, value: unknown, context?: { source?: string }) => unknown,
  ): unknown;
}

/** Where the platform does not tell a number's source, numbers are doubles. */
function parseNumbers(text: string, read: (source: string) => unknown): unknown {
  try {
    return (JSON as JsonWithSource).parse(text, (_, value, context) =>
      typeof value === 'number' && context?.source !== undefined ? read(context.source) : value,
    );
  } catch (error) {
    // It calls itself for what is nested, some thousand times at most; without a function it does not.
    if (error instanceof RangeError) return JSON.parse(text) as unknown;
    throw error;
  }
}

/** Fewest characters of a number that no double holds: `1e400`. */
const stride = 5;

/**
 * Whether a number may be in the text that no double holds: with 16 digits, or an exponent of three. Looks at every fifth
 * character only, since each of these has five in a row that a number may have.
 */
export function mayHaveLongNumber(text: string): boolean {
  // A text by itself, as values of lines mostly are.
  if (text.charCodeAt(0) === 0x22) return false;
  for (let at = stride - 1; at < text.length; at += stride) {
    if (!isOfNumber(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isOfNumber(text.charCodeAt(start - 1))) start--;
    while (at + 1 < text.length && isOfNumber(text.charCodeAt(at + 1))) at++;
    if (at - start + 1 >= stride && longNumber.test(text.slice(start, at + 1))) return true;
  }
  return false;
}

const longNumber = /[\d.]{16}|\d[eE][+-]?\d{3}/;

/** Digits, `+`, `-`, `.`, `e` and `E`. */
function isOfNumber(unit: number): boolean {
  if (unit <= 0x39) return unit >= 0x30 || unit === 0x2d || unit === 0x2e || unit === 0x2b;
  return unit === 0x65 || unit === 0x45;
}
