import * as l10n from '@vscode/l10n';

/** Which try of a call is under way, and of how many at most in the time that is left; counted from 1. */
export interface Tries {
  number: number;
  of: number;
}

/** Who waits for a call: hears of its tries, and says how long it still waits. */
export interface TryWatch {
  onTry(tries: Tries): void;
  leftMs(): number;
}

/** "Try 2 of 3", or what can be said where there is only one. */
export function describeTries({ number, of }: Tries): string {
  return of > 1 ? l10n.t('Try {0} of {1}', number, of) : l10n.t('Still waiting for the answer');
}

/** Those who wait for calls that are shared: each hears of all tries, also of the one that began before it came. */
export interface TryBoard {
  /** Waits for the call of this name; without a watch, for as long as it takes. Returns what ends the waiting. */
  enter(name: string, watch: TryWatch | undefined): () => void;
  /** What the call itself tells. */
  watchOf(name: string): TryWatch;
}

export function createTryBoard(): TryBoard {
  const calls = new Map<string, { waiting: Set<{ watch: TryWatch | undefined }>; last?: Tries }>();
  return {
    enter(name, watch) {
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
