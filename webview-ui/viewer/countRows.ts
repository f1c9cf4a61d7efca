import type { CountedRow } from '../../src/protocol/viewer.ts';
import { make } from '../common/make.ts';
import type { Formats } from './formats.ts';

export interface CountRows {
  element: HTMLElement;
  draw(values: readonly CountedRow[], lineCount: number): void;
}

interface Entry {
  row: HTMLElement;
  draw(value: CountedRow, most: number, whole: number): void;
}

/** A table that is a bar chart too. Rows stay the same elements while counts stream in, so that the focus stays. */
export function createCountRows(formats: Formats, onClause: (clause: string) => void): CountRows {
  const body = make('tbody', {});
  const heads = ['Value', 'Lines', 'Share'].map((it) => make('th', { scope: 'col' }, it));
  const element = make(
    'table',
    { class: 'data-table counts', hidden: true },
    make('caption', { class: 'unseen' }, 'Values and how many lines have them'),
    make('thead', {}, make('tr', {}, ...heads)),
    body,
  );
  const entries: Entry[] = [];
  return {
    element,
    draw(values, lineCount) {
      element.hidden = values.length === 0;
      for (const { row } of entries.splice(values.length)) row.remove();
      for (const [at, value] of values.entries()) {
        const entry = entries[at] ?? makeEntry(formats, onClause);
        if (at === entries.length) {
          entries.push(entry);
          body.append(entry.row);
        }
        entry.draw(value, values[0]?.count ?? 0, lineCount);
      }
    },
  };
}

function makeEntry(formats: Formats, onClause: (clause: string) => void): Entry {
  const button = make('button', { type: 'button', class: 'value-button' });
  const bar = make('div', { class: 'bar' });
  const [number, share] = [make('td', { class: 'number' }), make('td', { class: 'number' })];
  let clause = '';
  button.addEventListener('click', () => {
    if (clause !== '') onClause(clause);
  });
  return {
    row: make('tr', {}, make('td', { class: 'value-cell' }, bar, button), number, share),
    draw(value, most, whole) {
      clause = value.clause;
      button.textContent = value.text === '' ? '(empty)' : value.text;
      // It stays within reach of the keyboard, or nobody would hear the reason.
      button.ariaDisabled = clause === '' ? 'true' : null;
      button.title = clause === '' ? 'Too long a value for a filter' : `Add ${clause} to the filter`;
      bar.style.width = `${(100 * value.count) / Math.max(1, most)}%`;
      number.textContent = formats.number(value.count);
      share.textContent = formats.share(value.count, whole);
    },
  };
}
