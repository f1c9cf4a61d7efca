import { drawPage } from './drawPage.ts';
import type { Scene, SceneActions } from './scene.ts';

/** Makes what more than one part of the page asks for. */
export function createSceneActions(scene: Scene, signal: AbortSignal): SceneActions {
  const { toast } = scene;
  let frame = 0;
  const { asker } = scene.options;
  const act: SceneActions = {
    setView(view) {
      const { view: before } = scene.store.get();
      const isOfOther = before.of === 'comparison' && before.part === 'removed';
      const line = isOfOther ? undefined : scene.lines.activeRow()?.line;
      scene.lines.setView(view);
      scene.finder.renew();
      // Back among all lines the one that was looked at is still in view.
      if (view.of === 'file' && line !== undefined) void scene.lines.goToLine(line);
      act.changed();
    },
    applyFilter: (filter) => scene.filtering.apply(filter),
    showSide(side) {
      scene.store.set({ side });
      scene.parts.side.show(side);
      scene.parts.toolbar.setSide(side);
      if (side === 'none') scene.lines.grid.focus();
    },
    countBy(path) {
      scene.parts.countPanel.count(path);
      act.showSide('count');
    },
    goToLine: (line) => goToLine(scene, line),
    openFind: () => {
      scene.store.set({ isFinding: true });
      scene.parts.find.open();
      // What was looked for before is looked for again.
      scene.finder.setPattern(scene.store.get().find, false);
    },
    ...createFileActions(scene),
    compareFile() {
      asker.ask('compareFile', undefined).then((begun) => {
        if (begun) scene.comparing.follow(begun);
        act.changed();
      }, toast.complain);
    },
    changed() {
      cancelAnimationFrame(frame);
      if (!signal.aborted) frame = requestAnimationFrame(() => drawPage(scene));
    },
    announce: (text) => scene.parts.announce(text),
  };
  return act;
}

function createFileActions({ options, toast }: Scene): Pick<SceneActions, 'reopen' | 'openAsIs' | 'convert'> {
  const openAnew = (question: 'reopen' | 'openAsIs') => (): void => {
    options.asker.ask(question, undefined).then(options.restart, toast.complain);
  };
  return {
    ...{ reopen: openAnew('reopen'), openAsIs: openAnew('openAsIs') },
    convert() {
      options.asker.ask('convert', undefined).catch(toast.complain);
    },
  };
}

function goToLine(scene: Scene, line: number): void {
  const { lines, formats, toast, store, do: act } = scene;
  const name = `Line ${formats.number(line + 1)}`;
  const go = async (): Promise<void> => {
    if (await lines.goToLine(line)) return act.announce(`${name}.`);
    // It is not among the lines shown: all are, then. The filter stays within reach, as the last of the history.
    if (store.get().view.of === 'filter') act.applyFilter('');
    else act.setView({ of: 'file' });
    await lines.goToLine(line);
    toast.say(`${name} was not among the lines shown. All lines are shown now.`);
  };
  go().catch(toast.complain);
}
