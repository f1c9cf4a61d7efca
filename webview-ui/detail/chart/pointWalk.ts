import { asLine } from '../../../src/protocol/plainText.ts';
import type { DrawnChart } from './drawnChart.ts';
import { hasPrevious } from './drawnLines.ts';
import type { Formats } from '../format.ts';

export interface PointWalk {
  /** Tells what is walked over; the place is kept where it still exists. */
  setScene(scene: DrawnChart): void;
}

/**
 * Lets arrow keys walk the points of a chart: left and right by one, Page Up and Page Down by ten, Home and End to the
 * ends, Escape away. Each point is marked in the drawing and read out by a live region.
 */
export function attachPointWalk(
  frame: HTMLElement,
  live: HTMLElement,
  { formats, mark }: { formats: Formats; mark: (index: number | undefined) => void },
): PointWalk {
  let scene: DrawnChart | undefined;
  let at: number | undefined;

  function go(index: number): void {
    if (!scene || scene.chart.times.length === 0) return;
    at = Math.min(scene.chart.times.length - 1, Math.max(0, index));
    mark(at);
    live.textContent = sayPoint(scene, at, formats);
  }
  function leave(): void {
    at = undefined;
    mark(undefined);
    live.textContent = '';
  }

  frame.addEventListener('keydown', (event) => {
    const last = (scene?.chart.times.length ?? 0) - 1;
    const here = at ?? last + 1;
    const steps: Record<string, number> = {
      ArrowLeft: here - 1,
      ArrowRight: at === undefined ? 0 : here + 1,
      PageUp: here - 10,
      PageDown: here + 10,
      Home: 0,
      End: last,
    };
    const target = steps[event.key];
    if (target !== undefined) go(target);
    else if (event.key === 'Escape') leave();
    else return;
    event.preventDefault();
  });
  frame.addEventListener('blur', () => {
    if (at !== undefined) leave();
  });

  return {
    setScene(next) {
      scene = next;
      if (at !== undefined && at >= next.chart.times.length) leave();
    },
  };
}

function sayPoint({ chart, lines, previous }: DrawnChart, at: number, formats: Formats): string {
  const withPrevious = hasPrevious(chart, previous);
  const parts = lines
    .filter((it) => it.shown)
    .map(({ line }) => {
      const say = (value: number | null | undefined): string =>
        value == null ? 'no value' : formats.number(value, line.measure);
      const before =
        withPrevious && line.previous ? `, previous period ${say(line.previous.values[at])}` : '';
      return `${asLine(line.name)} ${say(line.values[at])}${before}`;
    });
  return `${formats.time(chart.times[at] ?? '', chart.unit, true)}. ${parts.join('; ')}.`;
}
