import * as l10n from '@vscode/l10n';
import type { Chart as Canvas } from 'chart.js';
import type { Chart, MissingStretch } from '../../../src/protocol/chart.ts';
import { makeActionButton } from '../../common/button.ts';
import { make, makeIcon } from '../../common/make.ts';
import type { DrawnChart } from './drawnChart.ts';
import type { DetailFormats } from '../format.ts';
import { withAlpha } from '../theme.ts';

/** Hatches the stretches of the range that could not be loaded: nothing there must look like zero. */
export function drawMissing(
  canvas: Pick<Canvas, 'ctx' | 'chartArea' | 'scales'>,
  { chart, theme }: DrawnChart,
): void {
  const { ctx, chartArea, scales } = canvas;
  const axis = scales['x'];
  if (!axis) return;
  const half = chart.times.length > 1 ? chartArea.width / (chart.times.length - 1) / 2 : chartArea.width / 2;
  for (const { from, to } of chart.missing.filter((it) => it.period === 'current')) {
    const left = Math.max(chartArea.left, axis.getPixelForValue(from) - half);
    const right = Math.min(chartArea.right, axis.getPixelForValue(to) + half);
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, chartArea.top, right - left, chartArea.height);
    ctx.clip();
    ctx.fillStyle = withAlpha(theme.error, 0.06);
    ctx.fillRect(left, chartArea.top, right - left, chartArea.height);
    ctx.strokeStyle = withAlpha(theme.error, theme.patterns ? 0.8 : 0.3);
    ctx.beginPath();
    for (let x = left - chartArea.height; x < right; x += 10) {
      ctx.moveTo(x, chartArea.bottom);
      ctx.lineTo(x + chartArea.height, chartArea.top);
    }
    ctx.stroke();
    ctx.restore();
  }
}

/** Says what is missing and why, each with its own Retry, and the answer where there is one. */
export function listMissing(
  { chart }: DrawnChart,
  formats: DetailFormats,
  actions: { retry: (stretch: string) => void; openUnread: (stretch: string) => void },
): HTMLElement[] {
  return chart.missing.map((stretch) => {
    const { id, message, isUnread } = stretch;
    return make(
      'div',
      { class: 'notice notice-error' },
      makeIcon('error'),
      make(
        'span',
        { class: 'notice-text' },
        make('strong', {}, `${describeStretch(stretch, chart, formats)} `),
        message,
      ),
      isUnread && makeActionButton(l10n.t('Open as JSON'), () => actions.openUnread(id), { secondary: true }),
      makeActionButton(l10n.t('Retry'), () => actions.retry(id), { secondary: true }),
    );
  });
}

function describeStretch(
  { period, from, to, of }: MissingStretch,
  { unit, times, previousTimes }: Chart,
  formats: DetailFormats,
): string {
  const ends = [from, to].map((at) =>
    formats.time((period === 'current' ? times : previousTimes)[at] ?? '', unit, true),
  );
  const range = ends.join(' – ');
  const sentence =
    period === 'current'
      ? l10n.t('{0} is missing.', range)
      : l10n.t('{0} (previous period) is missing.', range);
  return of === undefined ? sentence : `${of}: ${sentence}`;
}
