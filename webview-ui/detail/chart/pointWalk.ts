import * as l10n from '@vscode/l10n';
import { asLine } from '../../../src/protocol/plainText.ts';
import type { DrawnChart } from './drawnChart.ts';
import { hasPrevious } from './drawnLines.ts';
import type { DetailFormats } from '../format.ts';

export interface PointWalk {
  /** Sets the chart that is walked; the current point is kept where it still exists. */
  setChart(drawn: DrawnChart): void;
}

/**
 * Lets arrow keys walk the points of a chart: left and right by one, Page Up and Page Down by ten, Home and End to the
 * ends, Escape away. Each point is marked in the drawing and read out by a live region.
 */
export function attachPointWalk(
  frame: HTMLElement,
  live: HTMLElement,
  { formats, mark }: { formats: DetailFormats; mark: (index: number | undefined) => void },
): PointWalk {
  let shown: DrawnChart | undefined;
  let at: number | undefined;

  function moveTo(index: number): void {
    if (!shown || shown.chart.times.length === 0) return;
    at = Math.min(shown.chart.times.length - 1, Math.max(0, index));
    mark(at);
    live.textContent = describePoint(shown, at, formats);
  }
  function stop(): void {
    at = undefined;
    mark(undefined);
    live.textContent = '';
  }

  frame.addEventListener('keydown', (event) => {
    const last = (shown?.chart.times.length ?? 0) - 1;
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
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Escape') stop();
    else return;
    event.preventDefault();
  });
  frame.addEventListener('blur', () => {
    if (at !== undefined) stop();
  });

  return {
    setChart(next) {
      shown = next;
      if (at !== undefined && at >= next.chart.times.length) stop();
    },
  };
}

function describePoint({ chart, lines, previous }: DrawnChart, at: number, formats: DetailFormats): string {
  const withPrevious = hasPrevious(chart, previous);
  const values = lines
    .filter((it) => it.shown)
    .map(({ line }) => {
      const show = (value: number | null | undefined): string =>
        value == null ? l10n.t('no value') : formats.number(value, line.measure);
      const [name, value] = [asLine(line.name), show(line.values[at])];
      if (!withPrevious || !line.previous) return `${name} ${value}`;
      return l10n.t({
        message: '{0} {1}, previous period {2}',
        args: [name, value, show(line.previous.values[at])],
        comment: ['{0} is the name of a line, {1} and {2} are values: Sessions 12, previous period 9'],
      });
    });
  return `${formats.time(chart.times[at] ?? '', chart.unit, true)}. ${values.join('; ')}.`;
}
