import { createColumnMenu } from './grid/columnMenu.ts';
import { createComparing } from './side/comparing.ts';
import { createFiltering } from './filter/filtering.ts';
import { createFinder } from './find/finder.ts';
import { createLines } from './grid/lines.ts';
import { createRowActions } from './grid/rowActions.ts';
import type { Scene } from './scene.ts';
import { resultOf } from './taskRun.ts';

/** Makes what works behind the page: the lines, the filter, the find, the comparison. */
export function addWorkings(scene: Scene): void {
  const { options, store, formats, toast } = scene;
  const { asker } = options;
  scene.filtering = createFiltering(asker, store, {
    onBegin: (filter) => filterBegun(scene, filter),
    onPhase: (phase) => {
      scene.lines.refresh();
      if (phase.state === 'done' && store.get().view.of === 'filter')
        scene.do.announce(
          `${formats.count(resultOf(phase, 'lines')?.lineCount ?? 0, 'line')} match the filter.`,
        );
    },
  });
  scene.comparing = createComparing(asker, store, {
    onPhase: () => scene.lines.refresh(),
    onEnd: () => {
      if (store.get().view.of === 'comparison') scene.do.setView({ of: 'file' });
      scene.do.changed();
    },
  });
  scene.finder = createFinder({
    ...{ asker, formats, complain: toast.complain },
    shown: () => scene.lines.shown(),
    within: () => (store.get().view.of === 'comparison' ? '' : store.get().filter),
    active: () => scene.lines.grid.selected().active,
    goTo: (place) => scene.lines.grid.goTo(place),
    goToLine: (line) => scene.do.goToLine(line),
    say: (text, isError) => scene.parts.find.say(text, isError),
    onChanged: () => {
      scene.parts.setPattern(scene.finder.pattern());
      if (store.get().view.of === 'found') scene.lines.refresh();
    },
  });
  scene.actions = createRowActions({
    ...{ asker, toast },
    list: () => scene.lines.shown()?.list,
    listLength: () => scene.lines.shown()?.length ?? 0,
    selected: () => scene.lines.grid.selected(),
    columns: () => scene.lines.columns(),
  });
  addLines(scene);
}

function addLines(scene: Scene): void {
  const { options, store, formats, start, toast } = scene;
  scene.lines = createLines({
    ...{ asker: options.asker, formats, store, columns: start.columns, firstRows: start.rows },
    file: () => scene.file,
    tasks: () => ({
      filter: scene.filtering.phase(),
      find: scene.finder.phase(),
      comparison: scene.comparing.current()?.phase,
    }),
    onChanged: scene.do.changed,
    onColumns(columns) {
      options.asker.ask('rememberColumns', { columns }).catch(toast.complain);
      scene.parts.columnsPanel.refresh();
    },
    grid: {
      onOpen: (place, beside) => scene.actions.open(place, beside),
      onCopyId: () => scene.actions.copy('id'),
      onMenu: (at) => scene.parts.openRowMenu(at),
      onColumnMenu: createColumnMenu(scene),
    },
  });
}

function filterBegun({ parts, do: act, store }: Scene, filter: string): void {
  act.setView(filter === '' ? { of: 'file' } : { of: 'filter' });
  if (parts.filterBar.text().trim() !== filter) parts.filterBar.setText(filter);
  const { side } = store.get();
  if (side === 'count') parts.countPanel.refresh();
  if (side === 'fields') parts.fieldsPanel.refresh();
}
