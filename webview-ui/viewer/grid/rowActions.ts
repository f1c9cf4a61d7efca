import * as l10n from '@vscode/l10n';
import { showNumber } from '../../../src/protocol/showCount.ts';
import {
  saveFormats,
  type CopyForm,
  type ListRef,
  type RowRange,
  type SaveFormat,
  type ViewerColumn,
  type ViewerPage,
} from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import type { PopupItem } from '../../common/popupMenu.ts';
import type { Toast } from '../../common/toast.ts';
import { actedOn, type Selected } from './selection.ts';
import { countRowsIn } from '../rowRanges.ts';

export interface RowActionContext {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  toast: Toast;
  list(): ListRef | undefined;
  listLength(): number;
  selected(): Selected;
  columns(): readonly ViewerColumn[];
}

/** What can be done with the selected rows; each says what it did, or what went wrong. */
export interface RowActions {
  open(rowIndex: number, beside: boolean): void;
  openSelected(): void;
  copy(as: CopyForm): void;
  save(format: SaveFormat, which: 'selected' | 'all'): void;
  compareSelected(): void;
  /** The rows' own menu. */
  menu(): PopupItem[][];
  saveMenu(): PopupItem[][];
}

export function createRowActions(context: RowActionContext): RowActions {
  const { asker, toast } = context;
  const ranges = (): RowRange[] => actedOn(context.selected());
  const count = (): number => (context.listLength() === 0 ? 0 : countRowsIn(ranges()));

  function report(work: Promise<string | undefined>): void {
    work.then((said) => {
      if (said !== undefined) toast.say(said);
    }, toast.complain);
  }
  function withList(act: (list: ListRef) => Promise<string | undefined>): void {
    const list = context.list();
    if (list && context.listLength() > 0) report(act(list));
  }

  const actions: RowActions = {
    open: (rowIndex, beside) => withList((list) => asker.ask('openRow', { list, rowIndex, beside })),
    openSelected() {
      if (count() === 1) actions.open(ranges()[0]?.from ?? 0, false);
      else withList((list) => asker.ask('openRows', { list, ranges: ranges() }));
    },
    copy: (as) => withList((list) => asker.ask('copyRows', { list, ranges: ranges(), as })),
    save(format, which) {
      const own = which === 'selected' ? ranges() : undefined;
      const columns = [...context.columns()];
      withList((list) => asker.ask('saveRows', { list, ranges: own, format, columns }));
    },
    compareSelected() {
      const rowIndexes = listPair(ranges());
      if (rowIndexes) withList((list) => asker.ask('compareRows', { list, rowIndexes }));
    },
    menu: () => writeMenu(actions, count(), listPair(ranges()) !== undefined),
    saveMenu: () => writeSaveMenu(actions, count() === 0),
  };
  return actions;
}

function writeMenu(actions: RowActions, count: number, isPair: boolean): PopupItem[][] {
  const isNone = count === 0;
  const open: PopupItem =
    count > 1
      ? { label: l10n.t('Open {0} Lines as NDJSON', showNumber(count)), run: actions.openSelected }
      : { label: l10n.t('Open as JSON'), keys: 'Enter', isDisabled: isNone, run: actions.openSelected };
  return [
    [open, { label: l10n.t('Compare Selected'), isDisabled: !isPair, run: actions.compareSelected }],
    [
      {
        label: l10n.t('Copy as JSON'),
        keys: 'Ctrl+C',
        isDisabled: isNone,
        run: () => actions.copy('json'),
      },
      {
        label: l10n.t('Copy Id'),
        keys: 'Ctrl+Shift+C',
        isDisabled: isNone,
        run: () => actions.copy('id'),
      },
    ],
    ...actions.saveMenu(),
  ];
}

function writeSaveMenu({ save }: RowActions, isNone: boolean): PopupItem[][] {
  return [
    saveFormats.map((format) => ({
      label: saveLabels[format].selected,
      isDisabled: isNone,
      run: () => save(format, 'selected'),
    })),
    saveFormats.map((format) => ({ label: saveLabels[format].all, run: () => save(format, 'all') })),
  ];
}

/** TABLE of what saving is called. */
const saveLabels: Readonly<Record<SaveFormat, { selected: string; all: string }>> = {
  ndjson: { selected: l10n.t('Save Selected as NDJSON…'), all: l10n.t('Save All Shown as NDJSON…') },
  csv: { selected: l10n.t('Save Selected as CSV…'), all: l10n.t('Save All Shown as CSV…') },
  csvForExcel: {
    selected: l10n.t('Save Selected as CSV (UTF-8 with Mark, for Excel)…'),
    all: l10n.t('Save All Shown as CSV (UTF-8 with Mark, for Excel)…'),
  },
};

/** The two rows, if these are exactly two. */
export function listPair(ranges: readonly RowRange[]): [number, number] | undefined {
  if (countRowsIn(ranges) !== 2) return undefined;
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first && last ? [first.from, last.to] : undefined;
}
