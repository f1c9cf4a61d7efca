import { NumberText, readExactNumber } from './exactNumber.ts';

/** Reads JSON text; throws a SyntaxError for what is none. */
export type ParseJson = (text: string) => unknown;

/** Whether a text is JSON. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Reads JSON text for comparing: numbers that no double holds are `NumberText`, the same one for the same value. */
export function parseByValue(text: string): unknown {
  return mayHaveLongNumber(text) ? parseNumbers(text, readExactNumber) : (JSON.parse(text) as unknown);
}

/** Reads JSON text for showing: numbers that JSON would write in another way than the text does are `NumberText`. */
export function parseAsWritten(text: string): unknown {
  return hasLongRun(text) || oddNumber.test(text)
    ? parseNumbers(text, readWritten)
    : (JSON.parse(text) as unknown);
}

/** With an exponent, with zeros at the end, very small ones, and -0; dates and texts are not meant. */
const oddNumber = /(?:[eE][+-]?\d+|\.\d*0|-0)(?=[\s,\]}]|$)|0\.0{6}/;

function readWritten(source: string): number | NumberText {
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

/** Digits, with a decimal point among them perhaps, of the shortest number without an exponent that no double holds. */
const longRun = 16;
const longExponent = /[eE][+-]?\d{3}/;

/** Whether a number may be in the text that no double holds: with so many digits, or an exponent of three. */
export function mayHaveLongNumber(text: string): boolean {
  // A text by itself, as values of lines mostly are.
  if (text.charCodeAt(0) === 0x22) return false;
  return hasLongRun(text) || longExponent.test(text);
}

/** Looks at every sixteenth character, since each run has one of these: much faster than a regular expression. */
function hasLongRun(text: string): boolean {
  for (let at = longRun - 1; at < text.length; at += longRun) {
    if (!isOfRun(text.charCodeAt(at))) continue;
    let start = at;
    while (start > 0 && isOfRun(text.charCodeAt(start - 1))) start--;
    while (at + 1 < text.length && isOfRun(text.charCodeAt(at + 1))) at++;
    if (at - start + 1 >= longRun) return true;
  }
  return false;
}

/** Digits and the decimal point. */
function isOfRun(unit: number): boolean {
  return unit <= 0x39 && (unit >= 0x30 || unit === 0x2e);
}
