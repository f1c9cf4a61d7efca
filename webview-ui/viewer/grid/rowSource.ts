import { pageRows } from '../../../src/protocol/viewer.ts';
import type { ListRef, ViewerColumn, ViewerPage, ViewerRow } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { createPageCache, pagesAround } from './pageCache.ts';
import { readMessage } from '../../common/toast.ts';

/** Rows of the list that is shown, fetched page by page as they come into view. */
export interface RowSource {
  /** Shows another list or other columns: nothing of the old ones is given any more. */
  show(list: ListRef, columns: readonly ViewerColumn[]): void;
  /** Takes in rows of the list's first page that are known already. */
  seed(rows: ViewerRow[]): void;
  /** Asks for the rows in view (and some around them); what is asked for elsewhere is cancelled. */
  want(from: number, to: number, listLength: number): void;
  rowAt(rowIndex: number): ViewerRow | undefined;
  /** Why the page with this row could not be read. */
  failureAt(rowIndex: number): string | undefined;
  /** Tries pages again that could not be read. */
  retry(): void;
}

const mostPages = 60;

export function createRowSource(asker: Pick<Asker<ViewerPage>, 'ask'>, onRows: () => void): RowSource {
  const cache = createPageCache<ViewerRow>(mostPages);
  const pending = new Map<number, AbortController>();
  const failures = new Map<number, string>();
  let list: ListRef = { of: 'file' };
  let columns: ViewerColumn[] = [];

  function fetchPage(page: number): void {
    const own = new AbortController();
    pending.set(page, own);
    const request = { list, from: page * pageRows, count: pageRows, columns };
    const settle = (then: () => void): void => {
      // Somebody else's answer: the list has changed since, or the page was asked for anew.
      if (pending.get(page) !== own) return;
      pending.delete(page);
      then();
      onRows();
    };
    asker.ask('readRows', request, own.signal).then(
      (rows) => settle(() => cache.put(page, rows)),
      (error: unknown) => settle(() => failures.set(page, readMessage(error))),
    );
  }

  return {
    show(nextList, nextColumns) {
      cancel(pending, () => false);
      cache.clear();
      failures.clear();
      list = nextList;
      columns = nextColumns.map(({ path, show }) => ({ path, show }));
    },
    seed: (rows) => cache.put(0, rows),
    want(from, to, listLength) {
      if (listLength === 0) return;
      const wanted = pagesAround(from, to, listLength);
      cancel(pending, (page) => wanted.includes(page));
      for (const page of wanted)
        if (!pending.has(page) && !failures.has(page) && !cache.isWhole(page, listLength)) fetchPage(page);
    },
    rowAt: (rowIndex) => cache.get(rowIndex),
    failureAt: (rowIndex) => failures.get(Math.floor(rowIndex / pageRows)),
    retry() {
      failures.clear();
      onRows();
    },
  };
}

/** Nobody waits for these pages any more; the host stops reading them. */
function cancel(pending: Map<number, AbortController>, isWanted: (page: number) => boolean): void {
  for (const [page, controller] of pending) {
    if (isWanted(page)) continue;
    pending.delete(page);
    controller.abort();
  }
}
