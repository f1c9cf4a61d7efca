import { isAborted } from '../api/errors.ts';

/** What a window brought: an answer of the service, or why there is none. */
export type WindowOutcome = { answer: unknown; warnings: string[] } | { error: unknown };

/**
 * Caches the windows of one panel's charts, so that another breakdown, the same range again and the retry of one gap
 * request only what is missing.
 */
export interface WindowStore {
  /** The moment at which ranges without an end of their own end: epoch milliseconds of the last `clear`. */
  nowMs(): number;
  /** The outcome known under `id`, or that of `run`. Throws only when cancelled, and then keeps nothing. */
  load(id: string, run: () => Promise<{ value: unknown; warnings: string[] }>): Promise<WindowOutcome>;
  /** Why the window known under `id` is missing, if it is. */
  failureOf(id: string): unknown;
  /** Forgets one failure, or all of them. */
  forgetFailures(id?: string): void;
  /** Forgets everything: the charts are to be loaded anew, as of now. */
  clear(): void;
}

/** Windows kept at most; the oldest go first. */
const capacity = 400;

export function createWindowStore(now: () => number): WindowStore {
  const outcomes = new Map<string, WindowOutcome>();
  let since = now();
  return {
    nowMs: () => since,
    async load(id, run) {
      const known = outcomes.get(id);
      if (known) return known;
      const generation = since;
      const outcome = await settle(run);
      // An answer to a request from before `clear` is returned and not kept.
      if (generation !== since) return outcome;
      outcomes.set(id, outcome);
      for (const oldest of outcomes.keys()) {
        if (outcomes.size <= capacity) break;
        outcomes.delete(oldest);
      }
      return outcome;
    },
    failureOf(id) {
      const known = outcomes.get(id);
      return known && 'error' in known ? known.error : undefined;
    },
    forgetFailures(id) {
      for (const [known, outcome] of outcomes)
        if ('error' in outcome && (id === undefined || id === known)) outcomes.delete(known);
    },
    clear() {
      outcomes.clear();
      since = Math.max(now(), since + 1);
    },
  };
}

async function settle(run: () => Promise<{ value: unknown; warnings: string[] }>): Promise<WindowOutcome> {
  try {
    const { value, warnings } = await run();
    return { answer: value, warnings };
  } catch (error) {
    if (isAborted(error)) throw error;
    return { error };
  }
}
