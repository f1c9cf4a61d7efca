import { nameKeys } from './keyNames.ts';
import { make } from './make.ts';
import { walkMenu, type MenuItem } from './menu.ts';

export interface PopupItem extends MenuItem {
  /** Its key, for those who would rather type. */
  keys?: string | undefined;
  isDisabled?: boolean;
  /** A choice that is in force or not. */
  isChecked?: boolean;
}

export interface PopupPlace {
  x: number;
  y: number;
  /** Opened from something on the right: `x` is the menu's right edge. */
  alignRight?: boolean;
}

/**
 * Opens a menu at a point of the page: a context menu, or what a button opens. Escape, Tab, a click elsewhere and the
 * choice itself close it, and the focus goes back to where it was.
 */
export function openPopupMenu(
  groups: readonly (readonly (PopupItem | false)[])[],
  place: PopupPlace,
  label: string,
): void {
  document.querySelector('.popup-menu')?.dispatchEvent(new Event('close'));
  const before = document.activeElement;
  const menu = make('div', { class: 'menu popup-menu', role: 'menu', 'aria-label': label, tabindex: -1 });
  const closing = new AbortController();
  const close = (): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    const hadFocus = menu.contains(document.activeElement);
    menu.remove();
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const entries = fillMenu(menu, groups, close);
  menu.addEventListener('keydown', (event) => {
    event.stopPropagation();
    walkMenu(event, entries, close);
  });
  menu.addEventListener('close', close);
  const { signal } = closing;
  const outside = (event: Event): void => {
    if (!event.composedPath().includes(menu)) close();
  };
  document.addEventListener('pointerdown', outside, { signal, capture: true });
  document.addEventListener('wheel', outside, { signal, capture: true, passive: true });
  window.addEventListener('blur', close, { signal });
  window.addEventListener('resize', close, { signal });
  (document.querySelector('main') ?? document.body).append(menu);
  const { offsetWidth, offsetHeight } = menu;
  const left = place.alignRight ? place.x - offsetWidth : place.x;
  menu.style.left = `${Math.max(4, Math.min(left, window.innerWidth - offsetWidth - 4))}px`;
  menu.style.top = `${Math.max(4, Math.min(place.y, window.innerHeight - offsetHeight - 4))}px`;
  (entries[0] ?? menu).focus({ preventScroll: true });
}

function fillMenu(
  menu: HTMLElement,
  groups: readonly (readonly (PopupItem | false)[])[],
  close: () => void,
): HTMLElement[] {
  const shown = groups.map((group) => group.filter((it) => it !== false)).filter((it) => it.length > 0);
  return shown.flatMap((group, index) => {
    if (index > 0) menu.append(make('div', { class: 'menu-separator', role: 'separator' }));
    return group.flatMap((item) => {
      const entry = writeEntry(item);
      menu.append(entry);
      if (item.isDisabled) return [];
      entry.addEventListener('click', () => {
        close();
        item.run();
      });
      return [entry];
    });
  });
}

function writeEntry({ label, keys, isDisabled = false, isChecked }: PopupItem): HTMLElement {
  const check = make('span', {
    class: isChecked ? 'codicon codicon-check menu-check' : 'menu-check',
    'aria-hidden': 'true',
  });
  return make(
    'div',
    {
      class: 'menu-item',
      role: isChecked === undefined ? 'menuitem' : 'menuitemcheckbox',
      tabindex: -1,
      'aria-disabled': isDisabled ? 'true' : undefined,
      'aria-checked': isChecked === undefined ? undefined : String(isChecked),
    },
    check,
    make('span', { class: 'menu-label' }, label),
    keys !== undefined && make('span', { class: 'menu-keys', 'aria-hidden': 'true' }, nameKeys(keys)),
  );
}
