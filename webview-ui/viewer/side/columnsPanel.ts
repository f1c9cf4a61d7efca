import * as l10n from '@vscode/l10n';
import { columnShows, type ViewerColumn } from '../../../src/protocol/viewer.ts';
import { makeIconButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { showPath } from '../filter/clauses.ts';
import { changeColumn, moveColumn, switchColumn } from './columnChoice.ts';
import { rank } from '../filter/completion.ts';
import { columnShowTexts } from './columnShowTexts.ts';
import type { SideView } from './sidePanel.ts';

export interface ColumnsContext {
  columns(): readonly ViewerColumn[];
  suggested(): readonly ViewerColumn[];
  paths(): readonly string[];
  onColumns(columns: ViewerColumn[]): void;
}

export interface ColumnsPanel extends SideView {
  refresh(): void;
}

const mostListed = 500;

/** Which columns there are: those shown in their order on top, all other fields below. */
export function createColumnsPanel(context: ColumnsContext): ColumnsPanel {
  const search = make('input', {
    type: 'text',
    class: 'text-input',
    'aria-label': l10n.t('Search fields'),
    placeholder: l10n.t('Search fields'),
    spellcheck: 'false',
  });
  const list = make('div', { class: 'column-list', role: 'group', 'aria-label': l10n.t('Fields') });
  const reset = makeIconButton('discard', l10n.t('Reset to suggested columns'), () =>
    context.onColumns([...context.suggested()]),
  );

  function draw(): void {
    const focused = document.activeElement;
    const key = focused instanceof HTMLElement && list.contains(focused) ? focused.dataset['key'] : undefined;
    const columns = context.columns();
    const shownPaths = new Set(columns.map((it) => it.path));
    const wanted = search.value.trim();
    const listed = rank([...new Set([...shownPaths, ...context.paths()])], wanted);
    const chosen = columns.flatMap((column, at) =>
      listed.includes(column.path) ? [writeChosen(column, at, context)] : [],
    );
    const others = listed.filter((it) => !shownPaths.has(it)).slice(0, mostListed);
    list.replaceChildren(...chosen, ...others.map((path) => writeRow(path, false, context)));
    if (listed.length === 0)
      list.append(make('p', { class: 'side-empty' }, l10n.t('No field has this in its name.')));
    if (key !== undefined)
      [...list.querySelectorAll<HTMLElement>('[data-key]')].find((it) => it.dataset['key'] === key)?.focus();
  }
  search.addEventListener('input', draw);
  return {
    element: make(
      'div',
      { class: 'columns-panel' },
      make('div', { class: 'side-controls' }, search, reset),
      list,
    ),
    onShow: draw,
    refresh: draw,
  };
}

function writeRow(
  path: string,
  isShown: boolean,
  context: ColumnsContext,
  ...more: HTMLElement[]
): HTMLElement {
  const box = make('input', { type: 'checkbox', 'data-key': `show ${path}` });
  box.checked = isShown;
  box.addEventListener('change', () => context.onColumns(switchColumn(context.columns(), path)));
  return make(
    'div',
    { class: 'column-row' },
    make('label', {}, box, make('span', { title: showPath(path) }, showPath(path))),
    ...more,
  );
}

function writeChosen({ path, show }: ViewerColumn, at: number, context: ColumnsContext): HTMLElement {
  const select = make(
    'select',
    { 'aria-label': l10n.t('What {0} shows', showPath(path)), 'data-key': `what ${path}` },
    ...columnShows.map((it) =>
      make('option', { value: it, selected: it === show }, columnShowTexts[it].name),
    ),
  );
  select.addEventListener('change', () => {
    const chosen = columnShows.find((it) => it === select.value) ?? 'value';
    context.onColumns(changeColumn(context.columns(), at, { show: chosen, widthPx: undefined }));
  });
  const move = (by: 1 | -1, icon: string, label: string): HTMLElement => {
    const button = makeIconButton(icon, label, () =>
      context.onColumns(moveColumn(context.columns(), at, by)),
    );
    button.dataset['key'] = `move ${by} ${path}`;
    button.disabled = at + by < 0 || at + by >= context.columns().length;
    return button;
  };
  return writeRow(
    path,
    true,
    context,
    select,
    move(-1, 'arrow-up', l10n.t('Move {0} left', showPath(path))),
    move(1, 'arrow-down', l10n.t('Move {0} right', showPath(path))),
  );
}
