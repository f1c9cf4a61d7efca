/** Runs one piece of work at a time: a newer one cancels the older, whose late answer is dropped. */
export interface Latest {
  /** `settle` is called only while this run is still the newest. `signal` is aborted as soon as the run is over, however it ended. */
  run<T>(
    work: (signal: AbortSignal) => Promise<T>,
    settle: (outcome: { value: T } | { error: unknown }) => void,
  ): void;
  /** Cancels what is under way, and drops its answer. */
  cancel(): void;
}

export function createLatest(): Latest {
  let current: AbortController | undefined;
  return {
    cancel() {
      current?.abort();
      current = undefined;
    },
    run(work, settle) {
      current?.abort();
      const own = new AbortController();
      current = own;
      const settleOwn: typeof settle = (outcome) => {
        const isNewest = current === own;
        // What else goes by this signal is over with the work.
        own.abort();
        if (isNewest) settle(outcome);
      };
      work(own.signal).then(
        (value) => settleOwn({ value }),
        (error: unknown) => settleOwn({ error }),
      );
    },
  };
}
