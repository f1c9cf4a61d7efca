import * as l10n from '@vscode/l10n';
import { showCount, showNumber } from '../../src/protocol/showCount.ts';
import type { FindPattern } from '../../src/protocol/searchPattern.ts';
import type { FileState, StepDirection, ViewerPage, ViewerStart } from '../../src/protocol/viewer.ts';
import type { Asker } from '../common/asker.ts';
import type { EditorApi } from '../common/editorApi.ts';
import { make } from '../common/make.ts';
import { openPopupMenu, type PopupItem } from '../common/popupMenu.ts';
import { createStateStore, type StateStore } from '../common/stateStore.ts';
import { createToast } from '../common/toast.ts';
import { isSameFile, watchFile } from './fileWatch.ts';
import { addClause } from './filter/clauses.ts';
import { createFilterBar, type FilterBar } from './filter/filterBar.ts';
import { createFiltering, type Filtering } from './filter/filtering.ts';
import { createFinder, type Finder } from './find/finder.ts';
import { createFindWidget, type FindWidget } from './find/findWidget.ts';
import { createHitMarker, type HitMarker } from './find/hitMarks.ts';
import { openColumnMenu } from './grid/columnMenu.ts';
import { askForLine } from './grid/goToLine.ts';
import { createLines, type Lines } from './grid/lines.ts';
import { createBanners, createOverlay, type Overlay } from './grid/overlay.ts';
import { createPeek } from './grid/peek.ts';
import { createRowActions, type RowActions } from './grid/rowActions.ts';
import { listenToPageKeys } from './pageKeys.ts';
import { countRowsIn } from './rowRanges.ts';
import { createCompareTabs, type CompareTabs } from './side/compareTabs.ts';
import { createComparing, type Comparing } from './side/comparing.ts';
import { createViewerSidePanel, type ViewerSidePanel } from './side/viewerSidePanel.ts';
import { createStatusLine } from './statusLine.ts';
import { readTaskResult, type TaskPhase } from './taskRun.ts';
import { createToolbar, type Toolbar } from './toolbar.ts';
import { beginState, type Side, type View, type ViewerState } from './viewerState.ts';

export interface PageOptions {
  api: EditorApi;
  asker: Asker<ViewerPage>;
  root: HTMLElement;
  /** Begins the page anew, after the file was opened anew. */
  restart: () => void;
}

/**
 * The page of one file. It owns what is known of the file and what the user has set, makes the parts of the page, and does
 * what more than one of them asks for. The parts know one another only by what they are given here.
 */
export class PageController {
  readonly #options: PageOptions;
  #start: ViewerStart;
  #file: FileState;
  /** For completion: those of the first lines, and all of them once the fields have been read. */
  #paths: readonly string[];
  readonly #store: StateStore<ViewerState>;
  readonly #lifetime = new AbortController();
  readonly #toast = createToast();

  readonly #filtering: Filtering;
  readonly #comparing: Comparing;
  readonly #finder: Finder;
  readonly #lines: Lines;
  readonly #rowActions: RowActions;

