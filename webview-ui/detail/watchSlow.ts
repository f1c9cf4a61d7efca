import type { Awaited, DetailPage, SlowTries } from '../../src/protocol/detail.ts';
import type { Asker } from '../common/asker.ts';

/** Hears, until `signal` is aborted, that a loading is slow, and of every further try. */
export function watchSlow(
  asker: Asker<DetailPage>,
  awaited: Awaited,
  onSlow: (tries: SlowTries) => void,
  signal: AbortSignal,
): void {
  const ask = (knows?: SlowTries): void => {
    asker.ask('awaitSlow', knows ? { ...awaited, knows } : awaited, signal).then(
      (tries) => {
        if (signal.aborted) return;
        onSlow(tries);
        ask(tries);
      },
      // Cancelled, as all of these are in the end; what is waited for has its own way of failing.
      () => undefined,
    );
  };
  ask();
}

/** "Try 2 of 3", or what can be said where there is only one. */
export function describeSlow({ number, of }: SlowTries): string {
  return of > 1 ? `The service is slow to answer. Try ${number} of ${of}.` : 'The service is slow to answer.';
}
