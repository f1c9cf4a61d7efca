import * as l10n from '@vscode/l10n';
import { queryExamples } from '../../../src/protocol/queryExamples.ts';
import { make } from '../../common/make.ts';

/** A box under the button with the language of filters; a click elsewhere or Escape closes it. */
export function showFilterHelp(button: HTMLElement): void {
  const open = document.querySelector('.filter-help');
  if (open) {
    open.dispatchEvent(new Event('close'));
    return;
  }
  const rows = queryExamples.map(({ filter, also = [], meaning }) => {
    const ways = [filter, ...also].map((it) => make('div', {}, make('code', {}, it)));
    return make('tr', {}, make('td', {}, ...ways), make('td', {}, meaning));
  });
  const keys = l10n.t(
    'Enter runs, Escape clears, Up and Down bring earlier filters, Ctrl+Space suggests fields.',
  );
  const box = make(
    'div',
    { class: 'filter-help', role: 'dialog', 'aria-label': l10n.t('How filters are written'), tabindex: -1 },
    make('table', {}, make('tbody', {}, ...rows)),
    make('p', {}, keys),
  );
  const closing = new AbortController();
  const close = (): void => {
    closing.abort();
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    button.setAttribute('aria-expanded', 'false');
    if (hadFocus) button.focus();
  };
  box.addEventListener('close', close);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  document.addEventListener(
    'pointerdown',
    (event) => {
      const path = event.composedPath();
      if (!path.includes(box) && !path.includes(button)) close();
    },
    { signal: closing.signal, capture: true },
  );
  button.setAttribute('aria-expanded', 'true');
  (document.querySelector('main') ?? document.body).append(box);
  const { bottom, right } = button.getBoundingClientRect();
  box.style.top = `${bottom + 4}px`;
  box.style.left = `${Math.max(8, Math.min(right - box.offsetWidth, window.innerWidth - box.offsetWidth - 8))}px`;
  box.focus();
}
