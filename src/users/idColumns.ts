/** A column of rows, or a property of objects, that may hold the ids. */
export interface IdColumn {
  /** Its heading, or the property's name; '' where it has none. */
  readonly name: string;
  readonly firstValues: readonly string[];
}

/** Names of columns that hold external ids for certain. */
const externalIdName = /^(?:appboy|braze)?external(?:user)?ids?$/;
/** Names that are certain where no other column has one. */
const someIdName =
  /^(?:user|customer|client|member|contact|profile|account|subscriber)?(?:ids?|uids?|identifiers?)$/;
/** Names of what else stands in lists of users: a row that has one is a heading. */
const otherName =
  /^(?:e?mail(?:address)?|(?:(?:first|last|given|family|full|user|sur)?name)|phone(?:number)?|mobile|country|city|language|locale|gender|dob|birthday|timezone|created(?:at)?|updated(?:at)?|segment|status|type|value)$/;

/** A heading in lower case, without what separates its words. */
function simplify(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

export function isIdName(name: string): boolean {
  const simple = simplify(name);
  return externalIdName.test(simple) || someIdName.test(simple);
}

/** The names that stand before a plain list; shorter ones, such as `id`, may be ids there. */
export function isListHeading(name: string): boolean {
  const simple = simplify(name);
  return externalIdName.test(simple) || /^userids?$/.test(simple);
}

/** Whether a row names columns: one cell has a name that people give them, or stands over values of another kind. */
export function isHeading(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  if (first.some((it) => isIdName(it.trim()) || otherName.test(simplify(it)))) return true;
  if (others.length < 2 || first.length < 2) return false;
  return first.some((cell, i) =>
    [/^\d+$/, /^[^@\s]+@[^@\s]+$/].some(
      (kind) =>
        cell.trim() !== '' &&
        !kind.test(cell.trim()) &&
        others.every((row) => kind.test(row[i]?.trim() ?? '')),
    ),
  );
}

/** The column that holds the ids; undefined where that is not certain and people have to say. */
export function chooseIdColumn(columns: readonly IdColumn[]): number | undefined {
  const names = columns.map((it) => simplify(it.name));
  const external = listMatches(names, externalIdName);
  if (external.length > 0) return external.length === 1 ? external[0] : undefined;
  const some = listMatches(names, someIdName);
  if (some.length > 0) return some.length === 1 ? some[0] : undefined;
  const filled = columns.flatMap((it, i) => (it.firstValues.length > 0 ? [i] : []));
  return filled.length === 1 ? filled[0] : undefined;
}

function listMatches(names: readonly string[], pattern: RegExp): number[] {
  return names.flatMap((it, i) => (pattern.test(it) ? [i] : []));
}
