import type { FileState, ViewerStart } from '../../src/protocol/viewer.ts';
import { createStateStore } from '../common/stateStore.ts';
import { createToast } from '../common/toast.ts';
import { isSameFile, watchFile } from './fileWatch.ts';
import { listenToPageKeys } from './pageKeys.ts';
import { createPageParts } from './pageParts.ts';
import type { PageOptions, Scene } from './scene.ts';
import { createSceneActions } from './sceneActions.ts';
import { beginState } from './viewerState.ts';
import { addWorkings } from './workings.ts';

export interface Page {
  /** Takes in what the host tells now; false where the file is another one and the page has to begin anew. */
  update(start: ViewerStart): boolean;
  dispose(): void;
}

export function createPage(start: ViewerStart, options: PageOptions): Page {
  const life = new AbortController();
  const scene = {
    options,
    start,
    file: start.file,
    paths: start.paths,
    formats: options.formats,
    toast: createToast(),
  } as Scene;
  scene.store = createStateStore(options.api, beginState(options.api.getState()));
  scene.do = createSceneActions(scene, life.signal);
  addWorkings(scene);
  scene.parts = createPageParts(scene);
  options.root.replaceChildren(scene.parts.element);
  document.title = start.name;
  beginScene(scene);
  listenToKeys(scene, life.signal);
  watchFile(options.asker, start.file, (file) => takeFile(scene, file), life.signal).catch(
    (error: unknown) => {
      if (!life.signal.aborted) scene.toast.complain(error);
    },
  );
  return {
    update(next) {
      if (!isSameFile(scene.file, next.file)) return false;
      scene.start = next;
      takeFile(scene, next.file);
      if (next.comparison) scene.comparing.follow(next.comparison);
      if (next.line !== undefined) scene.do.goToLine(next.line);
      return true;
    },
    dispose() {
      life.abort();
      scene.filtering.drop();
      scene.comparing.drop();
      scene.finder.clear();
    },
  };
}

/** Goes back to what was on screen before the page was hidden. */
function beginScene(scene: Scene): void {
  const { store, start, parts } = scene;
  const { comparison, filter, find, isFinding, view, side } = store.get();
  parts.filterBar.setText(filter);
  const compared = start.comparison ?? comparison;
  if (compared) scene.comparing.follow(compared);
  if (isFinding && find.text !== '') scene.finder.setPattern(find, false);
  const isGone =
    (view.of === 'filter' && filter === '') ||
    (view.of === 'found' && !scene.finder.pattern()) ||
    (view.of === 'comparison' && !compared);
  if (isGone) store.set({ view: { of: 'file' } });
  scene.lines.refresh();
  if (isFinding) parts.find.open();
  parts.side.show(side);
  parts.toolbar.setSide(side);
  if (!isFinding) scene.lines.grid.focus();
  if (start.line !== undefined) scene.do.goToLine(start.line);
}

function takeFile(scene: Scene, file: FileState): void {
  if (!isSameFile(scene.file, file)) return scene.options.restart();
  scene.file = file;
  scene.lines.refresh();
}

function listenToKeys(scene: Scene, signal: AbortSignal): void {
  const { grid } = scene.lines;
  const keys = {
    onFind: scene.do.openFind,
    onFilter: () => scene.parts.filterBar.focus(),
    onGoToLine: () => scene.parts.askForLine(),
    onStep: (direction: 'next' | 'previous') => {
      if (!scene.finder.pattern()) scene.do.openFind();
      scene.finder.step(direction);
    },
    onCopy: () => scene.actions.copy('json'),
    onEscape: () => (scene.parts.find.isOpen() ? scene.parts.find.close() : grid.focus()),
  };
  listenToPageKeys(keys, grid.element, signal);
}
