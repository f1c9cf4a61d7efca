import { make, makeIcon } from './make.ts';

/** Sentences worth reading beside what is shown. */
export function writeNotes(notes: readonly string[]): HTMLElement[] {
  return notes.map((note) =>
    make('div', { class: 'notice' }, makeIcon('info'), make('span', { class: 'notice-text' }, note)),
  );
}

/** What stands in place of something that could not be loaded: the cause, and a way to try again. */
export function writeFailure(title: string, message: string, retry: (() => void) | undefined): HTMLElement {
  const button = retry && make('vscode-button', {}, 'Retry');
  if (retry) button?.addEventListener('click', retry);
  return make(
    'div',
    { class: 'placeholder', role: 'alert' },
    makeIcon('error'),
    make('p', {}, make('strong', {}, title)),
    make('p', {}, message),
    button,
  );
}

export function writeLoading(what: string): HTMLElement {
  return make(
    'div',
    { class: 'placeholder', role: 'status' },
    wantsNoMotion() ? makeIcon('loading') : make('vscode-progress-ring', { 'aria-label': what }),
    make('p', {}, what),
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
