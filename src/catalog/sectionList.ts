import type { Client } from '../api/client.ts';
import { isAborted } from '../api/errors.ts';
import type { Pager } from '../api/pages.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';
import type { CatalogItem, Section } from './sections.ts';

/** What is known of a list now. `failed` keeps what had been loaded before the failure. */
export type ListState =
  | { status: 'idle' }
  | { status: 'loading'; items: readonly CatalogItem[] }
  | { status: 'ready'; items: readonly CatalogItem[]; complete: boolean }
  | { status: 'failed'; items: readonly CatalogItem[]; error: unknown };

/** One section's list, loaded page by page on demand. */
export interface SectionList {
  readonly section: Section;
  state(): ListState;
  /** Loads the next page, unless one is on its way or the list is complete. Failures go into the state. */
  loadPage(signal?: AbortSignal): Promise<void>;
  /** Loads page after page until the end; cancelled, it keeps what came. */
  loadAll(signal: AbortSignal, onProgress: (loaded: number) => void): Promise<void>;
  readonly onDidChange: Listen<void>;
}

/** A list that stands at the beginning. A refresh makes a new one, so that a late answer finds nobody to disturb. */
export function createSectionList(section: Section, client: Client, archived: boolean): SectionList {
  const pager = client.pager(section.list, section.listParams(archived)) as Pager<unknown>;
  const changed = createEmitter<void>();
  let state: ListState = { status: 'idle' };
  let underWay: Promise<void> | undefined;

  function become(next: ListState): void {
    state = next;
    changed.fire();
  }

  async function load(signal: AbortSignal | undefined): Promise<void> {
    const before = state;
    const items = 'items' in before ? before.items : [];
    become({ status: 'loading', items });
    try {
      const page = await pager.next(signal);
      const all = [...items, ...(page?.all ?? []).map((it) => section.read(it))];
      // A page that is not full proves nothing, but an empty first one, or none at all, is the end.
      become({ status: 'ready', items: all, complete: page === undefined });
    } catch (error) {
      if (isAborted(error))
        become(before.status === 'ready' ? before : { status: 'ready', items, complete: false });
      else become({ status: 'failed', items, error });
    }
  }

  async function loadPage(signal?: AbortSignal): Promise<void> {
    if (state.status === 'ready' && state.complete) return;
    underWay ??= load(signal).finally(() => (underWay = undefined));
    await underWay;
  }

  return {
    section,
    state: () => state,
    loadPage,
    async loadAll(signal, onProgress) {
      do {
        await loadPage(signal);
        if ('items' in state) onProgress(state.items.length);
      } while (!signal.aborted && state.status === 'ready' && !state.complete);
    },
    onDidChange: changed.event,
  };
}
