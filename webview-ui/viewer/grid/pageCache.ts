import { pageRows } from '../../../src/protocol/viewer.ts';

export interface PageCache<Row> {
  get(rowIndex: number): Row | undefined;
  put(page: number, rows: Row[]): void;
  /** Whether a page has all rows that a list of this length has there. */
  isWhole(page: number, listLength: number): boolean;
  clear(): void;
}

/** Pages of rows; those that were looked at least lately go when there are too many. */
export function createPageCache<Row>(mostPages: number): PageCache<Row> {
  const pages = new Map<number, Row[]>();

  function touch(page: number): Row[] | undefined {
    const rows = pages.get(page);
    if (!rows) return undefined;
    pages.delete(page);
    pages.set(page, rows);
    return rows;
  }

  return {
    get: (rowIndex) => touch(Math.floor(rowIndex / pageRows))?.[rowIndex % pageRows],
    put(page, rows) {
      pages.delete(page);
      pages.set(page, rows);
      for (const oldest of pages.keys()) {
        if (pages.size <= mostPages) break;
        pages.delete(oldest);
      }
    },
    isWhole(page, listLength) {
      const known = pages.get(page)?.length ?? -1;
      return known >= Math.min(pageRows, listLength - page * pageRows);
    },
    clear: () => pages.clear(),
  };
}

/** The pages that have these rows, both ends included, and one more on each side; the ones in view first. */
export function pagesAround(from: number, to: number, listLength: number): number[] {
  const last = Math.floor((listLength - 1) / pageRows);
  const [first, final] = [Math.floor(from / pageRows), Math.min(Math.floor(to / pageRows), last)];
  const inView = Array.from({ length: Math.max(0, final - first + 1) }, (_, at) => first + at);
  return [...inView, final + 1, first - 1].filter((it) => it >= 0 && it <= last);
}
