/** Walks through earlier texts, as a shell does; what was being typed stands at the end of them. */
export interface HistoryWalk {
  /** The text to show next; undefined where there is none further. */
  step(by: 1 | -1, current: string): string | undefined;
  reset(): void;
}

export function createHistoryWalk(history: () => readonly string[]): HistoryWalk {
  let past: string[] = [];
  let at = -1;
  let typed = '';
  return {
    step(by, current) {
      if (at === -1) {
        typed = current;
        past = history().filter((it) => it !== current);
      }
      const next = at + by;
      if (next < -1 || next >= past.length) return undefined;
      at = next;
      return at === -1 ? typed : past[at];
    },
    reset() {
      at = -1;
    },
  };
}
