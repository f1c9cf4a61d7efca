import * as l10n from '@vscode/l10n';
import { writePath } from '../../../src/protocol/query.ts';
import { columnShows, type ViewerColumn } from '../../../src/protocol/viewer.ts';
import { openPopupMenu, type PopupItem } from '../../common/popupMenu.ts';
import { showPath } from '../filter/clauses.ts';
import { changeColumn, moveColumn, switchColumn } from '../side/columnChoice.ts';
import { columnShowTexts } from '../side/columnShowTexts.ts';

export interface ColumnMenuContext {
  columns: readonly ViewerColumn[];
  onColumns(columns: ViewerColumn[]): void;
  onCountBy(path: string): void;
  /** The filter is to be narrowed by a clause. */
  onNarrow(clause: string): void;
  /** The panel of all columns is asked for. */
  onAllColumns(): void;
}

/** Opens the menu of a column, under its header cell. */
export function openColumnMenu(at: number, cell: HTMLElement, context: ColumnMenuContext): void {
  const { columns, onColumns, onCountBy, onNarrow, onAllColumns } = context;
  const column = columns[at];
  if (!column) return;
  const { path } = column;
  const groups: PopupItem[][] = [
    [
      { label: l10n.t('Count by This'), run: () => onCountBy(path) },
      { label: l10n.t('Only Lines That Have It'), run: () => onNarrow(`${writePath(path)}:*`) },
      { label: l10n.t('Only Lines Without It'), run: () => onNarrow(`NOT ${writePath(path)}:*`) },
    ],
    columnShows.map((show) => ({
      label: columnShowTexts[show].action,
      isChecked: column.show === show,
      run: () => onColumns(changeColumn(columns, at, { show, widthPx: undefined })),
    })),
    [
      {
        label: l10n.t('Move Left'),
        keys: 'Ctrl+Left',
        isDisabled: at === 0,
        run: () => onColumns(moveColumn(columns, at, -1)),
      },
      {
        label: l10n.t('Move Right'),
        keys: 'Ctrl+Right',
        isDisabled: at === columns.length - 1,
        run: () => onColumns(moveColumn(columns, at, 1)),
      },
      {
        label: l10n.t('Fit Width'),
        isDisabled: column.widthPx === undefined,
        run: () => onColumns(changeColumn(columns, at, { widthPx: undefined })),
      },
      { label: l10n.t('Hide'), run: () => onColumns(switchColumn(columns, path)) },
    ],
    [{ label: l10n.t('Columns…'), run: onAllColumns }],
  ];
  const { left, bottom } = cell.getBoundingClientRect();
  openPopupMenu(groups, { x: left, y: bottom }, l10n.t('Column {0}', showPath(path)));
}
