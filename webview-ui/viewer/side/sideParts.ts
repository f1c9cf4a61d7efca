import { addClause } from '../filter/clauses.ts';
import { createColumnsPanel } from './columnsPanel.ts';
import { createCountPanel } from './countPanel.ts';
import { createFieldsPanel } from './fieldsPanel.ts';
import type { PageParts, Scene } from '../scene.ts';
import { createSidePanel } from './sidePanel.ts';

/** Makes the side panel and its views. */
export function createSideParts(
  scene: Scene,
): Pick<PageParts, 'side' | 'columnsPanel' | 'countPanel' | 'fieldsPanel'> {
  const { options, formats, store, lines, toast } = scene;
  const shared = {
    ...{ asker: options.asker, formats },
    filter: () => store.get().filter,
    paths: () => scene.paths,
  };
  const columnsPanel = createColumnsPanel({
    ...shared,
    columns: lines.columns,
    suggested: () => scene.start.suggestedColumns,
    onColumns: lines.setColumns,
  });
  const countPanel = createCountPanel(
    {
      ...shared,
      toast,
      onPath: (countPath) => store.set({ countPath }),
      onClause: (clause) => scene.do.applyFilter(addClause(store.get().filter, clause)),
    },
    store.get().countPath,
  );
  const fieldsPanel = createFieldsPanel({
    ...shared,
    copyTable(cells: string[][], what: string) {
      // The host writes all CSV, so that there is one rule for what spreadsheets would run.
      options.asker.ask('copyTable', { cells }).then(() => toast.say(`Copied ${what}.`), toast.complain);
    },
    onPath: scene.do.countBy,
    onPaths(paths) {
      scene.paths = [...new Set([...scene.paths, ...paths])];
    },
  });
  const side = createSidePanel(
    { columns: columnsPanel, count: countPanel, fields: fieldsPanel },
    {
      widthPx: store.get().sidePx,
      onSide: scene.do.showSide,
      onWidth: (sidePx) => store.set({ sidePx }),
    },
  );
  return { side, columnsPanel, countPanel, fieldsPanel };
}
