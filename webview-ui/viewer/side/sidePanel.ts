import * as l10n from '@vscode/l10n';
import { makeButton, makeIconButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { createSideSash } from './sideSash.ts';
import { sides, type Side } from '../viewerState.ts';

/** The panel beside the rows (below them where there is little room), with one of its views. */
export interface SidePanel {
  element: HTMLElement;
  show(side: Side | 'none'): void;
  /** Puts the focus into the view that is shown. */
  focus(): void;
}

export interface SideView {
  element: HTMLElement;
  /** It has come on screen. */
  onShow(): void;
}

export interface SideOptions {
  /** As the user made it; 0 where each view has the width that suits it. */
  widthPx: number;
  onSide(side: Side | 'none'): void;
  onWidth(px: number): void;
}

const titles: Record<Side, string> = {
  columns: l10n.t('Columns'),
  count: l10n.t('Count by'),
  fields: l10n.t('Fields'),
};
const fitting: Record<Side, number> = { columns: 340, count: 340, fields: 640 };

export function createSidePanel(views: Record<Side, SideView>, options: SideOptions): SidePanel {
  const tabs = sides.map((side) => makeTab(side, options.onSide));
  const strip = make(
    'div',
    { class: 'side-tabs', role: 'tablist', 'aria-label': l10n.t('Side panel') },
    ...tabs,
  );
  strip.addEventListener('keydown', (event) => walkTabs(event, tabs));
  const panels = sides.map((side) => {
    const attributes = {
      class: 'side-view',
      role: 'tabpanel',
      id: `side-${side}`,
      'aria-labelledby': `tab-${side}`,
    };
    return make('div', attributes, views[side].element);
  });
  const close = makeIconButton('close', l10n.t('Close side panel'), () => options.onSide('none'), {
    keys: 'Escape',
  });
  const header = make('div', { class: 'side-head' }, strip, close);
  const element = make('aside', { class: 'side', 'aria-label': l10n.t('Side panel'), hidden: true });
  let isOwn = options.widthPx > 0;
  const sash = createSideSash(element, (px) => {
    isOwn = true;
    options.onWidth(px);
  });
  element.append(sash.element, header, ...panels);
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    options.onSide('none');
  });
  if (isOwn) sash.resize(options.widthPx);
  return {
    element,
    focus() {
      const field = element.querySelector<HTMLElement>('.side-view:not([hidden]) .text-input');
      (field ?? tabs.find((it) => it.tabIndex === 0))?.focus();
    },
    show(side) {
      element.hidden = side === 'none';
      for (const [at, own] of sides.entries()) {
        tabs[at]?.setAttribute('aria-selected', String(own === side));
        if (tabs[at]) tabs[at].tabIndex = own === side ? 0 : -1;
        if (panels[at]) panels[at].hidden = own !== side;
      }
      if (side === 'none') return;
      if (!isOwn) sash.resize(Math.min(fitting[side], window.innerWidth * 0.6));
      views[side].onShow();
    },
  };
}

function makeTab(side: Side, onSide: (side: Side) => void): HTMLButtonElement {
  return makeButton(titles[side], () => onSide(side), {
    class: 'side-tab',
    role: 'tab',
    id: `tab-${side}`,
    'aria-controls': `side-${side}`,
  });
}

function walkTabs(event: KeyboardEvent, tabs: HTMLElement[]): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const at = tabs.findIndex((it) => it === document.activeElement);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (step === 0 || !next) return;
  event.preventDefault();
  next.click();
  next.focus();
}
