/** An element among its siblings, as far as putting in order needs it. */
interface Sibling {
  readonly nextSibling: unknown;
  readonly parentNode: unknown;
}

interface Parent<Row> {
  insertBefore(row: Row, before: Row | null): unknown;
}

/**
 * Puts rows in order under their parent, which has no others. `held` is never taken out, for an element that is loses
 * the focus; nor is any other row that stands where it should.
 */
export function keepOrder<Row extends Sibling>(
  parent: Parent<Row>,
  rows: readonly Row[],
  held: Row | undefined,
): void {
  let next: Row | null = null;
  for (const row of rows.toReversed()) {
    const isThere = row.parentNode === parent && row.nextSibling === next;
    if (row !== held && !isThere) parent.insertBefore(row, next);
    next = row;
  }
}
