/** The filter narrowed by one more clause. What has an OR is put in parentheses, for AND binds tighter. */
export function addClause(filter: string, clause: string): string {
  const whole = filter.trim();
  if (whole === '') return clause;
  if (whole === clause || whole.endsWith(` AND ${clause}`) || whole.startsWith(`${clause} AND `))
    return whole;
  return `${/\bOR\b/.test(whole) ? `(${whole})` : whole} AND ${clause}`;
}

/** The path as a filter writes it: names that are not plain words in quotes. */
export function writeField(path: string): string {
  return /^[A-Za-z_$][\w$.]*$/.test(path) ? path : `"${path.replace(/["\\]/g, '\\$&')}"`;
}

/** The path as it is shown: an empty name would look like none. */
export function showPath(path: string): string {
  return path === '' ? '""' : path;
}
