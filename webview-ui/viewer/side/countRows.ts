import * as l10n from '@vscode/l10n';
import { asLine, asText } from '../../../src/protocol/plainText.ts';
import type { CountedRow } from '../../../src/protocol/viewerTask.ts';
import { showNumber, showShare } from '../../../src/protocol/showCount.ts';
import { makeButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { keepOrder } from '../grid/keepOrder.ts';

export interface CountRows {
  element: HTMLElement;
  draw(values: readonly CountedRow[], lineCount: number): void;
}

interface Entry {
  row: HTMLElement;
  draw(value: CountedRow, most: number, whole: number): void;
}

/** A table that is a bar chart too. A value keeps its row while counts stream in, and the focus stays with the value. */
export function createCountRows(onClause: (clause: string) => void): CountRows {
  const body = make('tbody', {});
  const heads = [l10n.t('Value'), l10n.t('Lines'), l10n.t('Share')].map((it) =>
    make('th', { scope: 'col' }, it),
  );
  const element = make(
    'table',
    { class: 'data-table counts', hidden: true },
    make('caption', { class: 'unseen' }, l10n.t('Values and how many lines have them')),
    make('thead', {}, make('tr', {}, ...heads)),
    body,
  );
  let entries = new Map<string, Entry>();
  return {
    element,
    draw(values, lineCount) {
      element.hidden = values.length === 0;
      const before = entries;
      const keys = nameValues(values);
      entries = new Map(keys.map((key) => [key, before.get(key) ?? makeEntry(onClause)]));
      for (const [key, { row }] of before) if (!entries.has(key)) row.remove();
      const drawn = [...entries.values()];
      for (const [at, value] of values.entries()) drawn[at]?.draw(value, values[0]?.count ?? 0, lineCount);
      const rows = drawn.map((it) => it.row);
      keepOrder(
        body,
        rows,
        rows.find((it) => it.contains(document.activeElement)),
      );
    },
  };
}

/** A name for each value: its clause; values that no filter can say may look alike, and are told apart by their turn. */
export function nameValues(values: readonly CountedRow[]): string[] {
  const turns = new Map<string, number>();
  return values.map(({ clause, text }) => {
    const name = clause === '' ? text : clause;
    const turn = turns.get(name) ?? 0;
    turns.set(name, turn + 1);
    return JSON.stringify([clause, text, turn]);
  });
}

function makeEntry(onClause: (clause: string) => void): Entry {
  let clause = '';
  const narrow = (): void => {
    if (clause !== '') onClause(clause);
  };
  const button = makeButton('', narrow, { class: 'value-button' });
  const bar = make('div', { class: 'bar' });
  const [number, share] = [make('td', { class: 'number' }), make('td', { class: 'number' })];
  return {
    row: make('tr', {}, make('td', { class: 'value-cell' }, bar, button), number, share),
    draw(value, most, whole) {
      clause = value.clause;
      button.textContent = value.text === '' ? l10n.t('(empty)') : asText(value.text);
      // It stays within reach of the keyboard, or the reason would not be read out.
      button.ariaDisabled = clause === '' ? 'true' : null;
      button.title =
        clause === ''
          ? l10n.t('Too long a value for a filter')
          : l10n.t('Add {0} to the filter', asLine(clause));
      bar.style.width = `${(100 * value.count) / Math.max(1, most)}%`;
      number.textContent = showNumber(value.count);
      share.textContent = showShare(value.count, whole);
    },
  };
}
