import type { FindPattern } from '../../src/protocol/viewer.ts';
import { make } from '../common/make.ts';
import { openPopupMenu } from '../common/popupMenu.ts';
import { createCompareTabs } from './side/compareTabs.ts';
import { createFilterBar } from './filter/filterBar.ts';
import { createFindWidget, type FindWidget } from './find/findWidget.ts';
import { askForLine } from './grid/goToLine.ts';
import { createMarker, type Marker } from './find/hitMarks.ts';
import { createOverlay } from './grid/overlay.ts';
import type { PageParts, Scene } from './scene.ts';
import { createPeek } from './grid/peek.ts';
import { createSideParts } from './side/sideParts.ts';
import { createStatusLine } from './statusLine.ts';
import { countRowsIn } from './rowRanges.ts';
import { createToolbar } from './toolbar.ts';
import type { Side } from './viewerState.ts';

export function createPageParts(scene: Scene): PageParts {
  const { lines, formats, toast } = scene;
  const live = make('div', { class: 'unseen', role: 'status' });
  const progress = make('vscode-progress-bar', { class: 'main-progress', hidden: true });
  let drawn: FindPattern | undefined;
  const parts: PageParts = {
    element: make('div', { class: 'page' }),
    ...createBars(scene),
    ...createSideParts(scene),
    ...{ progress, banners: make('div', { class: 'banners' }), peek: createPeek(), marker: undefined },
    find: createFind(scene),
    overlay: createOverlay({
      ...{ reopen: scene.do.reopen, openAsIs: scene.do.openAsIs, convert: scene.do.convert },
      foreign: () => scene.file.foreign,
      runAgain: (message) => findRetry(scene, message),
      showAll: () => scene.do.applyFilter(''),
    }),
    status: createStatusLine(formats, () => parts.askForLine()),
    announce: (text) => {
      live.textContent = text;
    },
    setPattern(pattern) {
      if (pattern === drawn) return;
      drawn = pattern;
      parts.marker?.drop();
      parts.marker = pattern && makeMarker(scene, pattern);
      lines.grid.setMarker(parts.marker);
    },
    openRowMenu: (at) => openPopupMenu(scene.actions.menu(), at, 'Lines'),
    askForLine: () =>
      askForLine(
        { current: lines.activeRow()?.line ?? 0, lineCount: scene.file.lineCount, formats },
        scene.do.goToLine,
      ),
  };
  const { filterBar, toolbar, tabs, banners } = parts;
  const top = make('div', { class: 'top-bar' }, filterBar.element, toolbar.element);
  const title = make('h1', { class: 'unseen' }, scene.start.name);
  parts.element.append(
    make('header', {}, title, top, filterBar.mistake, tabs.element, banners),
    make('div', { class: 'middle' }, makeCenter(scene, parts), parts.side.element),
    ...[parts.status.element, live, toast.element],
  );
  return parts;
}

function makeMarker({ options, lines, do: act }: Scene, pattern: FindPattern): Marker {
  return createMarker(pattern, {
    find: (texts, signal) => options.asker.ask('findMarks', { pattern, texts }, signal),
    onMarks() {
      lines.grid.redraw();
      act.changed();
    },
  });
}

function makeCenter({ lines }: Scene, { progress, overlay, find, peek }: PageParts): HTMLElement {
  const grid = lines.grid.element;
  // The find widget lies over the rows' corner; they make room for it, as the editor's lines do.
  new ResizeObserver(() => (grid.style.top = `${find.element.offsetHeight}px`)).observe(find.element);
  const frame = make('div', { class: 'grid-frame' }, progress, grid, overlay.element, find.element);
  return make('main', { class: 'center' }, frame, peek.element);
}

function createBars(scene: Scene): Pick<PageParts, 'filterBar' | 'toolbar' | 'tabs'> {
  const { store, formats } = scene;
  const toggleSide = (side: Side): void => {
    const isShown = store.get().side === side;
    scene.do.showSide(isShown ? 'none' : side);
    if (!isShown) scene.parts.side.focus();
  };
  return {
    filterBar: createFilterBar({
      paths: () => scene.paths,
      history: () => store.get().history,
      onRun: (filter) => {
        scene.do.applyFilter(filter);
        scene.lines.grid.focus();
      },
      onStop: () => scene.filtering.stop(),
      onLeave: () => scene.lines.grid.focus(),
      onReadable: scene.do.changed,
    }),
    toolbar: createToolbar({
      ...{ onSide: toggleSide, onFind: scene.do.openFind },
      saveMenu: () => scene.actions.saveMenu(),
      compareMenu: () => [
        [
          { label: 'Compare with Another File…', run: scene.do.compareFile },
          {
            label: 'Compare Selected',
            isDisabled: countRowsIn(scene.lines.grid.selected().ranges) !== 2,
            run: scene.actions.compareSelected,
          },
        ],
      ],
      moreMenu: () => [
        [{ label: 'Go to Line…', keys: 'Ctrl+G', run: () => scene.parts.askForLine() }],
        ...scene.actions.menu(),
      ],
    }),
    tabs: createCompareTabs(formats, { onView: scene.do.setView, onEnd: () => scene.comparing.end() }),
  };
}

function createFind(scene: Scene): FindWidget {
  const { store, finder } = scene;
  return createFindWidget(store.get().find, {
    onPattern(find) {
      store.set({ find });
      if (find.text === '') leaveFound(scene);
      finder.setPattern(find, true);
    },
    onStep: (direction) => finder.step(direction),
    onOnlyFound(isOn) {
      if (isOn && finder.pattern()) scene.do.setView({ of: 'found' });
      else leaveFound(scene);
    },
    onClose() {
      store.set({ isFinding: false });
      leaveFound(scene);
      finder.clear();
      scene.lines.grid.focus();
    },
  });
}

function leaveFound({ store, do: act }: Scene): void {
  const { view, filter } = store.get();
  if (view.of === 'found') act.setView(filter === '' ? { of: 'file' } : { of: 'filter' });
}

/** How what failed is tried again; undefined where that would be of no use. */
function findRetry({ store, finder, do: act }: Scene, message: string): (() => void) | undefined {
  const { view, filter } = store.get();
  if (view.of === 'filter') return () => act.applyFilter(filter);
  return view.of === 'found' && !message.startsWith('Invalid regular expression') ? finder.retry : undefined;
}
