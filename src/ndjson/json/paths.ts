/**
 * A path names a place in a JSON value: keys joined by dots, `custom_attributes.plan`. It reaches through arrays into
 * every element (`purchases.name`), a whole number also names one element (`apps.0.name`), and a key that has dots
 * itself is found too (`a.b` finds both {"a":{"b":1}} and {"a.b":1}). Keys may be empty: `` is the value of {"":1}, `.x`
 * that of {"":{"x":1}}.
 */
export type Path = string;

/** UTF-16 units of the longest path that is offered: a key may be as long as its line. */
export const longestPath = 10_000;

/** All the values a path leads to, in the order of the file; an array the path ends at is one value. */
export function collectValues(value: unknown, path: Path): unknown[] {
  const found: unknown[] = [];
  collect(value, path.split('.'), 0, found);
  return found;
}

/** Whether the path has a whole number in it, which may mean an element's place. */
export function namesElement(path: Path): boolean {
  return path.split('.').some(isIndex);
}

/** Every way the dots of a path may be read, as lists of keys; at most 16 (`undefined` beyond). */
export function splitPath(path: Path): string[][] | undefined {
  const segments = path.split('.');
  if (segments.length > 5) return undefined;
  const keyLists: string[][] = [];
  for (let mask = 0; mask < 1 << (segments.length - 1); mask++) {
    const keys = [segments[0] ?? ''];
    for (const [i, segment] of segments.slice(1).entries()) {
      if (mask & (1 << i)) keys[keys.length - 1] += `.${segment}`;
      else keys.push(segment);
    }
    keyLists.push(keys);
  }
  return keyLists;
}

function collect(value: unknown, segments: readonly string[], at: number, found: unknown[]): void {
  if (at === segments.length) {
    found.push(value);
    return;
  }
  if (Array.isArray(value)) {
    for (const element of value) collect(element, segments, at, found);
    const segment = segments[at] ?? '';
    if (isIndex(segment) && Number(segment) < value.length)
      collect(value[Number(segment)], segments, at + 1, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (let to = at + 1; to <= segments.length; to++) {
    const key = segments.slice(at, to).join('.');
    if (Object.hasOwn(value, key)) collect((value as Record<string, unknown>)[key], segments, to, found);
  }
}

function isIndex(segment: string): boolean {
  return /^\d{1,9}$/.test(segment);
}
