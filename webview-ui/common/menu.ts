import { make } from './make.ts';

export interface MenuItem {
  label: string;
  run: () => void;
}

/**
 * A button that opens a menu, in the way of the WAI-ARIA "menu button": arrow keys, Home, End and letters walk, Escape
 * and Tab close, and the focus returns to the button.
 */
export function attachMenu(button: HTMLElement, groups: readonly (readonly MenuItem[])[]): HTMLElement {
  const menu = make('div', { class: 'menu', role: 'menu', hidden: true });
  const entries = groups.flatMap((group, index) => {
    if (index > 0) menu.append(make('div', { class: 'menu-separator', role: 'separator' }));
    return group.map((item) => {
      const entry = make('div', { class: 'menu-item', role: 'menuitem', tabindex: -1 }, item.label);
      entry.addEventListener('click', () => {
        close();
        item.run();
      });
      menu.append(entry);
      return entry;
    });
  });

  function open(at: number): void {
    menu.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    entries.at(at)?.focus();
  }
  function close(): void {
    if (menu.hidden) return;
    menu.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  }

  button.setAttribute('aria-haspopup', 'menu');
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => (menu.hidden ? open(0) : close()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  menu.addEventListener('keydown', (event) => walkMenu(event, entries, close));
  document.addEventListener('pointerdown', (event) => {
    const path = event.composedPath();
    if (!path.includes(menu) && !path.includes(button)) menu.hidden = true;
  });
  return menu;
}

/** Moves through the entries of a menu by keys: arrows, Home, End, letters; Escape and Tab close it. */
export function walkMenu(event: KeyboardEvent, entries: HTMLElement[], close: () => void): void {
  const at = entries.findIndex((it) => it === document.activeElement);
  const go = (index: number): void => entries.at(index % entries.length)?.focus();
  switch (event.key) {
    case 'ArrowDown':
      go(at + 1);
      break;
    case 'ArrowUp':
      go(at - 1);
      break;
    case 'Home':
      go(0);
      break;
    case 'End':
      go(-1);
      break;
    case 'Enter':
    case ' ':
      entries[at]?.click();
      break;
    case 'Escape':
    case 'Tab':
      close();
      break;
    default: {
      const letter = event.key.toLowerCase();
      const next = [...entries.slice(at + 1), ...entries].find((it) =>
        it.textContent.toLowerCase().startsWith(letter),
      );
      if (letter.length !== 1 || !next) return;
      next.focus();
    }
  }
  event.preventDefault();
}
