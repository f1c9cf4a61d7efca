import * as l10n from '@vscode/l10n';

/** Which try of a call is under way, and of how many at most in the time that is left; counted from 1. */
export interface Tries {
  number: number;
  of: number;
}

/** Somebody who waits for a call: is notified of its tries, and says how long it still waits. */
export interface TryWatch {
  onTry(tries: Tries): void;
  leftMs(): number;
}

/** "Try 2 of 3", or what can be said where there is only one. */
export function describeTries({ number, of }: Tries): string {
  return of > 1 ? l10n.t('Try {0} of {1}', number, of) : l10n.t('Still waiting for the answer');
}

/** Who waits for calls that are shared. Each hears of every try, also of the one that began before it asked. */
export interface SharedTryWatches {
  /** Adds somebody who waits for the call of this name, without a watch for as long as it takes. Call the result to remove it. */
  add(name: string, watch: TryWatch | undefined): () => void;
  /** The watch to give to the call itself: hands on to all who wait for it. */
  watchOf(name: string): TryWatch;
}

export function createSharedTryWatches(): SharedTryWatches {
  const calls = new Map<string, { waiting: Set<{ watch: TryWatch | undefined }>; last?: Tries }>();
  return {
    add(name, watch) {
      const call = calls.get(name) ?? { waiting: new Set() };
      calls.set(name, call);
      const own = { watch };
      call.waiting.add(own);
      if (call.last) watch?.onTry(call.last);
      return () => {
        call.waiting.delete(own);
        if (call.waiting.size === 0 && calls.get(name) === call) calls.delete(name);
      };
    },
    watchOf: (name) => ({
      onTry(tries) {
        const call = calls.get(name);
        if (!call) return;
        call.last = tries;
        for (const { watch } of call.waiting) watch?.onTry(tries);
      },
      leftMs() {
        const waiting = [...(calls.get(name)?.waiting ?? [])];
        return Math.max(0, ...waiting.map(({ watch }) => watch?.leftMs() ?? Number.POSITIVE_INFINITY));
      },
    }),
  };
}
