import { make } from '../common/make.ts';

/** TABLE of the language, by example. */
const examples: readonly [example: string, meaning: string][] = [
  ['country:US', 'equals, letters in either case; also numbers, true, false, null'],
  ['country:"US"', 'equals exactly'],
  ['email:*@example.com', 'the whole value; * any characters, ? one'],
  ['email:/^a.*z$/i', 'a regular expression, anywhere in the value'],
  ['total_revenue:>100', 'also >=, <, <=; with dates too: last_used:>=2016-05-01'],
  ['total_revenue:[1 TO 5]', 'a range of numbers; { } leaves the ends out'],
  ['email:*', 'there, and not null'],
  ['purchases.name:"SKU-1"', 'into objects and lists; each element counts'],
  ['"gold plan"', 'without a field: a text anywhere in the line'],
  ['a:1 AND (b:2 OR NOT c:3)', 'a space is AND; - is NOT; AND binds tighter than OR'],
];

/** A box under the button with the language of filters; a click elsewhere or Escape closes it. */
export function showFilterHelp(button: HTMLElement): void {
  const open = document.querySelector('.filter-help');
  if (open) {
    open.dispatchEvent(new Event('close'));
    return;
  }
  const rows = examples.map(([example, meaning]) =>
    make('tr', {}, make('td', {}, make('code', {}, example)), make('td', {}, meaning)),
  );
  const keys = 'Enter runs, Escape clears, Up and Down bring earlier filters, Ctrl+Space suggests fields.';
  const box = make(
    'div',
    { class: 'filter-help', role: 'dialog', 'aria-label': 'How filters are written', tabindex: -1 },
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
