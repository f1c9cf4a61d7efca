import * as l10n from '@vscode/l10n';
import type { ViewerPage } from '../../../src/protocol/viewer.ts';
import type { ProfileResult } from '../../../src/protocol/viewerTask.ts';
import type { Asker } from '../../common/asker.ts';
import { showCount, showNumber } from '../../../src/protocol/showCount.ts';
import { makeIconButton } from '../../common/button.ts';
import { make } from '../../common/make.ts';
import { createFieldTable, listFieldCells } from './fieldTable.ts';
import type { SideView } from './sidePanel.ts';
import { createTaskProgress } from '../taskProgress.ts';
import { isSettled, readTaskResult, runTask, type TaskRun } from '../taskRun.ts';

export interface FieldsContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  filter(): string;
  onPath(path: string): void;
  /** All paths that the lines have are known now. */
  onPaths(paths: string[]): void;
  copyTable(cells: string[][]): void;
}

export interface FieldsPanel extends SideView {
  /** Reads the fields again where the filter has changed, or the last reading did not come to its end. */
  refresh(): void;
}

/** What there is at every path: of the filter in force. */
export function createFieldsPanel(context: FieldsContext): FieldsPanel {
  let run: TaskRun | undefined;
  let profiled: string | undefined;
  const progress = createTaskProgress(
    { what: l10n.t('reading fields'), stop: l10n.t('Stop: reading fields') },
    () => run?.stop(),
  );
  const table = createFieldTable(context.onPath);
  const copy = makeIconButton('copy', l10n.t('Copy fields as CSV'), () => {
    const fields = readTaskResult(run?.phase(), 'profile')?.fields ?? [];
    context.copyTable(listFieldCells(fields));
  });
  const words = make('span', { class: 'progress-text spring' }, l10n.t('Choose a field to count by it.'));

  function draw(): void {
    const phase = run?.phase();
    const profile = readTaskResult(phase, 'profile');
    progress.draw(phase, profile ? describeProfile(profile) : '');
    table.draw(profile?.fields ?? [], profile?.lineCount ?? 0);
    copy.disabled = !profile;
    if (phase?.state === 'done') context.onPaths(profile?.fields.map((it) => it.path) ?? []);
  }
  function refresh(): void {
    const filter = context.filter();
    if (profiled === filter && isSettled(run?.phase())) return;
    profiled = filter;
    run?.dispose();
    run = runTask(context.asker, { kind: 'profile', filter }, draw);
    draw();
  }
  const controls = make('div', { class: 'side-controls' }, words, copy);
  return {
    element: make('div', { class: 'fields-panel' }, controls, progress.element, table.element),
    onShow: refresh,
    refresh,
  };
}

function describeProfile({ fields, lineCount, invalidCount, otherCount }: ProfileResult): string {
  const words = [l10n.t('{0} in {1}', showCount(fields.length, 'field'), showCount(lineCount, 'line'))];
  if (invalidCount > 0) words.push(l10n.t('{0} not JSON', showNumber(invalidCount)));
  if (otherCount > 0) words.push(l10n.t('{0} at further fields', showCount(otherCount, 'value')));
  return words.join(' · ');
}
