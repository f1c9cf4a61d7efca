import type { FilterCheck } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import { pointAt } from '../grid/caret.ts';

/** What is wrong with the text of a field, under it, with a caret that points at the place. */
export interface FilterMistake {
  element: HTMLElement;
  show(checked: FilterCheck): void;
}

export function createFilterMistake(input: HTMLInputElement): FilterMistake {
  const element = make('div', { class: 'filter-mistake', id: 'filter-mistake', role: 'alert', hidden: true });
  return {
    element,
    show(checked) {
      element.hidden = checked.ok;
      input.setAttribute('aria-invalid', String(!checked.ok));
      if (checked.ok) input.removeAttribute('aria-describedby');
      else {
        element.replaceChildren(...write(input.value, checked));
        input.setAttribute('aria-describedby', element.id);
      }
    },
  };
}

function write(text: string, { message, offset }: { message: string; offset: number }): HTMLElement[] {
  const { excerpt, column } = pointAt(text, offset);
  const pointed = `${excerpt}\n${' '.repeat(column)}^`;
  return [
    make('div', {}, message),
    make('pre', { class: 'mistake-excerpt', 'aria-hidden': 'true' }, pointed),
  ];
}
