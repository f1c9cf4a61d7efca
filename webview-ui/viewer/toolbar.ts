import { make } from '../common/make.ts';
import { openPopupMenu, type PopupItem } from '../common/popupMenu.ts';
import { makeIconButton } from './iconButton.ts';
import type { Side } from './viewerState.ts';

export interface ToolbarPort {
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

/** What can be done with the lines, as the icons of an editor's title. */
export function createToolbar(port: ToolbarPort): Toolbar {
  const side = (name: Side, icon: string, label: string): HTMLButtonElement =>
    makeIconButton(icon, label, () => port.onSide(name), { isToggle: true });
  const toggles: Record<Side, HTMLButtonElement> = {
    columns: side('columns', 'split-horizontal', 'Columns'),
    count: side('count', 'graph', 'Count by…'),
    fields: side('fields', 'symbol-field', 'Fields'),
  };
  const element = make(
    'div',
    { class: 'tools', role: 'toolbar', 'aria-label': 'Lines' },
    makeIconButton('search', 'Find', port.onFind, { keys: 'Ctrl+F' }),
    ...Object.values(toggles),
    makeMenuButton('diff', 'Compare', port.compareMenu),
    makeMenuButton('save', 'Save', port.saveMenu),
    makeMenuButton('ellipsis', 'More actions', port.moreMenu),
  );
  walkWithArrows(element);
  return {
    element,
    setSide(shown) {
      for (const [name, button] of Object.entries(toggles))
        button.setAttribute('aria-pressed', String(name === shown));
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
