import { readNumber } from './query.ts';
import type { CountedValue } from './valueCount.ts';

/** `parseQuery` refuses longer filters; a clause is to leave room for others beside it. */
const longestClause = 1900;

/**
 * The filter for lines that have exactly this value at the path, as `countBy` counts them; '' where no filter can say
 * it because path and value are too long.
 */
export function writeClause(path: string, value: CountedValue): string {
  const clause = `${writePath(path)}:${writeValue(value)}`;
  return clause.length > longestClause ? '' : clause;
}

/** Plain names stand as they are, all others in quotes. */
export function writePath(path: string): string {
  return /^[$A-Z_a-z][\w$.-]*$/.test(path) && !/^(AND|OR|NOT)/.test(path) ? path : JSON.stringify(path);
}

/** `:` takes a number and a text that reads as one for the same, `:=` does not. */
function writeValue(value: CountedValue): string {
  if (typeof value === 'string') return `${isAmbiguous(value) ? '=' : ''}${JSON.stringify(value)}`;
  if (typeof value === 'object' && value !== null) return `=${spellPlain(value.decimal)}`;
  return `=${typeof value === 'number' ? spellPlain(String(value)) : String(value)}`;
}

/** Whether a text reads as a value of another type. */
export function isAmbiguous(text: string): boolean {
  return readNumber(text) !== undefined || ['true', 'false', 'null'].includes(text);
}

/** Without an exponent, which a filter does not take after a minus. */
function spellPlain(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/i.exec(number) ?? [];
  if (exponent === undefined) return number;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  // More zeros than a clause may have: too long by themselves.
  if (Math.abs(point) > longestClause) return '0'.repeat(longestClause);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}
