import * as l10n from '@vscode/l10n';
import type { Chart, ChartQuery } from '../../../src/protocol/chart.ts';
import type { DetailPage, SlowTries } from '../../../src/protocol/detail.ts';
import { CallError } from '../../../src/protocol/rpc.ts';
import type { Asker } from '../../common/asker.ts';
import { readMessage } from '../../common/toast.ts';
import { createLatest } from '../../common/latest.ts';
import { watchSlow } from '../watchSlow.ts';

/** What there is to draw. While a newer chart is on its way, the one before it stays. */
export type ChartPhase =
  /** `slow` once the service takes its time. */
  | { is: 'loading'; slow?: SlowTries }
  /** `isUnread`: there is an answer, which could not be understood. */
  | { is: 'failed'; message: string; isUnread: boolean }
  | { is: 'ready'; chart: Chart; reloading: boolean; slow?: SlowTries };

export interface ChartLoader {
  /** Loads the chart of the query as it is now; what is still on its way is cancelled. */
  load(how?: { retry?: string; refresh?: boolean }): void;
  /** Cancels what is on its way. */
  cancel(): void;
  phase(): ChartPhase;
}

export function createChartLoader(
  asker: Asker<DetailPage>,
  readQuery: () => ChartQuery,
  onPhase: (phase: ChartPhase) => void,
): ChartLoader {
  const latest = createLatest();
  let phase: ChartPhase = { is: 'loading' };
  function setPhase(next: ChartPhase): void {
    phase = next;
    onPhase(next);
  }
  function onSlow(slow: SlowTries): void {
    if (phase.is !== 'failed') setPhase({ ...phase, slow });
  }
  return {
    phase: () => phase,
    cancel() {
      latest.cancel();
      setPhase({ is: 'failed', message: l10n.t('Loading was cancelled.'), isUnread: false });
    },
    load(how = {}) {
      setPhase(
        phase.is === 'ready' ? { is: 'ready', chart: phase.chart, reloading: true } : { is: 'loading' },
      );
      latest.run(
        (signal) => {
          const asked = asker.ask('loadChart', { query: readQuery(), ...how }, signal);
          watchSlow(asker, { what: 'chart' }, onSlow, signal);
          return asked;
        },
        (outcome) => {
          if ('value' in outcome) setPhase({ is: 'ready', chart: outcome.value, reloading: false });
          else
            setPhase({
              is: 'failed',
              message: readMessage(outcome.error),
              isUnread: isUnread(outcome.error),
            });
        },
      );
    },
  };
}

/** Whether an error stands for an answer that could not be understood. */
function isUnread(error: unknown): boolean {
  return error instanceof CallError && error.code === 'schema';
}
