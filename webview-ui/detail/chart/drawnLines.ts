import type { Chart, ChartLine } from '../../../src/protocol/chart.ts';

/** A line with what the user has decided about it. Its number, and so its colour, does not change when others are shown or hidden. */
export interface DrawnLine {
  line: ChartLine;
  index: number;
  shown: boolean;
}

export function decideLines(chart: Chart, toggles: readonly [string, boolean][]): DrawnLine[] {
  const decided = new Map(toggles);
  return chart.lines.map((line, index) => ({ line, index, shown: decided.get(line.key) ?? line.shown }));
}

/** Whether the period before is to be drawn: loaded, wanted, and longer than nothing. */
export function hasPrevious(chart: Chart, wanted: boolean): boolean {
  return wanted && chart.previousTimes.length > 0;
}
