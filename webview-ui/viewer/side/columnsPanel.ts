import type { ViewerColumn } from '../../../src/protocol/viewer.ts';
import { make } from '../../common/make.ts';
import { showPath } from '../filter/clauses.ts';
import { changeColumn, moveColumn, switchColumn } from './columnChoice.ts';
import { rank } from '../filter/completion.ts';
import { makeIconButton } from '../iconButton.ts';
import type { SideView } from './sidePanel.ts';

export interface ColumnsPort {
  columns(): readonly ViewerColumn[];
  suggested(): readonly ViewerColumn[];
  paths(): readonly string[];
  onColumns(columns: ViewerColumn[]): void;
}

export interface ColumnsPanel extends SideView {
  refresh(): void;
}

const mostListed = 500;
const shows: readonly ViewerColumn['show'][] = ['value', 'last', 'count'];

/** Which columns there are: those shown in their order on top, all other fields below. */
export function createColumnsPanel(port: ColumnsPort): ColumnsPanel {
  const search = make('input', {
    type: 'text',
    class: 'text-input',
    'aria-label': 'Search fields',
    placeholder: 'Search fields',
    spellcheck: 'false',
  });
  const list = make('div', { class: 'column-list', role: 'group', 'aria-label': 'Fields' });
  const reset = makeIconButton('discard', 'Reset to suggested columns', () =>
    port.onColumns([...port.suggested()]),
  );

  function draw(): void {
    const focused = document.activeElement;
    const key = focused instanceof HTMLElement && list.contains(focused) ? focused.dataset['key'] : undefined;
    const columns = port.columns();
    const shownPaths = new Set(columns.map((it) => it.path));
    const wanted = search.value.trim();
    const listed = rank([...new Set([...shownPaths, ...port.paths()])], wanted);
    const chosen = columns.flatMap((column, at) =>
      listed.includes(column.path) ? [writeChosen(column, at, port)] : [],
    );
    const others = listed.filter((it) => !shownPaths.has(it)).slice(0, mostListed);
    list.replaceChildren(...chosen, ...others.map((path) => writeRow(path, false, port)));
    if (listed.length === 0)
      list.append(make('p', { class: 'side-empty' }, 'No field has this in its name.'));
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

function writeRow(path: string, isShown: boolean, port: ColumnsPort, ...more: HTMLElement[]): HTMLElement {
  const box = make('input', { type: 'checkbox', 'data-key': `show ${path}` });
  box.checked = isShown;
  box.addEventListener('change', () => port.onColumns(switchColumn(port.columns(), path)));
  return make(
    'div',
    { class: 'column-row' },
    make('label', {}, box, make('span', { title: showPath(path) }, showPath(path))),
    ...more,
  );
}

function writeChosen({ path, show }: ViewerColumn, at: number, port: ColumnsPort): HTMLElement {
  const select = make(
    'select',
    { 'aria-label': `What ${showPath(path)} shows`, 'data-key': `what ${path}` },
    ...shows.map((it) => make('option', { value: it, selected: it === show }, it)),
  );
  select.addEventListener('change', () => {
    const chosen = shows.find((it) => it === select.value) ?? 'value';
    port.onColumns(changeColumn(port.columns(), at, { show: chosen, widthPx: undefined }));
  });
  const move = (by: 1 | -1, icon: string, label: string): HTMLElement => {
    const button = makeIconButton(icon, `Move ${showPath(path)} ${label}`, () =>
      port.onColumns(moveColumn(port.columns(), at, by)),
    );
    button.dataset['key'] = `${label} ${path}`;
    button.disabled = at + by < 0 || at + by >= port.columns().length;
    return button;
  };
  return writeRow(path, true, port, select, move(-1, 'arrow-up', 'left'), move(1, 'arrow-down', 'right'));
}
