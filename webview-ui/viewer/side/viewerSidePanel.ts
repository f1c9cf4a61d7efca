import * as l10n from '@vscode/l10n';
import type { ViewerColumn, ViewerPage } from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import type { StateStore } from '../../common/stateStore.ts';
import type { Toast } from '../../common/toast.ts';
import type { Side, ViewerState } from '../viewerState.ts';
import { createColumnsPanel } from './columnsPanel.ts';
import { createCountPanel } from './countPanel.ts';
import { createFieldsPanel } from './fieldsPanel.ts';
import { createSidePanel, type SidePanel } from './sidePanel.ts';

export interface SideContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  toast: Toast;
  store: StateStore<ViewerState>;
  columns(): readonly ViewerColumn[];
  suggestedColumns(): readonly ViewerColumn[];
  paths(): readonly string[];
  onColumns(columns: ViewerColumn[]): void;
  /** More paths are known. */
  onPaths(paths: readonly string[]): void;
  /** The filter is to be narrowed. */
  onClause(clause: string): void;
  onCountBy(path: string): void;
  onSide(side: Side | 'none'): void;
}

/** The side panel with its views: columns, counts and fields. */
export interface ViewerSidePanel extends SidePanel {
  /** Counts by a path; what is on screen stays. */
  countBy(path: string): void;
  onColumnsChanged(): void;
  onFilterChanged(): void;
}

export function createViewerSidePanel(context: SideContext): ViewerSidePanel {
  const { asker, toast, store, paths } = context;
  const filter = (): string => store.get().filter;
  const columns = createColumnsPanel({
    columns: context.columns,
    suggested: context.suggestedColumns,
    paths,
    onColumns: context.onColumns,
  });
  const count = createCountPanel(
    {
      asker,
      toast,
      paths,
      filter,
      onPath: (countPath) => store.set({ countPath }),
      onClause: context.onClause,
    },
    store.get().countPath,
  );
  const fields = createFieldsPanel({
    asker,
    filter,
    copyTable(cells) {
      // The host writes all CSV, so that there is one rule for what spreadsheets would run.
      asker.ask('copyTable', { cells }).then(() => toast.say(l10n.t('Copied the fields.')), toast.complain);
    },
    onPath: context.onCountBy,
    onPaths: context.onPaths,
  });
  const panel = createSidePanel(
    { columns, count, fields },
    {
      widthPx: store.get().sidePx,
      onSide: context.onSide,
      onWidth: (sidePx) => store.set({ sidePx }),
    },
  );
  return {
    ...panel,
    countBy: (path) => count.count(path),
    onColumnsChanged: () => columns.refresh(),
    onFilterChanged() {
      const { side } = store.get();
      if (side === 'count') count.refresh();
      if (side === 'fields') fields.refresh();
    },
  };
}
