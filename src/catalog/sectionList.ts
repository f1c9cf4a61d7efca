import * as l10n from '@vscode/l10n';
import type { Client } from '../api/client.ts';
import { isAborted } from '../api/errors.ts';
import type { Call } from '../api/call.ts';
import { pageThrough } from '../api/pages.ts';
import { askQuestion, type QuestionOptions } from '../api/question.ts';
import type { Tries } from '../api/tries.ts';
import { UserError } from '../protocol/userError.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';
import type { CatalogItem, Section } from './sections.ts';

/** What is known of a list now. `failed` keeps what had been loaded before the failure. */
export type ListState =
  | { status: 'idle' }
  /** `slow` once the service takes its time: which try it is. */
  | { status: 'loading'; items: readonly CatalogItem[]; slow?: Tries }
  | { status: 'ready'; items: readonly CatalogItem[]; complete: boolean }
  | { status: 'failed'; items: readonly CatalogItem[]; error: unknown };

/** What of a list is there now. */
export function loadedItems(state: ListState): readonly CatalogItem[] {
  return state.status === 'idle' ? [] : state.items;
}

/** Whether the list is loaded to its end. */
export function isComplete(state: ListState): boolean {
  return state.status === 'ready' && state.complete;
}

/** One section's list, loaded page by page on demand. */
export interface SectionList {
  readonly section: Section;
  state(): ListState;
  /** Loads the next page, unless one is on its way or the list is complete. Failures go into the state. */
  loadPage(signal?: AbortSignal): Promise<void>;
  /** Loads page after page until the end; cancelled, it keeps the pages that it has. */
  loadAll(signal: AbortSignal, onProgress: (loaded: number) => void): Promise<void>;
  /** Gives up what is on its way: a failure, which can be retried. */
  cancel(): void;
  readonly onDidChange: Listen<void>;
}

/** A list of which nothing is loaded. A refresh makes a new one, so that a late answer to the old one has no effect. */
export function createSectionList(
  section: Section,
  client: Client,
  archived: boolean,
  wait?: QuestionOptions['wait'],
): SectionList {
  // Each page is a question of its own.
  const call: Call = (row, params, signal, asked) =>
    askQuestion(client, (it) => it.call(row, params, signal, asked), {
      wait,
      onSlow: (slow) => state.status === 'loading' && become({ ...state, slow }),
    });
  const pager = pageThrough(call).pager(section.list, section.listParams(archived));
  let running: AbortController | undefined;
  const changed = createEmitter<void>();
  let state: ListState = { status: 'idle' };
  let underWay: Promise<void> | undefined;

  function become(next: ListState): void {
    state = next;
    changed.fire();
  }

  async function load(signal: AbortSignal | undefined): Promise<void> {
    const before = state;
    const items = loadedItems(before);
    const own = (running = new AbortController());
    become({ status: 'loading', items });
    try {
      const page = await pager.next(signal ? AbortSignal.any([signal, own.signal]) : own.signal);
      const all = [...items, ...(page?.all ?? []).map((it) => section.read(it))];
      // A short page may be followed by others; an empty first page, or none, is the end.
      become({ status: 'ready', items: all, complete: page === undefined });
    } catch (error) {
      if (isAborted(error) && !own.signal.aborted)
        become(before.status === 'ready' ? before : { status: 'ready', items, complete: false });
      else become({ status: 'failed', items, error: own.signal.aborted ? cancelled() : error });
    }
  }

  async function loadPage(signal?: AbortSignal): Promise<void> {
    if (isComplete(state)) return;
    underWay ??= load(signal).finally(() => (underWay = undefined));
    await underWay;
  }

  return {
    section,
    state: () => state,
    loadPage,
    loadAll: (signal, onProgress) => loadPages({ loadPage, state: () => state }, signal, onProgress),
    cancel: () => running?.abort(),
    onDidChange: changed.event,
  };
}

async function loadPages(
  list: Pick<SectionList, 'loadPage' | 'state'>,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<void> {
  for (;;) {
    await list.loadPage(signal);
    const state = list.state();
    if ('items' in state) onProgress(state.items.length);
    if (signal.aborted || state.status !== 'ready' || state.complete) return;
  }
}

const cancelled = (): Error => new UserError(l10n.t('Loading was cancelled.'));
