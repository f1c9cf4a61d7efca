import * as l10n from '@vscode/l10n';
import { makeIconButton } from '../common/button.ts';
import { make } from '../common/make.ts';
import { openPopupMenu, type PopupItem } from '../common/popupMenu.ts';
import { sides, type Side } from './viewerState.ts';

export interface ToolbarContext {
  onFind(): void;
  onSide(side: Side): void;
  saveMenu(): PopupItem[][];
  compareMenu(): PopupItem[][];
  moreMenu(): PopupItem[][];
}

export interface Toolbar {
  element: HTMLElement;
  /** Which view of the side panel is on screen. */
  setSide(side: Side | 'none'): void;
}

/** TABLE of what opens each view of the side panel. */
const sideButtons: Readonly<Record<Side, { icon: string; label: string }>> = {
  columns: { icon: 'split-horizontal', label: l10n.t('Columns') },
  count: { icon: 'graph', label: l10n.t('Count by…') },
  fields: { icon: 'symbol-field', label: l10n.t('Fields') },
};

/** What can be done with the lines, as the icons of an editor's title. */
export function createToolbar(context: ToolbarContext): Toolbar {
  const toggles = sides.map((side) => {
    const { icon, label } = sideButtons[side];
    return { side, button: makeIconButton(icon, label, () => context.onSide(side), { isToggle: true }) };
  });
  const element = make(
    'div',
    { class: 'tools', role: 'toolbar', 'aria-label': l10n.t('Lines') },
    makeIconButton('search', l10n.t('Find'), context.onFind, { keys: 'Ctrl+F' }),
    ...toggles.map((it) => it.button),
    makeMenuButton('diff', l10n.t('Compare'), context.compareMenu),
    makeMenuButton('save', l10n.t('Save'), context.saveMenu),
    makeMenuButton('ellipsis', l10n.t('More actions'), context.moreMenu),
  );
  walkWithArrows(element);
  return {
    element,
    setSide(shown) {
      for (const { side, button } of toggles) button.setAttribute('aria-pressed', String(side === shown));
    },
  };
}

function makeMenuButton(icon: string, label: string, groups: () => PopupItem[][]): HTMLButtonElement {
  const button = makeIconButton(icon, label, () => {
    const { right, bottom } = button.getBoundingClientRect();
    openPopupMenu(groups(), { x: right, y: bottom + 2, alignRight: true }, label);
  });
  button.setAttribute('aria-haspopup', 'menu');
  return button;
}

/** One tab stop for all of them, as toolbars have it. */
function walkWithArrows(toolbar: HTMLElement): void {
  const buttons = [...toolbar.querySelectorAll('button')];
  const enter = (at: number): void => {
    for (const [index, it] of buttons.entries()) it.tabIndex = index === at ? 0 : -1;
  };
  enter(0);
  toolbar.addEventListener('focusin', ({ target }) => {
    const at = buttons.findIndex((it) => it === target);
    if (at >= 0) enter(at);
  });
  toolbar.addEventListener('keydown', ({ key }) => {
    const at = buttons.findIndex((it) => it === document.activeElement);
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) buttons[(at + step + buttons.length) % buttons.length]?.focus();
  });
}
