import * as l10n from '@vscode/l10n';
import { showNumber } from '../../../src/protocol/showCount.ts';
import { make } from '../../common/make.ts';

/** Asks for a line, in a box like the editor's own; gives it counted from 0. */
export function askForLine(
  { current, lineCount }: { current: number; lineCount: number },
  onLine: (line: number) => void,
): void {
  document.querySelector('.quick')?.remove();
  const before = document.activeElement;
  const hint = make('p', { class: 'quick-hint', id: 'quick-hint', 'aria-live': 'polite' });
  const input = make('input', {
    type: 'text',
    class: 'text-input',
    inputmode: 'numeric',
    'aria-label': l10n.t('Go to line'),
    'aria-describedby': 'quick-hint',
    placeholder: l10n.t('Line number'),
    autocomplete: 'off',
  });
  const box = make(
    'div',
    { class: 'quick', role: 'dialog', 'aria-label': l10n.t('Go to line') },
    input,
    hint,
  );
  const say = (): void => {
    const line = parseLineNumber(input.value, lineCount);
    hint.textContent =
      line === undefined
        ? l10n.t(
            'Current line: {0}. Type a line number from 1 to {1}; -1 is the last one.',
            showNumber(current + 1),
            showNumber(lineCount),
          )
        : l10n.t('Go to line {0}.', showNumber(line + 1));
  };
  let isClosed = false;
  const close = (): void => {
    // Taking the box away blurs the field in it, which closes the box.
    if (isClosed) return;
    isClosed = true;
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  input.addEventListener('input', say);
  input.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const line = event.key === 'Enter' ? parseLineNumber(input.value, lineCount) : undefined;
    if (event.key === 'Enter' && line === undefined) return;
    close();
    if (line !== undefined) onLine(line);
  });
  say();
  (document.querySelector('main') ?? document.body).append(box);
  input.focus();
}

/** A line number as people type it, digits grouped or not; counted from 0, and from the end when negative. */
export function parseLineNumber(text: string, lineCount: number): number | undefined {
  const plain = text.replace(/[\s,.'\u00a0\u202f]/g, '').replace(/^:/, '');
  if (!/^-?\d+$/.test(plain) || lineCount === 0) return undefined;
  const number = Number(plain);
  const line = number < 0 ? lineCount + number : number - 1;
  return Math.min(Math.max(0, line), lineCount - 1);
}
