import * as l10n from '@vscode/l10n';
import type { Awaited, DetailPage, SlowTries } from '../../src/protocol/detail.ts';
import { showNumber } from '../../src/protocol/showCount.ts';
import type { Asker } from '../common/asker.ts';

/** Calls `onSlow` once loading is slow, and for every further try, until `signal` is aborted. */
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
  return of > 1
    ? l10n.t('The service is slow to answer. Try {0} of {1}.', showNumber(number), showNumber(of))
    : l10n.t('The service is slow to answer.');
}
