import * as l10n from '@vscode/l10n';
import { make } from '../../common/make.ts';

const narrowestPx = 220;
const stepPx = 20;

/** What the side panel is made wider and narrower with: by mouse and by arrow keys. */
export function createSideSash(
  panel: HTMLElement,
  onWidth: (px: number) => void,
): { element: HTMLElement; resize(px: number): void } {
  const element = make('div', {
    class: 'side-sash',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': l10n.t('Width of the side panel'),
    'aria-valuemin': narrowestPx,
  });
  let width = 0;
  function resize(px: number): void {
    const widest = Math.max(narrowestPx, Math.round(window.innerWidth * 0.75));
    width = Math.round(Math.min(Math.max(narrowestPx, px), widest));
    panel.style.setProperty('--side', `${width}px`);
    element.setAttribute('aria-valuenow', String(width));
    element.setAttribute('aria-valuemax', String(widest));
  }
  element.addEventListener('keydown', ({ key }) => {
    const sign = key === 'ArrowLeft' ? 1 : key === 'ArrowRight' ? -1 : 0;
    if (sign === 0) return;
    resize(width + sign * stepPx);
    onWidth(width);
  });
  element.addEventListener('pointerdown', (down) => {
    const startPx = width + down.clientX;
    down.preventDefault();
    element.setPointerCapture(down.pointerId);
    const move = ({ clientX }: PointerEvent): void => resize(startPx - clientX);
    element.addEventListener('pointermove', move);
    const end = (): void => {
      element.removeEventListener('pointermove', move);
      onWidth(width);
    };
    element.addEventListener('lostpointercapture', end, { once: true });
  });
  return { element, resize };
}
