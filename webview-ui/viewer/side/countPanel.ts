import type { ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { make } from '../../common/make.ts';
import type { Toast } from '../../common/toast.ts';
import { createCountRows } from './countRows.ts';
import { describeCounts } from './countText.ts';
import type { Formats } from '../formats.ts';
import { makeIconButton } from '../iconButton.ts';
import { createPathBox } from '../filter/pathBox.ts';
import type { SideView } from './sidePanel.ts';
import { createTaskProgress } from '../taskProgress.ts';
import { isSettled, resultOf, runTask, type TaskRun } from '../taskRun.ts';

export interface CountPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  paths(): readonly string[];
  filter(): string;
  onPath(path: string): void;
  onClause(clause: string): void;
  toast: Pick<Toast, 'say' | 'complain'>;
}

export interface CountPanel extends SideView {
  /** Counts by a path. */
  count(path: string): void;
  /** Counts again where the filter has changed, or the last count did not come to its end. */
  refresh(): void;
}

const shownAtFirst = 100;

/** Values at a path with how many lines have them: of the filter in force. */
export function createCountPanel(port: CountPort, firstPath: string): CountPanel {
  const { formats, asker } = port;
  let run: TaskRun | undefined;
  let counted = '';
  let shown = shownAtFirst;
  const box = createPathBox(firstPath, port.paths, () => again());
  const progress = createTaskProgress(formats, 'counting', () => run?.stop());
  const rows = createCountRows(formats, port.onClause);
  const more = make('button', { type: 'button', class: 'link', hidden: true }, 'Show more values');
  more.addEventListener('click', () => {
    shown = Infinity;
    draw();
  });
  const copy = makeIconButton('copy', 'Copy counts as CSV', () => {
    const task = run?.phase().task;
    if (task !== undefined) asker.ask('copyCounts', { task }).then(port.toast.say, port.toast.complain);
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
    const [path, filter] = [box.path(), port.filter()];
    const key = JSON.stringify([path, filter]);
    if (path === undefined || (key === counted && isSettled(run?.phase()))) return;
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
      box.setPath(path);
      again();
    },
  };
}
