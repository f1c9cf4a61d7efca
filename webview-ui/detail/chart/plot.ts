import * as l10n from '@vscode/l10n';
import { showCount } from '../../../src/protocol/showCount.ts';
import { make } from '../../common/make.ts';
import type { ChartView } from './chartView.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { DetailFormats } from '../format.ts';
import { attachPointWalk } from './pointWalk.ts';

/** The frame of the drawing, which takes the focus and is walked by keyboard. */
export interface Plot {
  element: HTMLElement;
  /** Where the points are read out. */
  live: HTMLElement;
  /** Says what is drawn now. */
  describe(drawn: DrawnChart): void;
}

export function createPlot(view: ChartView, formats: DetailFormats): Plot {
  const live = make('p', { class: 'unseen', 'aria-live': 'polite' });
  const element = make(
    'div',
    { class: 'plot', role: 'application', 'aria-roledescription': l10n.t('line chart'), tabindex: 0 },
    view.element,
  );
  const walk = attachPointWalk(element, live, { formats, mark: view.mark });
  return {
    element,
    live,
    describe(drawn) {
      const { chart, lines } = drawn;
      const names = lines.filter((it) => it.shown).map((it) => it.line.name);
      element.setAttribute(
        'aria-label',
        l10n.t({
          message: '{0}; {1}. Arrow keys read the points.',
          args: [
            names.length === 0 ? l10n.t('No line') : names.join(', '),
            showCount(chart.times.length, chart.unit),
          ],
          comment: ['{0} names the lines of a chart, {1} says how long it is: 30 days'],
        }),
      );
      walk.setChart(drawn);
    },
  };
}
