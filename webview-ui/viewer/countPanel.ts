import type { ViewerPage } from '../../src/protocol/viewer.ts';
import type { Asker } from '../common/asker.ts';
import { make } from '../common/make.ts';
import { createCombobox, type Combobox } from './combobox.ts';
import { rank, type Completion } from './completion.ts';
import { createCountRows } from './countRows.ts';
import { describeCounts } from './countText.ts';
import { writeCsv } from './csv.ts';
import type { Formats } from './formats.ts';
import { makeIconButton } from './iconButton.ts';
import type { SideView } from './sidePanel.ts';
import { createTaskProgress } from './taskProgress.ts';
import { resultOf, runTask, type TaskRun } from './taskRun.ts';

export interface CountPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  paths(): readonly string[];
  filter(): string;
  onPath(path: string): void;
  onClause(clause: string): void;
  copyText(text: string, what: string): void;
}

export interface CountPanel extends SideView {
  /** Counts by a path. */
  count(path: string): void;
  /** Counts again where the filter has changed. */
  refresh(): void;
}

const shownAtFirst = 100;

/** Values at a path with how many lines have them: of the filter in force. */
export function createCountPanel(port: CountPort, firstPath: string): CountPanel {
  const { formats, asker } = port;
  let run: TaskRun | undefined;
  let counted = '';
  let shown = shownAtFirst;
  const box = createPathBox(port, () => again());
  box.input.value = firstPath;
  const progress = createTaskProgress(formats, 'counting', () => run?.stop());
  const rows = createCountRows(formats, port.onClause);
  const more = make('button', { type: 'button', class: 'link', hidden: true }, 'Show more values');
  more.addEventListener('click', () => {
    shown = Infinity;
    draw();
  });
  const copy = makeIconButton('copy', 'Copy counts as CSV', () => {
    const lines = resultOf(run?.phase(), 'counts')?.values.map((it) => [it.text, String(it.count)]) ?? [];
    port.copyText(writeCsv([[box.input.value, 'lines'], ...lines]), 'the counts');
  });

  function draw(): void {
    const phase = run?.phase();
    const counts = resultOf(phase, 'counts');
    progress.draw(phase, counts ? describeCounts(counts, formats) : '');
    const values = counts?.values ?? [];
    rows.draw(values.slice(0, shown), counts?.lineCount ?? 0);
    more.hidden = values.length <= shown;
    copy.disabled = values.length === 0;
  }
  function again(): void {
    const path = box.input.value.trim();
    const filter = port.filter();
    const key = JSON.stringify([path, filter]);
    if (path === '' || key === counted) return;
    [counted, shown] = [key, shownAtFirst];
    port.onPath(path);
    run?.drop();
    run = runTask(asker, { kind: 'count', path, filter }, draw);
    draw();
  }
  draw();
  const controls = make('div', { class: 'side-controls' }, box.element, copy);
  return {
    element: make('div', { class: 'count-panel' }, controls, progress.element, rows.element, more),
    onShow: again,
    refresh: again,
    count(path) {
      box.input.value = path;
      again();
    },
  };
}

function createPathBox(port: CountPort, onPath: () => void): Combobox {
  const box = createCombobox({
    label: 'Count by field',
    placeholder: 'Field to count by',
    suggest: (text, _caret, isAsked) => suggestPaths(isAsked ? '' : text, text.length, port.paths()),
    onInput: () => undefined,
    onAccept: onPath,
    onKey(event) {
      if (event.key !== 'Enter') return false;
      onPath();
      return true;
    },
  });
  box.input.addEventListener('focus', () => box.input.select());
  return box;
}

function suggestPaths(text: string, length: number, paths: readonly string[]): Completion | undefined {
  const suggestions = rank(paths, text).map((path) => ({ label: path, insert: path }));
  return suggestions.length === 0 ? undefined : { from: 0, to: length, suggestions };
}
