import * as l10n from '@vscode/l10n';
import type { ExportFormat, ExportTarget } from '../../../src/protocol/detail.ts';
import { make } from '../../common/make.ts';
import { attachMenu } from '../../common/menu.ts';

/** The menu by which a chart is copied, saved or opened as a document. */
export function createExportMenu(onChoose: (format: ExportFormat, to: ExportTarget) => void): HTMLElement {
  const item = (label: string, format: ExportFormat, to: ExportTarget) => ({
    label,
    run: () => onChoose(format, to),
  });
  const button = make(
    'button',
    { type: 'button', class: 'toolbar-button' },
    make('span', { class: 'codicon codicon-export', 'aria-hidden': 'true' }),
    l10n.t('Export'),
    make('span', { class: 'codicon codicon-chevron-down', 'aria-hidden': 'true' }),
  );
  const menu = attachMenu(button, [
    [
      item(l10n.t('Copy as CSV'), 'csv', 'clipboard'),
      item(l10n.t('Copy as JSON'), 'json', 'clipboard'),
      item(l10n.t('Copy as Markdown'), 'markdown', 'clipboard'),
      item(l10n.t('Copy as PNG'), 'png', 'clipboard'),
    ],
    [
      item(l10n.t('Save as CSV…'), 'csv', 'file'),
      item(l10n.t('Save as CSV (UTF-8 with Mark, for Excel)…'), 'csvForExcel', 'file'),
      item(l10n.t('Save as JSON…'), 'json', 'file'),
      item(l10n.t('Save as Markdown…'), 'markdown', 'file'),
      item(l10n.t('Save as PNG…'), 'png', 'file'),
    ],
    [
      item(l10n.t('Open as Document (CSV)'), 'csv', 'document'),
      item(l10n.t('Open as Document (JSON)'), 'json', 'document'),
      item(l10n.t('Open as Document (Markdown)'), 'markdown', 'document'),
    ],
  ]);
  return make('div', { class: 'menu-frame' }, button, menu);
}
