import type { ExportFormat, ExportTarget } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { attachMenu } from '../../common/menu.ts';

/** The ways out of the panel. */
export function createExportMenu(onChoose: (format: ExportFormat, to: ExportTarget) => void): HTMLElement {
  const item = (label: string, format: ExportFormat, to: ExportTarget) => ({
    label,
    run: () => onChoose(format, to),
  });
  const button = make(
    'button',
    { type: 'button', class: 'toolbar-button' },
    make('span', { class: 'codicon codicon-export', 'aria-hidden': 'true' }),
    'Export',
    make('span', { class: 'codicon codicon-chevron-down', 'aria-hidden': 'true' }),
  );
  const menu = attachMenu(button, [
    [
      item('Copy as CSV', 'csv', 'clipboard'),
      item('Copy as JSON', 'json', 'clipboard'),
      item('Copy as Markdown', 'markdown', 'clipboard'),
      item('Copy as PNG', 'png', 'clipboard'),
    ],
    [
      item('Save as CSV…', 'csv', 'file'),
      item('Save as CSV (UTF-8 with Mark, for Excel)…', 'csvForExcel', 'file'),
      item('Save as JSON…', 'json', 'file'),
      item('Save as Markdown…', 'markdown', 'file'),
      item('Save as PNG…', 'png', 'file'),
    ],
    [
      item('Open as Document (CSV)', 'csv', 'document'),
      item('Open as Document (JSON)', 'json', 'document'),
      item('Open as Document (Markdown)', 'markdown', 'document'),
    ],
  ]);
  return make('div', { class: 'menu-frame' }, button, menu);
}
