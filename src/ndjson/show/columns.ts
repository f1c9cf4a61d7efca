import { collectValues, longestPath } from '../json/paths.ts';
import type { RowColumn } from './rowReader.ts';

/** Columns of a user, in the order in which they help to tell one user from another. */
const userColumns: readonly RowColumn[] = [
  { path: 'external_id', show: 'value' },
  { path: 'first_name', show: 'value' },
  { path: 'last_name', show: 'value' },
  { path: 'email', show: 'value' },
  { path: 'country', show: 'value' },
  { path: 'apps.last_used', show: 'last' },
  { path: 'total_revenue', show: 'value' },
  { path: 'custom_events', show: 'count' },
  { path: 'purchases', show: 'count' },
  { path: 'campaigns_received', show: 'count' },
];

const mostColumns = 10;

/** Columns fit for a file whose first lines are these: a user's, or else the fields at the top that are no lists or objects. */
export function suggestColumns(lines: readonly unknown[]): RowColumn[] {
  const objects = lines.filter(isObject);
  const isUsers = objects.some((it) => 'external_id' in it || 'appboy_id' in it || 'braze_id' in it);
  if (isUsers)
    return userColumns.filter(({ path }) => objects.some((it) => collectValues(it, path).length > 0));
  const scalars = new Set<string>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object))
      if ((typeof value !== 'object' || value === null) && key.length <= longestPath) scalars.add(key);
  }
  return [...scalars].slice(0, mostColumns).map((path) => ({ path, show: 'value' }));
}

/**
 * All paths in some lines but those too long to be offered, in the order in which they first occur; a list's elements
 * have the list's own path.
 */
export function listPathsOf(lines: readonly unknown[]): string[] {
  const paths = new Set<string>();
  for (const line of lines) addPaths(line, undefined, paths);
  return [...paths];
}

/** `path` is undefined for the line itself: an empty one is the path of an empty key. */
function addPaths(value: unknown, path: string | undefined, into: Set<string>): void {
  if (Array.isArray(value)) for (const element of value) addPaths(element, path, into);
  else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const own = path === undefined ? key : `${path}.${key}`;
      if (own.length > longestPath) continue;
      into.add(own);
      addPaths(inner, own, into);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
