import type { ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import type { StateStore } from '../../common/stateStore.ts';
import { runTask, type TaskPhase, type TaskRun } from '../taskRun.ts';
import { remember, type ViewerState } from '../viewerState.ts';

/** The filter in force and the task that finds its lines. */
export interface Filtering {
  phase(): TaskPhase | undefined;
  /** Makes a filter the one in force; an empty one for none. */
  apply(filter: string): void;
  stop(): void;
  dispose(): void;
}

export function createFiltering(
  asker: Pick<Asker<ViewerPage>, 'ask'>,
  store: StateStore<ViewerState>,
  { onBegin, onPhase }: { onBegin: (filter: string) => void; onPhase: (phase: TaskPhase) => void },
): Filtering {
  let run: TaskRun | undefined;
  function begin(filter: string): void {
    run?.dispose();
    run = filter === '' ? undefined : runTask(asker, { kind: 'filter', filter }, onPhase);
  }
  // Taken up again after the page was hidden: the host knows the task and what it found.
  if (store.get().filter !== '') begin(store.get().filter);
  return {
    phase: () => run?.phase(),
    apply(filter) {
      const isSame = filter === store.get().filter && run?.phase().state !== 'stopped';
      store.set({ filter, history: remember(store.get().history, filter) });
      if (!isSame || run?.phase().state === 'failed') begin(filter);
      onBegin(filter);
    },
    stop: () => run?.stop(),
    dispose: () => run?.dispose(),
  };
}
