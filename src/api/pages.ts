import type * as z from 'zod';
import type { Call } from './call.ts';
import type { PagedEndpoint } from './endpoint.ts';
import { isOddItem, type OddItem } from './oddItem.ts';

/** One page of a list: only items that no earlier page had. `loaded` counts all items so far. */
export interface ListPage<Item> {
  page: number;
  items: Item[];
  /** The same list, with the items that fit no schema at their positions. */
  all: (Item | OddItem)[];
  loaded: number;
}

/**
 * Walks a list page by page. A failed `next` can be called again: it asks for the same page. Called again while one is on
 * its way, it waits for that page and goes on to the one after it.
 */
export interface Pager<Item> {
  /** The next page that is not empty, or undefined at the end of the list. */
  next(signal?: AbortSignal): Promise<ListPage<Item> | undefined>;
}

/** After this many pages without anything new the service ignores `page`, and the list would never end. */
const maxStalePages = 3;

/**
 * A pager over `loadPage`. Only an empty page ends a list (a short one proves nothing), and items already seen are
 * dropped, since a list shifts while it is being paged.
 */
export function createPager<Item>(
  loadPage: (page: number, signal?: AbortSignal) => Promise<(Item | OddItem)[]>,
): Pager<Item> {
  const seen = new Set<string>();
  let page = 0;
  let stale = 0;
  let ended = false;
  return {
    async next(signal) {
      while (!ended) {
        const asked = page;
        const arrived = await loadPage(asked, signal);
        // Another call has handed this page out meanwhile.
        if (asked !== page) continue;
        page += 1;
        const all = arrived.filter((item) => {
          const key = itemKey(item);
          return !seen.has(key) && seen.add(key);
        });
        stale = all.length === 0 ? stale + 1 : 0;
        ended = arrived.length === 0 || stale === maxStalePages;
        const items = all.filter((it) => !isOddItem(it)) as Item[];
        if (all.length > 0) return { page: asked, items, all, loaded: seen.size };
      }
      return undefined;
    },
  };
}

/** The identity of an item in its list: the id, or for events and products the name. */
export function itemKey(item: unknown): string {
  if (isOddItem(item)) return `odd ${item.text}`;
  if (typeof item === 'object' && item !== null && 'id' in item) return String(item.id);
  return String(item);
}

type ItemOf<R extends z.ZodType> = z.output<R> extends (infer Item)[] ? Item : never;

export interface PageWalks {
  /** All pages of a list from the first; the caller may stop at any page. */
  pages<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
    signal?: AbortSignal,
  ): AsyncGenerator<ListPage<ItemOf<R>>, void, undefined>;
  /** The same walk, one page at a time and repeatable after a failure. */
  pager<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
  ): Pager<ItemOf<R>>;
}

/** Walks the pages of any list by `call`. */
export function pageThrough(call: Call): PageWalks {
  function pager<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
  ): Pager<ItemOf<R>> {
    return createPager<ItemOf<R>>(async (page, signal) => {
      const { value } = await call(row, { ...(params as object), page } as z.input<P>, signal);
      return value as ItemOf<R>[];
    });
  }
  return {
    pager,
    async *pages(row, params, signal) {
      const walk = pager(row, params);
      for (let page = await walk.next(signal); page; page = await walk.next(signal)) yield page;
    },
  };
}
