import type { Chart, ChartQuery } from '../../src/protocol/chart.ts';
import type { DetailPage } from '../../src/protocol/detail.ts';
import type { Asker } from '../common/asker.ts';
import { readMessage } from '../common/toast.ts';
import { createLatest } from '../common/latest.ts';

/** What there is to draw. While a newer chart is on its way, the one before it stays. */
export type ChartPhase =
  { is: 'loading' } | { is: 'failed'; message: string } | { is: 'ready'; chart: Chart; reloading: boolean };

export interface ChartLoader {
  /** Loads the chart of the query as it is now; what is still on its way is cancelled. */
  load(how?: { retry?: string; refresh?: boolean }): void;
  phase(): ChartPhase;
}

export function createChartLoader(
  asker: Asker<DetailPage>,
  readQuery: () => ChartQuery,
  onPhase: (phase: ChartPhase) => void,
): ChartLoader {
  const latest = createLatest();
  let phase: ChartPhase = { is: 'loading' };
  function enter(next: ChartPhase): void {
    phase = next;
    onPhase(next);
  }
  return {
    phase: () => phase,
    load(how = {}) {
      enter(phase.is === 'ready' ? { ...phase, reloading: true } : { is: 'loading' });
      latest.run(
        (signal) => asker.ask('loadChart', { query: readQuery(), ...how }, signal),
        (outcome) => {
          if ('value' in outcome) enter({ is: 'ready', chart: outcome.value, reloading: false });
          else enter({ is: 'failed', message: readMessage(outcome.error) });
        },
      );
    },
  };
}
