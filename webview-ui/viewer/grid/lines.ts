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
import { moveColumn } from '../side/columnChoice.ts';
import { createColumnsInUse, type ColumnsInUse } from '../side/columnsInUse.ts';
import type { Formats } from '../formats.ts';
import { createGrid, type Grid, type GridPort } from './grid.ts';
import { createRowSource, type RowSource } from './rowSource.ts';
import { rowPx } from './scrollMap.ts';
import { isSameList, listOf, type VisibleList, type Tasks } from './visibleList.ts';
import { clip } from '../rowRanges.ts';
import type { View, ViewerState } from '../viewerState.ts';

export interface LinesPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  formats: Formats;
  store: StateStore<ViewerState>;
  file(): FileState;
  tasks(): Tasks;
  columns: ViewerColumn[];
  /** The file's first rows with these columns; none once there are others. */
  firstRows: ViewerRow[];
  /** Something that the status line, the peek or the panels tell of has changed. */
  onChanged(): void;
  onColumns(columns: ViewerColumn[]): void;
  grid: Pick<GridPort, 'onOpen' | 'onCopyId' | 'onMenu'> & { onColumnMenu: GridPort['head']['onMenu'] };
}

/** The rows on screen: which list, which columns, which place. */
export interface Lines {
  grid: Grid;
  shown(): VisibleList | undefined;
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

interface State {
  shown: VisibleList | undefined;
  inView: { from: number; to: number };
  /** Where the page was before it was hidden, until the list is there again. */
  restore: Pick<ViewerState, 'topPx' | 'active' | 'anchor' | 'selected'> | undefined;
}

const keepAfterMs = 150;
/** Rows that decide how wide the columns are. */
const fittedRows = 60;

export function createLines(port: LinesPort): Lines {
  const { store } = port;
  const state: State = { shown: undefined, inView: { from: 0, to: -1 }, restore: store.get() };
  const source = createRowSource(port.asker, () => {
    const { from, to } = state.inView;
    columns.fit(rowsBetween(from, Math.max(to, from + fittedRows), source));
    // A page that was short because the list grew meanwhile is asked for again.
    source.want(from, to, state.shown?.length ?? 0);
    grid.redraw();
    port.onChanged();
  });
  const columns = createColumnsInUse(port.columns, () => grid);
  const grid: Grid = createGrid(
    createGridPort(state, source, port, {
      keepPlace: debounce(keepAfterMs, () => keepPlace(state, grid, store)).call,
      onMove: (at, by) => setColumns(moveColumn(columns.columns(), at, by)),
      onResize: (at, widthPx, isDone) => {
        if (columns.resize(at, widthPx, isDone)) port.onColumns(columns.columns());
      },
    }),
    port.formats,
  );

  function setColumns(next: ViewerColumn[]): void {
    port.firstRows = [];
    if (state.shown) source.show(state.shown.list, next);
    columns.set(next);
    refresh();
    port.onColumns(next);
  }
  function refresh(): void {
    const before = state.shown;
    const { view } = store.get();
    state.shown = listOf(view, port.file(), port.tasks());
    if (state.shown && !(before && isSameList(before.list, state.shown.list)))
      showList(state.shown.list, port.firstRows, source, columns);
    const length = state.shown?.length ?? 0;
    grid.setList({ length, lineCount: port.file().lineCount, isWholeFile: view.of === 'file' });
    restorePlace(state, grid);
    port.onChanged();
  }
  columns.set(port.columns);
  return {
    ...{ grid, setColumns, refresh, retry: source.retry, columns: columns.columns },
    shown: () => state.shown,
    setView: (view) => showView(view, { state, store, grid, refresh }),
    goToLine: (line) => goToLine(line, state, grid, port.asker),
    activeRow: () => source.rowAt(grid.selected().active),
    rowsInView: () => rowsBetween(state.inView.from, state.inView.to, source),
    failure: () => source.failureAt(state.inView.from) ?? source.failureAt(state.inView.to),
  };
}

/** What came with the start is on screen at once. */
function showList(list: ListRef, firstRows: ViewerRow[], source: RowSource, columns: ColumnsInUse): void {
  source.show(list, columns.columns());
  if (list.of !== 'file' || firstRows.length === 0) return;
  source.seed(firstRows);
  columns.fit(firstRows.slice(0, fittedRows));
}

function showView(
  view: View,
  parts: { state: State; store: LinesPort['store']; grid: Grid; refresh: () => void },
): void {
  parts.store.set({ view, topPx: 0, active: 0, anchor: 0, selected: [] });
  Object.assign(parts.state, { restore: undefined, shown: undefined });
  parts.grid.setSelected({ active: 0, anchor: 0, ranges: [] });
  parts.grid.scrollTo(0);
  parts.refresh();
}

function createGridPort(
  state: State,
  source: RowSource,
  { grid, onChanged }: LinesPort,
  { keepPlace, ...head }: Omit<GridPort['head'], 'onMenu'> & { keepPlace: () => void },
): GridPort {
  return {
    ...{ ...grid, rowAt: source.rowAt, failureAt: source.failureAt },
    head: { ...head, onMenu: grid.onColumnMenu },
    onMoved(from, to) {
      state.inView = { from, to };
      source.want(from, to, state.shown?.length ?? 0);
      keepPlace();
      onChanged();
    },
    onSelected() {
      keepPlace();
      onChanged();
    },
  };
}

function rowsBetween(from: number, to: number, source: RowSource): ViewerRow[] {
  const rows: ViewerRow[] = [];
  for (let place = from; place <= to; place++) {
    const row = source.rowAt(place);
    if (row) rows.push(row);
  }
  return rows;
}

function keepPlace({ restore }: State, grid: Grid, store: StateStore<ViewerState>): void {
  // What is on screen is not yet where the user was.
  if (restore) return;
  const { active, anchor, ranges } = grid.selected();
  store.set({ topPx: grid.topPx(), active, anchor, selected: [...ranges] });
}

/** Comes back to the place of before as soon as the list has it, or will never have it. */
function restorePlace(state: State, grid: Grid): void {
  const { restore, shown } = state;
  if (!restore || !shown) return;
  const { topPx, active, anchor, selected } = restore;
  const needed = Math.max(active, anchor, selected.at(-1)?.to ?? 0, Math.ceil(topPx / rowPx) + 100);
  if (shown.isGrowing && shown.length <= needed) return;
  state.restore = undefined;
  if (shown.length === 0) return;
  grid.setSelected({ active, anchor, ranges: clip(selected, shown.length) });
  if (topPx !== grid.topPx()) grid.scrollTo(topPx);
}

async function goToLine(
  line: number,
  { shown }: State,
  grid: Grid,
  asker: LinesPort['asker'],
): Promise<boolean> {
  if (!shown) return false;
  const { list, length } = shown;
  if (list.of === 'file') {
    grid.goTo(line);
    return line < length;
  }
  const place = await asker.ask('findPlace', { list, line });
  if (place >= length) return false;
  const [row] = await asker.ask('readRows', { list, from: place, count: 1, columns: [] });
  if (row?.line === line) grid.goTo(place);
  return row?.line === line;
}
