import type { Chart, ChartLine } from '../../../src/protocol/chart.ts';
import type { ChartView } from './chartView.ts';
import { readTheme } from '../theme.ts';

const points = 100;
const rounds = 5;

/**
 * Draws made-up lines into the chart while the page waits for its first numbers and the chart is not to be seen. Most of
 * what a first drawing takes is the browser's reading of the code and the sizing of the canvas; so both are done by the
 * time the numbers come. The first step costs no more than it saves, the others are for moments with nothing else to do.
 * `isWaiting` ends it.
 */
export function warmUpChart(view: ChartView, isWaiting: () => boolean): void {
  const chart = makeChart();
  const lines = chart.lines.map((line, index) => ({ line, index, shown: true }));
  const drawn = { chart, lines, previous: true, theme: readTheme() };
  let round = 0;
  function step(): void {
    if (!isWaiting() || round === rounds) return;
    view.draw(drawn);
    const hidden = round % lines.length;
    view.toggle(lines.map((it) => ({ ...it, shown: it.index !== hidden })));
    round += 1;
    window.requestIdleCallback(step);
  }
  window.setTimeout(step);
}

function makeChart(): Chart {
  const times = Array.from({ length: points }, (_, day) =>
    new Date(Date.UTC(2020, 0, day + 1)).toISOString().slice(0, 10),
  );
  const values = times.map((_, at) => (at % 9 === 0 ? null : at));
  const summary = { total: null, mean: null, latest: null };
  const line = (key: string): ChartLine => ({
    key,
    name: key,
    measure: 'count',
    shown: true,
    control: false,
    values,
    summary,
    previous: { values, summary },
  });
  return {
    unit: 'day',
    times,
    previousTimes: times,
    lines: [line('a'), line('b'), line('c')],
    missing: [],
    notes: [],
    loadedAt: 0,
  };
}