  readonly #filterBar: FilterBar;
  readonly #toolbar: Toolbar;
  readonly #compareTabs: CompareTabs;
  readonly #findWidget: FindWidget;
  readonly #side: ViewerSidePanel;
  readonly #overlay: Overlay;
  readonly #peek = createPeek();
  readonly #status = createStatusLine(() => this.#askForLine());
  readonly #banners = createBanners({
    reopen: () => this.#openAnew('reopen'),
    convert: () => this.#convert(),
    retryRows: () => this.#lines.retry(),
  });
  readonly #progress = make('vscode-progress-bar', { class: 'main-progress', hidden: true });
  /** Read out by screen readers, and not seen. */
  readonly #live = make('div', { class: 'unseen', role: 'status' });

  #marker: HitMarker | undefined;
  #markedPattern: FindPattern | undefined;
  #frame = 0;

  constructor(start: ViewerStart, options: PageOptions) {
    this.#options = options;
    this.#start = start;
    this.#file = start.file;
    this.#paths = start.paths;
    this.#store = createStateStore(options.api, beginState(options.api.getState()));

    this.#filtering = this.#createFiltering();
    this.#comparing = this.#createComparing();
    this.#finder = this.#createFinder();
    this.#lines = this.#createLines();
    this.#rowActions = this.#createRowActions();

    this.#filterBar = this.#createFilterBar();
    this.#toolbar = this.#createToolbar();
    this.#compareTabs = createCompareTabs({
      onView: (view) => this.#setView(view),
      onEnd: () => this.#comparing.end(),
    });
    this.#findWidget = this.#createFindWidget();
    this.#side = this.#createSide();
    this.#overlay = this.#createOverlay();

    options.root.replaceChildren(this.#makeElement());
    document.title = start.name;
    this.#restore();
    this.#listenToKeys();
    this.#followFile();
  }

  /** Takes in what the host tells now; false where the file is another one and the page has to begin anew. */
  update(next: ViewerStart): boolean {
    if (!isSameFile(this.#file, next.file)) return false;
    this.#start = next;
    this.#takeFile(next.file);
    if (next.comparison) this.#comparing.follow(next.comparison);
    if (next.line !== undefined) this.#goToLine(next.line);
    return true;
  }

  dispose(): void {
    this.#lifetime.abort();
    this.#filtering.dispose();
    this.#comparing.dispose();
    this.#finder.clear();
  }

  // What more than one part asks for.

  #setView(view: View): void {
    const { view: before } = this.#store.get();
    const isOfOther = before.of === 'comparison' && before.part === 'removed';
    const line = isOfOther ? undefined : this.#lines.activeRow()?.line;
    this.#lines.setView(view);
    this.#finder.renew();
    // Back among all lines the one that was looked at is still in view.
    if (view.of === 'file' && line !== undefined) void this.#lines.goToLine(line);
    this.#scheduleDraw();
  }

  /** Shows the lines of the filter in force, or all lines where there is none. */
  #setFilterView(): void {
    this.#setView(this.#store.get().filter === '' ? { of: 'file' } : { of: 'filter' });
  }

  #clearFound(): void {
    if (this.#store.get().view.of === 'found') this.#setFilterView();
  }

  #narrow(clause: string): void {
    this.#filtering.apply(addClause(this.#store.get().filter, clause));
  }

  #showSide(side: Side | 'none'): void {
    this.#store.set({ side });
    this.#side.show(side);
    this.#toolbar.setSide(side);
    if (side === 'none') this.#lines.grid.focus();
  }

  #countBy(path: string): void {
    this.#side.countBy(path);
    this.#showSide('count');
  }

  #goToLine(line: number): void {
    const shown = showNumber(line + 1);
    const go = async (): Promise<void> => {
      if (await this.#lines.goToLine(line)) return this.#announce(l10n.t('Line {0}.', shown));
      // It is not among the lines shown: all are, then. The filter stays within reach, as the last of the history.
      if (this.#store.get().view.of === 'filter') this.#filtering.apply('');
      else this.#setView({ of: 'file' });
      await this.#lines.goToLine(line);
      this.#toast.say(l10n.t('Line {0} was not among the lines shown. All lines are shown now.', shown));
    };
    go().catch(this.#toast.complain);
  }

  #askForLine(): void {
    const current = this.#lines.activeRow()?.line ?? 0;
    askForLine({ current, lineCount: this.#file.lineCount }, (line) => this.#goToLine(line));
  }

  #openFind(): void {
    this.#store.set({ isFinding: true });
    this.#findWidget.open();
    // What was looked for before is looked for again.
    this.#finder.setPattern(this.#store.get().find, false);
  }

  #openAnew(question: 'reopen' | 'openAsIs'): void {
    this.#options.asker.ask(question, undefined).then(this.#options.restart, this.#toast.complain);
  }

  #convert(): void {
    this.#options.asker.ask('convert', undefined).catch(this.#toast.complain);
  }

  #compareFile(): void {
    this.#options.asker.ask('compareFile', undefined).then((begun) => {
      if (begun) this.#comparing.follow(begun);
      this.#scheduleDraw();
    }, this.#toast.complain);
  }

  #announce(text: string): void {
    this.#live.textContent = text;
  }

  #takeFile(file: FileState): void {
    if (!isSameFile(this.#file, file)) return this.#options.restart();
    this.#file = file;
    this.#lines.refresh();
  }

  #setPattern(pattern: FindPattern | undefined): void {
    if (pattern === this.#markedPattern) return;
    this.#markedPattern = pattern;
    this.#marker?.dispose();
    this.#marker =
      pattern &&
      createHitMarker(pattern, {
        find: (texts, signal) => this.#options.asker.ask('findMarks', { pattern, texts }, signal),
        onMarks: () => {
          this.#lines.grid.redraw();
          this.#scheduleDraw();
        },
      });
    this.#lines.grid.setMarker(this.#marker);
  }

  // The parts, and what each is given of the page.

  #createFiltering(): Filtering {
    return createFiltering(this.#options.asker, this.#store, {
      onBegin: (filter) => {
        this.#setFilterView();
        if (this.#filterBar.text().trim() !== filter) this.#filterBar.setText(filter);
        this.#side.onFilterChanged();
      },
      onPhase: (phase) => {
        this.#lines.refresh();
        if (phase.state !== 'done' || this.#store.get().view.of !== 'filter') return;
        const count = readTaskResult(phase, 'lines')?.lineCount ?? 0;
        this.#announce(l10n.t('{0} match the filter.', showCount(count, 'line')));
      },
    });
  }

  #createComparing(): Comparing {
    return createComparing(this.#options.asker, this.#store, {
      onPhase: () => this.#lines.refresh(),
      onEnd: () => {
        if (this.#store.get().view.of === 'comparison') this.#setView({ of: 'file' });
        this.#scheduleDraw();
      },
    });
  }

  #createFinder(): Finder {
    return createFinder({
      asker: this.#options.asker,
      visible: () => this.#lines.visible(),
      within: () => {
        const { view, filter } = this.#store.get();
        return view.of === 'comparison' ? '' : filter;
      },
      active: () => this.#lines.grid.selected().active,
      goTo: (row) => this.#lines.grid.goTo(row),
      goToLine: (line) => this.#goToLine(line),
      say: (text, isError) => this.#findWidget.say(text, isError),
      onChanged: () => {
        this.#setPattern(this.#finder.pattern());
        if (this.#store.get().view.of === 'found') this.#lines.refresh();
      },
      complain: this.#toast.complain,
    });
  }

  #createLines(): Lines {
    const { asker } = this.#options;
    return createLines({
      asker,
      store: this.#store,
      columns: this.#start.columns,
      firstRows: this.#start.rows,
      file: () => this.#file,
      tasks: () => ({
        filter: this.#filtering.phase(),
        find: this.#finder.phase(),
        comparison: this.#comparing.current()?.phase,
      }),
      onChanged: () => this.#scheduleDraw(),
      onColumns: (columns) => {
        asker.ask('rememberColumns', { columns }).catch(this.#toast.complain);
        this.#side.onColumnsChanged();
      },
      grid: {
        onOpen: (row, beside) => this.#rowActions.open(row, beside),
        onCopyId: () => this.#rowActions.copy('id'),
        onMenu: (at) => openPopupMenu(this.#rowActions.menu(), at, l10n.t('Lines')),
        onColumnMenu: (at, cell) =>
          openColumnMenu(at, cell, {
            columns: this.#lines.columns(),
            onColumns: (columns) => this.#lines.setColumns(columns),
            onCountBy: (path) => this.#countBy(path),
            onNarrow: (clause) => this.#narrow(clause),
            onAllColumns: () => this.#showSide('columns'),
          }),
      },
    });
  }

  #createRowActions(): RowActions {
    return createRowActions({
      asker: this.#options.asker,
      toast: this.#toast,
      list: () => this.#lines.visible()?.list,
      listLength: () => this.#lines.visible()?.length ?? 0,
      selected: () => this.#lines.grid.selected(),
      columns: () => this.#lines.columns(),
    });
  }

  #createFilterBar(): FilterBar {
    return createFilterBar({
      paths: () => this.#paths,
      history: () => this.#store.get().history,
      onRun: (filter) => {
        this.#filtering.apply(filter);
        this.#lines.grid.focus();
      },
      onStop: () => this.#filtering.stop(),
      onLeave: () => this.#lines.grid.focus(),
      onReadable: () => this.#scheduleDraw(),
    });
  }

  #createToolbar(): Toolbar {
    return createToolbar({
      onFind: () => this.#openFind(),
      onSide: (side) => {
        const isShown = this.#store.get().side === side;
        this.#showSide(isShown ? 'none' : side);
        if (!isShown) this.#side.focus();
      },
      saveMenu: () => this.#rowActions.saveMenu(),
      compareMenu: () => [this.#compareItems()],
      moreMenu: () => [
        [{ label: l10n.t('Go to Line…'), keys: 'Ctrl+G', run: () => this.#askForLine() }],
        ...this.#rowActions.menu(),
      ],
    });
  }

  #compareItems(): PopupItem[] {
    return [
      { label: l10n.t('Compare with Another File…'), run: () => this.#compareFile() },
      {
        label: l10n.t('Compare Selected'),
        isDisabled: countRowsIn(this.#lines.grid.selected().ranges) !== 2,
        run: () => this.#rowActions.compareSelected(),
      },
    ];
  }

  #createFindWidget(): FindWidget {
    return createFindWidget(this.#store.get().find, {
      onPattern: (find) => {
        this.#store.set({ find });
        if (find.text === '') this.#clearFound();
        this.#finder.setPattern(find, true);
      },
      onStep: (direction) => this.#finder.step(direction),
      onOnlyFound: (isOn) => {
        if (isOn && this.#finder.pattern()) this.#setView({ of: 'found' });
        else this.#clearFound();
      },
      onClose: () => {
        this.#store.set({ isFinding: false });
        this.#clearFound();
        this.#finder.clear();
        this.#lines.grid.focus();
      },
    });
  }

  #createSide(): ViewerSidePanel {
    return createViewerSidePanel({
      asker: this.#options.asker,
      toast: this.#toast,
      store: this.#store,
      columns: () => this.#lines.columns(),
      suggestedColumns: () => this.#start.suggestedColumns,
      paths: () => this.#paths,
      onColumns: (columns) => this.#lines.setColumns(columns),
      onPaths: (paths) => (this.#paths = [...new Set([...this.#paths, ...paths])]),
      onClause: (clause) => this.#narrow(clause),
      onCountBy: (path) => this.#countBy(path),
      onSide: (side) => this.#showSide(side),
    });
  }

  #createOverlay(): Overlay {
    return createOverlay({
      reopen: () => this.#openAnew('reopen'),
      openAsIs: () => this.#openAnew('openAsIs'),
      convert: () => this.#convert(),
      foreign: () => this.#file.foreign,
      runAgain: (message) => this.#findRetry(message),
      showAll: () => this.#filtering.apply(''),
    });
  }

  /** How what failed is tried again; undefined where that would be of no use. */
  #findRetry(message: string): (() => void) | undefined {
    const { view, filter } = this.#store.get();
    if (view.of === 'filter') return () => this.#filtering.apply(filter);
    const isMistake = message.startsWith('Invalid regular expression');
    return view.of === 'found' && !isMistake ? () => this.#finder.retry() : undefined;
  }

  #makeElement(): HTMLElement {
    const grid = this.#lines.grid.element;
    const find = this.#findWidget.element;
    // The find widget lies over the rows' corner; they make room for it, as the editor's lines do.
    new ResizeObserver(() => (grid.style.top = `${find.offsetHeight}px`)).observe(find);
    const title = make('h1', { class: 'unseen' }, this.#start.name);
    const top = make('div', { class: 'top-bar' }, this.#filterBar.element, this.#toolbar.element);
    const frame = make('div', { class: 'grid-frame' }, this.#progress, grid, this.#overlay.element, find);
    const center = make('main', { class: 'center' }, frame, this.#peek.element);
    return make(
      'div',
      { class: 'page' },
      make(
        'header',
        {},
        title,
        top,
        this.#filterBar.mistake,
        this.#compareTabs.element,
        this.#banners.element,
      ),
      make('div', { class: 'middle' }, center, this.#side.element),
      this.#status.element,
      this.#live,
      this.#toast.element,
    );
  }

  /** Goes back to what was on screen before the page was hidden. */
  #restore(): void {
    const { comparison, filter, find, isFinding, view, side } = this.#store.get();
    this.#filterBar.setText(filter);
    const compared = this.#start.comparison ?? comparison;
    if (compared) this.#comparing.follow(compared);
    if (isFinding && find.text !== '') this.#finder.setPattern(find, false);
    const isGone =
      (view.of === 'filter' && filter === '') ||
      (view.of === 'found' && !this.#finder.pattern()) ||
      (view.of === 'comparison' && !compared);
    if (isGone) this.#store.set({ view: { of: 'file' } });
    this.#lines.refresh();
    if (isFinding) this.#findWidget.open();
    this.#side.show(side);
    this.#toolbar.setSide(side);
    if (!isFinding) this.#lines.grid.focus();
    if (this.#start.line !== undefined) this.#goToLine(this.#start.line);
  }

  #listenToKeys(): void {
    const keys = {
      onFind: () => this.#openFind(),
      onFilter: () => this.#filterBar.focus(),
      onGoToLine: () => this.#askForLine(),
      onStep: (direction: StepDirection) => {
        if (!this.#finder.pattern()) this.#openFind();
        this.#finder.step(direction);
      },
      onCopy: () => this.#rowActions.copy('json'),
      onEscape: () => (this.#findWidget.isOpen() ? this.#findWidget.close() : this.#lines.grid.focus()),
    };
    listenToPageKeys(keys, this.#lines.grid.element, this.#lifetime.signal);
  }

  #followFile(): void {
    const { signal } = this.#lifetime;
    const onFile = (file: FileState): void => this.#takeFile(file);
    watchFile(this.#options.asker, this.#file, onFile, signal).catch((error: unknown) => {
      if (!signal.aborted) this.#toast.complain(error);
    });
  }

  // Drawing.

  /** Draws all that tells of something that has changed, in the next frame. */
  #scheduleDraw(): void {
    cancelAnimationFrame(this.#frame);
    if (!this.#lifetime.signal.aborted) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  /** The task that finds the lines on screen. */
  #phaseOfView(): TaskPhase | undefined {
    switch (this.#store.get().view.of) {
      case 'filter':
        return this.#filtering.phase();
      case 'found':
        return this.#finder.phase();
      case 'file':
      case 'comparison':
        return undefined;
    }
  }

  /** Draws what tells of the state of things: status line, banners, progress, peek, what is shown instead of rows. */
  #draw(): void {
    const { view, filter } = this.#store.get();
    const lines = this.#lines;
    const visible = lines.visible();
    const row = (visible?.length ?? 0) > 0 ? lines.activeRow() : undefined;
    const phase = this.#phaseOfView();
    const isFilterUnreadable = this.#filterBar.isUnreadable();
    this.#status.draw({
      file: this.#file,
      view,
      visible,
      // In the whole file a row is a line, also one that has not been read.
      line: view.of === 'file' ? lines.grid.selected().active : row?.line,
      selectedCount: countRowsIn(lines.grid.selected().ranges),
      skippedCount: readTaskResult(phase, 'lines')?.skippedCount ?? 0,
      isStopped: phase?.state === 'stopped',
      filter,
      isFilterUnreadable,
      hasCrlf: lines.rowsInView().some((it) => it.oddities.includes('crlf')),
    });
    // What was compared has nothing to do with the filter.
    lines.grid.element.classList.toggle('grid-stale', isFilterUnreadable && view.of !== 'comparison');
    this.#filterBar.setRunning(this.#filtering.phase()?.state === 'running');
    this.#compareTabs.draw(this.#comparing.current(), view);
    this.#findWidget.setOnlyFound(view.of === 'found');
    this.#overlay.draw(view, visible, phase?.state === 'failed' ? phase.message : undefined);
    this.#peek.draw(row, this.#marker, lines.columns().length, async (signal) => {
      const pattern = this.#finder.pattern();
      if (!visible || !pattern) return undefined;
      const request = { list: visible.list, rowIndex: lines.grid.selected().active, pattern };
      return this.#options.asker.ask('readExcerpt', request, signal);
    });
    this.#banners.draw(this.#file, lines.failure());
    this.#drawProgress();
  }

  /** The thin bar over the rows: of the task that fills the list, else of the lines that are still being found. */
  #drawProgress(): void {
    const file = this.#file;
    const phases = [this.#filtering.phase(), this.#comparing.current()?.phase, this.#finder.phase()];
    const running = phases.find((it) => it?.state === 'running');
    const isIndexing = !file.isIndexed && file.failure === undefined;
    this.#progress.hidden = !running && !isIndexing;
    const [read, whole] = running
      ? [running.scannedBytes, running.sizeBytes]
      : [file.indexedBytes, file.sizeBytes];
    this.#progress.indeterminate = whole === 0;
    this.#progress.value = whole === 0 ? 0 : (read / whole) * 100;
  }
}
