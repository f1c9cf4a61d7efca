import type {
  FileState,
  ListRef,
  ViewerColumn,
  ViewerPage,
  ViewerRow,
} from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import { debounce } from '../../common/debounce.ts';
import type { StateStore } from '../../common/stateStore.ts';
import { clip } from '../rowRanges.ts';
import { moveColumn } from '../side/columnChoice.ts';
import { createColumnsInUse } from '../side/columnsInUse.ts';
import type { View, ViewerState } from '../viewerState.ts';
import { createGrid, type Grid, type GridContext } from './grid.ts';
import { createRowSource } from './rowSource.ts';
import { rowPx } from './scrollMap.ts';
import { isSameList, listOf, type Tasks, type VisibleList } from './visibleList.ts';

export interface LinesContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  store: StateStore<ViewerState>;
  file(): FileState;
  tasks(): Tasks;
  columns: readonly ViewerColumn[];
  /** The file's first rows with these columns. */
  firstRows: readonly ViewerRow[];
  /** Something that the status line, the peek or the panels tell of has changed. */
  onChanged(): void;
  onColumns(columns: ViewerColumn[]): void;
  grid: Pick<GridContext, 'onOpen' | 'onCopyId' | 'onMenu'> & {
    onColumnMenu: GridContext['header']['onMenu'];
  };
}

/** The rows on screen: which list, which columns, which rows of it. */
export interface Lines {
  grid: Grid;
  visible(): VisibleList | undefined;
  columns(): readonly ViewerColumn[];
  setColumns(columns: ViewerColumn[]): void;
  /** Shows another list, from its beginning. */
  setView(view: View): void;
  /** The list may have grown, or may be another one. */
  refresh(): void;
  /** Brings a line into view; gives whether the list that is shown has it. */
  goToLine(line: number): Promise<boolean>;
  activeRow(): ViewerRow | undefined;
  rowsInView(): ViewerRow[];
  /** Why rows in view cannot be read. */
  failure(): string | undefined;
  retry(): void;
}

const keepAfterMs = 150;
/** Rows that decide how wide the columns are. */
const fittedRows = 60;

export function createLines(context: LinesContext): Lines {
  const { asker, store, onChanged } = context;
  let visible: VisibleList | undefined;
  let inView = { from: 0, to: -1 };
  /** Where the page was before it was hidden, until the list is there again. */
  let restored: Pick<ViewerState, 'topPx' | 'active' | 'anchor' | 'selected'> | undefined = store.get();
  /** None once there are other columns. */
  let firstRows = [...context.firstRows];

  const source = createRowSource(asker, () => {
    const { from, to } = inView;
    columns.fit(rowsBetween(from, Math.max(to, from + fittedRows)));
    // A page that was short because the list grew meanwhile is asked for again.
    source.want(from, to, visible?.length ?? 0);
    grid.redraw();
    onChanged();
  });
  const columns = createColumnsInUse(context.columns, () => grid);
  const keeping = debounce(keepAfterMs, keepSelection);
  const { onColumnMenu, ...gridActions } = context.grid;
  const grid: Grid = createGrid({
    ...gridActions,
    rowAt: source.rowAt,
    failureAt: source.failureAt,
    onMoved(from, to) {
      inView = { from, to };
      source.want(from, to, visible?.length ?? 0);
      keeping.call();
      onChanged();
    },
    onSelected() {
      keeping.call();
      onChanged();
    },
    header: {
      onMenu: onColumnMenu,
      onMove: (at, by) => setColumns(moveColumn(columns.columns(), at, by)),
      onResize(at, widthPx, isDone) {
        if (columns.resize(at, widthPx, isDone)) context.onColumns(columns.columns());
      },
    },
  });

  function rowsBetween(from: number, to: number): ViewerRow[] {
    const rows: ViewerRow[] = [];
    for (let at = from; at <= to; at++) {
      const row = source.rowAt(at);
      if (row) rows.push(row);
    }
    return rows;
  }

  function setColumns(next: ViewerColumn[]): void {
    firstRows = [];
    if (visible) source.show(visible.list, next);
    columns.set(next);
    refresh();
    context.onColumns(next);
  }

  function refresh(): void {
    const before = visible;
    const { view } = store.get();
    visible = listOf(view, context.file(), context.tasks());
    if (visible && !(before && isSameList(before.list, visible.list))) showList(visible.list);
    const { lineCount } = context.file();
    grid.setList({ length: visible?.length ?? 0, lineCount, isWholeFile: view.of === 'file' });
    restoreSelection();
    onChanged();
  }

  /** What came with the start is on screen at once. */
  function showList(list: ListRef): void {
    source.show(list, columns.columns());
    if (list.of !== 'file' || firstRows.length === 0) return;
    source.seed(firstRows);
    columns.fit(firstRows.slice(0, fittedRows));
  }

  function keepSelection(): void {
    // What is on screen is not yet where the user was.
    if (restored) return;
    const { active, anchor, ranges } = grid.selected();
    store.set({ topPx: grid.topPx(), active, anchor, selected: [...ranges] });
  }

  /** Comes back to the rows of before as soon as the list has them, or will never have them. */
  function restoreSelection(): void {
    if (!restored || !visible) return;
    const { topPx, active, anchor, selected } = restored;
    const needed = Math.max(active, anchor, selected.at(-1)?.to ?? 0, Math.ceil(topPx / rowPx) + 100);
    if (visible.isGrowing && visible.length <= needed) return;
    restored = undefined;
    if (visible.length === 0) return;
    grid.setSelected({ active, anchor, ranges: clip(selected, visible.length) });
    if (topPx !== grid.topPx()) grid.scrollTo(topPx);
  }

  columns.set([...context.columns]);
  return {
    grid,
    visible: () => visible,
    columns: columns.columns,
    setColumns,
    setView(view) {
      store.set({ view, topPx: 0, active: 0, anchor: 0, selected: [] });
      restored = undefined;
      visible = undefined;
      grid.setSelected({ active: 0, anchor: 0, ranges: [] });
      grid.scrollTo(0);
      refresh();
    },
    refresh,
    async goToLine(line) {
      if (!visible) return false;
      const { list, length } = visible;
      if (list.of === 'file') {
        grid.goTo(line);
        return line < length;
      }
      const rowIndex = await asker.ask('findRowIndex', { list, line });
      if (rowIndex >= length) return false;
      const [row] = await asker.ask('readRows', { list, from: rowIndex, count: 1, columns: [] });
      if (row?.line === line) grid.goTo(rowIndex);
      return row?.line === line;
    },
    activeRow: () => source.rowAt(grid.selected().active),
    rowsInView: () => rowsBetween(inView.from, inView.to),
    failure: () => source.failureAt(inView.from) ?? source.failureAt(inView.to),
    retry: source.retry,
  };
}
