import * as l10n from '@vscode/l10n';
import type { ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { makeButton, makeIconButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import type { Toast } from '../../common/toast.ts';
import { createCountRows } from './countRows.ts';
import { describeCounts } from './countText.ts';
import { createPathBox } from '../filter/pathBox.ts';
import type { SideView } from './sidePanel.ts';
import { createTaskProgress } from '../taskProgress.ts';
import { isSettled, readTaskResult, runTask, type TaskRun } from '../taskRun.ts';

export interface CountContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
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
export function createCountPanel(context: CountContext, firstPath: string): CountPanel {
  const { asker } = context;
  let run: TaskRun | undefined;
  let counted = '';
  let shown = shownAtFirst;
  const box = createPathBox(firstPath, context.paths, () => again());
  const progress = createTaskProgress({ what: l10n.t('counting'), stop: l10n.t('Stop: counting') }, () =>
    run?.stop(),
  );
  const rows = createCountRows(context.onClause);
  const more = makeButton(l10n.t('Show more values'), () => showMore(), { class: 'link', hidden: true });
  const copy = makeIconButton('copy', l10n.t('Copy counts as CSV'), () => {
    const task = run?.phase().task;
    if (task !== undefined) asker.ask('copyCounts', { task }).then(context.toast.say, context.toast.complain);
  });

  function draw(): void {
    const phase = run?.phase();
    const counts = readTaskResult(phase, 'counts');
    progress.draw(phase, counts ? describeCounts(counts) : '');
    const values = counts?.values ?? [];
    rows.draw(values.slice(0, shown), counts?.lineCount ?? 0);
    more.hidden = values.length <= shown;
    copy.disabled = values.length === 0;
  }
  function showMore(): void {
    shown = Infinity;
    draw();
  }
  function again(): void {
    const [path, filter] = [box.path(), context.filter()];
    const key = JSON.stringify([path, filter]);
    if (path === undefined || (key === counted && isSettled(run?.phase()))) return;
    [counted, shown] = [key, shownAtFirst];
    context.onPath(path);
    run?.dispose();
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
