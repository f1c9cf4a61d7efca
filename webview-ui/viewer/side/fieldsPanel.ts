import type { ProfileResult, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { make } from '../../common/make.ts';
import { createFieldTable, listFieldCells } from './fieldTable.ts';
import type { Formats } from '../formats.ts';
import { makeIconButton } from '../iconButton.ts';
import type { SideView } from './sidePanel.ts';
import { createTaskProgress } from '../taskProgress.ts';
import { isSettled, resultOf, runTask, type TaskRun } from '../taskRun.ts';

export interface FieldsPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  filter(): string;
  onPath(path: string): void;
  /** All paths that the lines have are known now. */
  onPaths(paths: string[]): void;
  copyTable(cells: string[][], what: string): void;
}

export interface FieldsPanel extends SideView {
  /** Reads the fields again where the filter has changed, or the last reading did not come to its end. */
  refresh(): void;
}

/** What there is at every path: of the filter in force. */
export function createFieldsPanel(port: FieldsPort): FieldsPanel {
  const { formats } = port;
  let run: TaskRun | undefined;
  let profiled: string | undefined;
  const progress = createTaskProgress(formats, 'reading fields', () => run?.stop());
  const table = createFieldTable(formats, port.onPath);
  const copy = makeIconButton('copy', 'Copy fields as CSV', () => {
    const fields = resultOf(run?.phase(), 'profile')?.fields ?? [];
    port.copyTable(listFieldCells(fields), 'the fields');
  });
  const words = make('span', { class: 'progress-text spring' }, 'Choose a field to count by it.');

  function draw(): void {
    const phase = run?.phase();
    const profile = resultOf(phase, 'profile');
    progress.draw(phase, profile ? describeProfile(profile, formats) : '');
    table.draw(profile?.fields ?? [], profile?.lineCount ?? 0);
    copy.disabled = !profile;
    if (phase?.state === 'done') port.onPaths(profile?.fields.map((it) => it.path) ?? []);
  }
  function refresh(): void {
    const filter = port.filter();
    if (profiled === filter && isSettled(run?.phase())) return;
    profiled = filter;
    run?.drop();
    run = runTask(port.asker, { kind: 'profile', filter }, draw);
    draw();
  }
  const controls = make('div', { class: 'side-controls' }, words, copy);
  return {
    element: make('div', { class: 'fields-panel' }, controls, progress.element, table.element),
    onShow: refresh,
    refresh,
  };
}

function describeProfile(
  { fields, lineCount, invalidCount, otherCount }: ProfileResult,
  formats: Formats,
): string {
  return [
    `${formats.count(fields.length, 'field')} in ${formats.count(lineCount, 'line')}`,
    ...(invalidCount > 0 ? [`${formats.number(invalidCount)} not JSON`] : []),
    ...(otherCount > 0 ? [`${formats.count(otherCount, 'value')} at further fields`] : []),
  ].join(' · ');
}
