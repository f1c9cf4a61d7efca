import { maskTexts } from './maskTexts.ts';

/** The filter narrowed by one more clause. What has an OR is put in parentheses, for AND binds tighter. */
export function addClause(filter: string, clause: string): string {
  const whole = filter.trim();
  if (whole === '' || clause === '') return whole || clause;
  // Beside an OR a clause narrows nothing, wherever it stands.
  if (hasOr(whole)) return `(${whole}) AND ${clause}`;
  const hasIt = whole === clause || whole.endsWith(` AND ${clause}`) || whole.startsWith(`${clause} AND `);
  return hasIt ? whole : `${whole} AND ${clause}`;
}

/** Whether it has an OR outside quotes and parentheses. */
function hasOr(filter: string): boolean {
  let rest = maskTexts(filter);
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replace(/\([^()]*\)/g, '.');
  }
  return /\bOR\b/.test(rest);
}

/** The path as a filter writes it, as `writePath` of the host does: names that are not plain words in quotes. */
export function writeField(path: string): string {
  return /^[$A-Z_a-z][\w$.-]*$/.test(path) && !/^(AND|OR|NOT)/.test(path) ? path : JSON.stringify(path);
}

/** The path as it is shown: an empty name would look like none. */
export function showPath(path: string): string {
  return path === '' ? '""' : path;
}
