import { parseQuery } from '../../../src/protocol/parseQuery.ts';

/** The filter narrowed by one more clause. What has an OR is put in parentheses, for AND binds tighter. */
export function addClause(filter: string, clause: string): string {
  const whole = filter.trim();
  if (whole === '' || clause === '') return whole || clause;
  // Beside an OR a clause narrows nothing, wherever it stands.
  if (mayBindLooser(whole)) return `(${whole}) AND ${clause}`;
  const hasIt = whole === clause || whole.endsWith(` AND ${clause}`) || whole.startsWith(`${clause} AND `);
  return hasIt ? whole : `${whole} AND ${clause}`;
}

function mayBindLooser(filter: string): boolean {
  const parsed = parseQuery(filter);
  return !parsed.ok || parsed.query.kind === 'or';
}

/** The path as it is shown: an empty name would look like none. */
export function showPath(path: string): string {
  return path === '' ? '""' : path;
}
