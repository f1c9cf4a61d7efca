import { make } from '../../common/make.ts';
import type { ChartView } from './chartView.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { Formats } from '../format.ts';
import { attachPointWalk } from './pointWalk.ts';

/** The frame of the drawing, which takes the focus and is walked by keyboard. */
export interface Plot {
  element: HTMLElement;
  /** Where the points are read out. */
  live: HTMLElement;
  /** Says what is drawn now. */
  describe(scene: DrawnChart): void;
}

export function createPlot(view: ChartView, formats: Formats): Plot {
  const live = make('p', { class: 'unseen', 'aria-live': 'polite' });
  const element = make(
    'div',
    { class: 'plot', role: 'application', 'aria-roledescription': 'line chart', tabindex: 0 },
    view.element,
  );
  const walk = attachPointWalk(element, live, { formats, mark: view.mark });
  return {
    element,
    live,
    describe(scene) {
      const { chart, lines } = scene;
      const names = lines.filter((it) => it.shown).map((it) => it.line.name);
      const count = `${chart.times.length} ${chart.unit === 'day' ? 'days' : 'hours'}`;
      element.setAttribute(
        'aria-label',
        `${names.join(', ') || 'No line'}; ${count}. Arrow keys read the points.`,
      );
      walk.setScene(scene);
    },
  };
}
