import { parseQueryNumber, writePath } from '../protocol/query.ts';
import type { CountedValue } from '../ndjson/scan/valueCount.ts';

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

/** `:` takes a number and a text that reads as one for the same, `:=` does not. */
function writeValue(value: CountedValue): string {
  if (typeof value === 'string') return `${isAmbiguous(value) ? '=' : ''}${JSON.stringify(value)}`;
  if (typeof value === 'object' && value !== null) return `=${value.decimal}`;
  return `=${String(value)}`;
}

/** Whether a text reads as a value of another type. */
export function isAmbiguous(text: string): boolean {
  return parseQueryNumber(text) !== undefined || ['true', 'false', 'null'].includes(text);
}
