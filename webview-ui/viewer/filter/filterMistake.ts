import type { QueryMistake } from '../../../src/protocol/query.ts';
import { make } from '../../common/make.ts';
import { pointAt } from './pointAt.ts';

/** What is wrong with the text of a field, under it, with a caret that points at the place. */
export interface FilterMistake {
  element: HTMLElement;
  /** Undefined where there is none. */
  show(mistake: QueryMistake | undefined): void;
}

export function createFilterMistake(input: HTMLInputElement): FilterMistake {
  const element = make('div', { class: 'filter-mistake', id: 'filter-mistake', role: 'alert', hidden: true });
  return {
    element,
    show(mistake) {
      element.hidden = !mistake;
      input.setAttribute('aria-invalid', String(mistake !== undefined));
      if (!mistake) return input.removeAttribute('aria-describedby');
      element.replaceChildren(...write(input.value, mistake));
      input.setAttribute('aria-describedby', element.id);
    },
  };
}

function write(text: string, { message, offset }: QueryMistake): HTMLElement[] {
  const { excerpt, column } = pointAt(text, offset);
  const pointed = `${excerpt}\n${' '.repeat(column)}^`;
  return [
    make('div', {}, message),
    make('pre', { class: 'mistake-excerpt', 'aria-hidden': 'true' }, pointed),
  ];
}
