import type { SlowTries } from '../protocol/detail.ts';
import { createEmitter, nextEvent } from '../util/emitter.ts';

/** Which loads of a panel are slow. The page asks for it, since the host never starts an exchange. */
export interface SlowLoading {
  /** What a question that loads `name` is told to call; `settle` once it is over. */
  begin(name: string): { onSlow: (tries: SlowTries) => void; settle: () => void };
  /** Waits until `name` is slow with other tries than the page knows. */
  next(name: string, knows: SlowTries | undefined, signal: AbortSignal): Promise<SlowTries>;
}

export function createSlowLoading(): SlowLoading {
  const now = new Map<string, SlowTries>();
  const changed = createEmitter<string>();
  return {
    begin(name) {
      now.delete(name);
      let own: SlowTries | undefined;
      return {
        onSlow(tries) {
          own = tries;
          now.set(name, tries);
          changed.fire(name);
        },
        settle() {
          // A newer loading of the same may be under way.
          if (now.get(name) === own) now.delete(name);
        },
      };
    },
    async next(name, knows, signal) {
      for (;;) {
        signal.throwIfAborted();
        const tries = now.get(name);
        if (tries && (tries.number !== knows?.number || tries.of !== knows.of)) return tries;
        await nextEvent(changed.event, signal);
      }
    },
  };
}
