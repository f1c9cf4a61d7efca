import type { ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import type { StateStore } from '../../common/stateStore.ts';
import { readTaskResult, runTask, type TaskPhase, type TaskRun } from '../taskRun.ts';
import type { ViewerState } from '../viewerState.ts';

type Comparison = NonNullable<ViewerState['comparison']>;

/** The comparison with another file, if there is one. */
export interface Comparing {
  current(): { phase: TaskPhase; otherName: string } | undefined;
  /** Follows a comparison that the host has begun. */
  follow(comparison: Comparison): void;
  end(): void;
  dispose(): void;
}

export function createComparing(
  asker: Pick<Asker<ViewerPage>, 'ask'>,
  store: StateStore<ViewerState>,
  { onPhase, onEnd }: { onPhase: () => void; onEnd: () => void },
): Comparing {
  let run: TaskRun | undefined;
  let followed: Comparison | undefined;

  function end(): void {
    run?.dispose();
    run = undefined;
    followed = undefined;
    store.set({ comparison: undefined });
    onEnd();
  }
  return {
    current: () => run && followed && { phase: run.phase(), otherName: followed.otherName },
    follow(comparison) {
      if (followed?.task === comparison.task) return;
      // One that was kept may be long forgotten by the host, or its number be another task's.
      const isKept = store.get().comparison?.task === comparison.task;
      run?.dispose();
      followed = comparison;
      store.set({ comparison });
      run = runTask(asker, { task: comparison.task }, (phase) => {
        const isOther = phase.result !== undefined && readTaskResult(phase, 'comparison') === undefined;
        if (isOther || (isKept && phase.state === 'failed' && phase.result === undefined)) end();
        else onPhase();
      });
    },
    end,
    dispose: () => run?.dispose(),
  };
}
