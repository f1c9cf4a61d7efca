import * as l10n from '@vscode/l10n';
import { makeActionButton } from './button.ts';
import { make, makeIcon } from './make.ts';

/** Sentences worth reading beside what is shown. */
export function writeNotes(notes: readonly string[]): HTMLElement[] {
  return notes.map((note) =>
    make('div', { class: 'notice' }, makeIcon('info'), make('span', { class: 'notice-text' }, note)),
  );
}

/** What stands in place of something that could not be loaded: the cause, and a way to try again. */
export function writeFailure(
  title: string,
  message: string,
  retry: (() => void) | undefined,
  openAsJson?: () => void,
): HTMLElement {
  const raw = openAsJson && makeActionButton(l10n.t('Open as JSON'), openAsJson, { secondary: true });
  const button = retry && makeActionButton(l10n.t('Retry'), retry);
  return make(
    'div',
    { class: 'placeholder', role: 'alert' },
    makeIcon('error'),
    make('p', {}, make('strong', {}, title)),
    make('p', {}, message),
    make('div', { class: 'placeholder-actions' }, raw, button),
  );
}

/** What is said once a service is slow, and the way to stop waiting. */
export interface SlowWait {
  text: string;
  cancel: () => void;
}

/** In the place of what is loaded; `slow` once it takes its time. */
export function writeLoading(what: string, slow?: SlowWait): HTMLElement {
  return make(
    'div',
    { class: 'placeholder', role: 'status' },
    wantsNoMotion() ? makeIcon('loading') : make('vscode-progress-ring', { 'aria-label': what }),
    make('p', {}, what),
    slow && make('p', {}, slow.text),
    slow && makeActionButton(l10n.t('Cancel'), slow.cancel, { secondary: true }),
  );
}

/** Beside what is there from before. */
export function writeSlow(slow: SlowWait): HTMLElement {
  return make(
    'div',
    { class: 'notice', role: 'status' },
    makeIcon('watch'),
    make('span', { class: 'notice-text' }, slow.text),
    makeActionButton(l10n.t('Cancel'), slow.cancel, { secondary: true }),
  );
}

/** Asked for by the system, or by the editor's own setting. */
function wantsNoMotion(): boolean {
  return (
    window.matchMedia('(prefers-reduced-motion: reduce)').matches ||
    document.body.classList.contains('vscode-reduce-motion')
  );
}

export function writeEmpty(title: string, hint: string, icon = 'graph-line'): HTMLElement {
  return make(
    'div',
    { class: 'placeholder' },
    makeIcon(icon),
    make('p', {}, make('strong', {}, title)),
    make('p', {}, hint),
  );
}
