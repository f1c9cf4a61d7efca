import { openPopupMenu, type PopupItem } from '../../common/popupMenu.ts';
import { writePath } from '../../../src/protocol/query.ts';
import { addClause, showPath } from '../filter/clauses.ts';
import { changeColumn, moveColumn, switchColumn } from '../side/columnChoice.ts';
import type { Scene } from '../scene.ts';

const shows = [
  { show: 'value', label: 'Show Values' },
  { show: 'last', label: 'Show the Greatest Value' },
  { show: 'count', label: 'Show How Many' },
] as const;

/** What can be done with a column, as its head's menu. */
export function createColumnMenu(scene: Scene): (at: number, cell: HTMLElement) => void {
  return (at, cell) => {
    const { lines, store } = scene;
    const columns = lines.columns();
    const column = columns[at];
    if (!column) return;
    const { path } = column;
    const narrow = (clause: string): void => scene.do.applyFilter(addClause(store.get().filter, clause));
    const groups: PopupItem[][] = [
      [
        { label: 'Count by This', run: () => scene.do.countBy(path) },
        { label: 'Only Lines That Have It', run: () => narrow(`${writePath(path)}:*`) },
        { label: 'Only Lines Without It', run: () => narrow(`NOT ${writePath(path)}:*`) },
      ],
      shows.map(({ show, label }) => ({
        label,
        isChecked: column.show === show,
        run: () => lines.setColumns(changeColumn(columns, at, { show, widthPx: undefined })),
      })),
      [
        {
          label: 'Move Left',
          keys: 'Ctrl+Left',
          isDisabled: at === 0,
          run: () => lines.setColumns(moveColumn(columns, at, -1)),
        },
        {
          label: 'Move Right',
          keys: 'Ctrl+Right',
          isDisabled: at === columns.length - 1,
          run: () => lines.setColumns(moveColumn(columns, at, 1)),
        },
        {
          label: 'Fit Width',
          isDisabled: column.widthPx === undefined,
          run: () => lines.setColumns(changeColumn(columns, at, { widthPx: undefined })),
        },
        { label: 'Hide', run: () => lines.setColumns(switchColumn(columns, path)) },
      ],
      [{ label: 'Columns…', run: () => scene.do.showSide('columns') }],
    ];
    const { left, bottom } = cell.getBoundingClientRect();
    openPopupMenu(groups, { x: left, y: bottom }, `Column ${showPath(path)}`);
  };
}
