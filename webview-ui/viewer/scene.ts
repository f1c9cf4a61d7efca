import type { FindPattern } from '../../src/protocol/viewer.ts';
import type { ColumnsPanel } from './side/columnsPanel.ts';
import type { CompareTabs } from './side/compareTabs.ts';
import type { CountPanel } from './side/countPanel.ts';
import type { FieldsPanel } from './side/fieldsPanel.ts';
import type { FilterBar } from './filter/filterBar.ts';
import type { FindWidget } from './find/findWidget.ts';
import type { Marker } from './find/hitMarks.ts';
import type { createOverlay } from './grid/overlay.ts';
import type { createPeek } from './grid/peek.ts';
import type { SidePanel } from './side/sidePanel.ts';
import type { StatusLine } from './statusLine.ts';
import type { Toolbar } from './toolbar.ts';
import type { FileState, ViewerPage, ViewerStart } from '../../src/protocol/viewer.ts';
import type { Asker } from '../common/asker.ts';
import type { EditorApi } from '../common/editorApi.ts';
import type { StateStore } from '../common/stateStore.ts';
import type { Toast } from '../common/toast.ts';
import type { Comparing } from './side/comparing.ts';
import type { Filtering } from './filter/filtering.ts';
import type { Finder } from './find/finder.ts';
import type { Formats } from './formats.ts';
import type { Lines } from './grid/lines.ts';
import type { RowActions } from './grid/rowActions.ts';
import type { Side, View, ViewerState } from './viewerState.ts';

export interface PageOptions {
  api: EditorApi;
  asker: Asker<ViewerPage>;
  root: HTMLElement;
  formats: Formats;
  /** Begins the page anew, after the file was opened anew. */
  restart: () => void;
}

/** Everything of a page, for its parts to reach one another. */
export interface Scene {
  options: PageOptions;
  start: ViewerStart;
  file: FileState;
  /** For completion: those of the first lines, and all of them once the fields have been read. */
  paths: string[];
  store: StateStore<ViewerState>;
  formats: Formats;
  toast: Toast;
  lines: Lines;
  filtering: Filtering;
  finder: Finder;
  comparing: Comparing;
  actions: RowActions;
  parts: PageParts;
  do: SceneActions;
}

/** What more than one part of the page asks for. */
export interface SceneActions {
  setView(view: View): void;
  applyFilter(filter: string): void;
  showSide(side: Side | 'none'): void;
  countBy(path: string): void;
  goToLine(line: number): void;
  openFind(): void;
  reopen(): void;
  /** What is done with a file that is not UTF-8. */
  openAsIs(): void;
  convert(): void;
  compareFile(): void;
  /** Draws all that tells of something that has changed, in the next frame. */
  changed(): void;
  announce(text: string): void;
}

/** The parts of the page that are seen, and what they have to be told. */
export interface PageParts {
  element: HTMLElement;
  filterBar: FilterBar;
  toolbar: Toolbar;
  tabs: CompareTabs;
  banners: HTMLElement;
  progress: HTMLElementTagNameMap['vscode-progress-bar'];
  overlay: ReturnType<typeof createOverlay>;
  find: FindWidget;
  peek: ReturnType<typeof createPeek>;
  side: SidePanel;
  columnsPanel: ColumnsPanel;
  countPanel: CountPanel;
  fieldsPanel: FieldsPanel;
  status: StatusLine;
  marker: Marker | undefined;
  setPattern(pattern: FindPattern | undefined): void;
  openRowMenu(at: { x: number; y: number }): void;
  askForLine(): void;
  announce(text: string): void;
}
