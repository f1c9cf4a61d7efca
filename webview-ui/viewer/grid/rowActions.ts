import type {
  CopyForm,
  ListRef,
  RowRange,
  SaveFormat,
  ViewerColumn,
  ViewerPage,
} from '../../../src/protocol/viewer.ts';
import type { Asker } from '../../common/asker.ts';
import type { PopupItem } from '../../common/popupMenu.ts';
import type { Toast } from '../../common/toast.ts';
import { actedOn, type Selected } from './selection.ts';
import { countRowsIn } from '../rowRanges.ts';

export interface ActionPort {
  asker: Pick<Asker<ViewerPage>, 'ask'>;
  toast: Toast;
  list(): ListRef | undefined;
  listLength(): number;
  selected(): Selected;
  columns(): readonly ViewerColumn[];
}

/** What can be done with the selected rows; each says what it did, or what went wrong. */
export interface RowActions {
  open(place: number, beside: boolean): void;
  openSelected(): void;
  copy(as: CopyForm): void;
  save(format: SaveFormat, which: 'selected' | 'all'): void;
  compareSelected(): void;
  /** The rows' own menu. */
  menu(): PopupItem[][];
  saveMenu(): PopupItem[][];
}

export function createRowActions(port: ActionPort): RowActions {
  const { asker, toast } = port;
  const ranges = (): RowRange[] => actedOn(port.selected());
  const count = (): number => (port.listLength() === 0 ? 0 : countRowsIn(ranges()));

  function report(work: Promise<string | undefined>): void {
    work.then((said) => {
      if (said !== undefined) toast.say(said);
    }, toast.complain);
  }
  function withList(act: (list: ListRef) => Promise<string | undefined>): void {
    const list = port.list();
    if (list && port.listLength() > 0) report(act(list));
  }

  const actions: RowActions = {
    open: (place, beside) => withList((list) => asker.ask('openRow', { list, place, beside })),
    openSelected() {
      if (count() === 1) actions.open(ranges()[0]?.from ?? 0, false);
      else withList((list) => asker.ask('openRows', { list, ranges: ranges() }));
    },
    copy: (as) => withList((list) => asker.ask('copyRows', { list, ranges: ranges(), as })),
    save(format, which) {
      const own = which === 'selected' ? ranges() : undefined;
      const columns = [...port.columns()];
      withList((list) => asker.ask('saveRows', { list, ranges: own, format, columns }));
    },
    compareSelected() {
      const places = listPlaces(ranges());
      if (places) withList((list) => asker.ask('compareRows', { list, places }));
    },
    menu: () => writeMenu(actions, count(), listPlaces(ranges()) !== undefined),
    saveMenu: () => writeSaveMenu(actions, count() === 0),
  };
  return actions;
}

function writeMenu(actions: RowActions, count: number, isPair: boolean): PopupItem[][] {
  const isNone = count === 0;
  const open: PopupItem[] =
    count > 1
      ? [{ label: `Open ${count.toLocaleString()} Lines as NDJSON`, run: actions.openSelected }]
      : [{ label: 'Open as JSON', keys: 'Enter', isDisabled: isNone, run: actions.openSelected }];
  return [
    [...open, { label: 'Compare Selected', isDisabled: !isPair, run: actions.compareSelected }],
    [
      { label: 'Copy as JSON', keys: 'Ctrl+C', isDisabled: isNone, run: () => actions.copy('json') },
      { label: 'Copy Id', keys: 'Ctrl+Shift+C', isDisabled: isNone, run: () => actions.copy('id') },
    ],
    ...actions.saveMenu(),
  ];
}

function writeSaveMenu({ save }: RowActions, isNone: boolean): PopupItem[][] {
  return [
    [
      { label: 'Save Selected as NDJSON…', isDisabled: isNone, run: () => save('ndjson', 'selected') },
      { label: 'Save Selected as CSV…', isDisabled: isNone, run: () => save('csv', 'selected') },
      {
        label: 'Save Selected as CSV (UTF-8 with Mark, for Excel)…',
        isDisabled: isNone,
        run: () => save('csvForExcel', 'selected'),
      },
    ],
    [
      { label: 'Save All Shown as NDJSON…', run: () => save('ndjson', 'all') },
      { label: 'Save All Shown as CSV…', run: () => save('csv', 'all') },
      {
        label: 'Save All Shown as CSV (UTF-8 with Mark, for Excel)…',
        run: () => save('csvForExcel', 'all'),
      },
    ],
  ];
}

/** The two places, if these are exactly two. */
export function listPlaces(ranges: readonly RowRange[]): [number, number] | undefined {
  if (countRowsIn(ranges) !== 2) return undefined;
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first && last ? [first.from, last.to] : undefined;
}
