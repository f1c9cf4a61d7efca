import * as l10n from '@vscode/l10n';
import type { PageHandlers } from '../host/answerer.ts';
import type { Row } from '../ndjson/show/rowReader.ts';
import type { ArgumentOf, ResultOf } from '../protocol/rpc.ts';
import { UserError } from '../protocol/userError.ts';
import { pageRows } from '../protocol/viewer.ts';
import type { ListRef, ViewerColumn, ViewerPage, ViewerRow } from '../protocol/viewer.ts';
import { writeCsvRow } from '../text/csvCells.ts';
import { nextEvent } from '../util/emitter.ts';
import { convertAndOpen } from './convertFile.ts';
import { copyCounts } from './copyCounts.ts';
import { findMarks, readExcerpt } from './findMarks.ts';
import { createLineRef, createSelectionRef } from './lineRefs.ts';
import { copyIds, copyJson, documentBounds, saveRows, type ViewerOutlets } from './takeRows.ts';
import { selectLines, stepHit, type ViewedList } from './viewedList.ts';
import type { Viewer } from './viewer.ts';
import { viewerArguments } from './viewerArguments.ts';

type Question = keyof ViewerPage;

/** What is done for each question, once its argument has been checked. */
type Handlers<Name extends Question = Question> = {
  readonly [It in Name]: (
    argument: ArgumentOf<ViewerPage[It]>,
    signal: AbortSignal,
  ) => Promise<ResultOf<ViewerPage[It]>> | ResultOf<ViewerPage[It]>;
};

/** How a viewer answers one of its pages. Knows nothing of the editor. */
export function createViewerAnswers(viewer: Viewer, outlets: ViewerOutlets): PageHandlers<ViewerPage> {
  const handlers: Handlers = {
    ...handleFile(viewer, outlets),
    ...handleRows(viewer),
    ...handleTasks(viewer),
    ...handleTaking(viewer, outlets),
    ...handleComparing(viewer, outlets),
  };
  const names = Object.keys(viewerArguments) as Question[];
  return Object.fromEntries(
    names.map((name) => [name, { argument: viewerArguments[name], run: handlers[name] }]),
  ) as unknown as PageHandlers<ViewerPage>;
}

function handleFile(
  viewer: Viewer,
  outlets: ViewerOutlets,
): Handlers<'start' | 'watchFile' | 'reopen' | 'openAsIs' | 'convert' | 'rememberColumns'> {
  const { viewed } = viewer;
  return {
    async start() {
      const { paths, suggestedColumns, keyPath, likeness } = await viewer.learn();
      const columns = outlets.recallColumns(likeness) ?? suggestedColumns;
      // What is wrong with the file its state says.
      const first = { from: 0, count: pageRows, columns };
      const rows = await readRows(viewer, { of: 'file' }, first).catch(() => []);
      const { comparison } = viewer;
      return {
        name: viewed.name,
        file: viewed.state(),
        columns,
        suggestedColumns,
        rows,
        paths,
        keyPath,
        comparison: comparison && { ...comparison },
        line: viewer.takeLine(),
      };
    },
    async watchFile({ seen }, signal) {
      while (viewed.state().version === seen) await nextEvent(viewed.onDidChange, signal);
      return viewed.state();
    },
    async reopen() {
      await viewed.reopen();
      return undefined;
    },
    async openAsIs() {
      await viewed.openAsIs();
      return undefined;
    },
    async convert() {
      await convertAndOpen(viewed, outlets);
      return undefined;
    },
    async rememberColumns({ columns }) {
      const { likeness } = await viewer.learn();
      await outlets.rememberColumns(likeness, columns);
      return undefined;
    },
  };
}

function handleRows(
  viewer: Viewer,
): Handlers<'readRows' | 'readExcerpt' | 'findMarks' | 'findRowIndex' | 'findKey'> {
  return {
    readRows: ({ list, ...request }) => readRows(viewer, list, request),
    async readExcerpt({ list, rowIndex, pattern }, signal) {
      const { held, lines } = viewer.list(list);
      const line = lines.at(rowIndex);
      if (Number.isNaN(line)) return undefined;
      return held.use((file) => readExcerpt(file, { line, pattern }, signal));
    },
    findMarks: (request, signal) => viewer.viewed.held().use((file) => findMarks(file, request, signal)),
    findRowIndex: ({ list, line }) => viewer.list(list).lines.lowerBound(line),
    findKey: (request, signal) => viewer.findKey(request, signal),
  };
}

async function readRows(
  viewer: Viewer,
  list: ListRef,
  { from, count, columns }: { from: number; count: number; columns: readonly ViewerColumn[] },
): Promise<ViewerRow[]> {
  const { held, lines } = viewer.list(list);
  const wanted = columns.map(({ path, show }) => ({ path, show }));
  const rows = await held.use((file) => file.readRows(lines.slice(from, count), { columns: wanted }));
  return rows.map(toViewerRow);
}

function toViewerRow({ oddities, cells, text, isCut, ...row }: Row): ViewerRow {
  const hasCells = cells.some((it) => it !== '');
  return {
    ...row,
    ...(hasCells ? { text: '', isCut: true } : { text, isCut }),
    oddities: [...oddities],
    cells: [...cells],
  };
}

function handleTasks(viewer: Viewer): Handlers<'startTask' | 'watchTask' | 'stopTask' | 'stepHit'> {
  const { tasks } = viewer;
  return {
    startTask: (request) => viewer.startTask(request),
    watchTask: ({ task, seen }, signal) => tasks.watch(task, seen, signal),
    stopTask({ task }) {
      tasks.stop(task);
      return undefined;
    },
    async stepHit({ task, list, rowIndex, direction }, signal) {
      const shown = viewer.list(list);
      const found = viewer.list({ of: 'task', task });
      // Lines of the other file are not those that were looked at.
      if (shown.held !== found.held) return undefined;
      return stepHit({ shown: shown.lines, found: found.lines }, rowIndex, direction, signal);
    },
  };
}

function handleTaking(
  viewer: Viewer,
  outlets: ViewerOutlets,
): Handlers<'openRow' | 'openRows' | 'copyCounts' | 'copyTable' | 'copyRows' | 'saveRows'> {
  return {
    async openRow({ list, rowIndex, beside }) {
      const changed = viewer.changedPair(list, rowIndex);
      if (changed) await outlets.compareLines(...changed);
      else await outlets.openLine(refRow(viewer.list(list), rowIndex), { beside });
      return undefined;
    },
    async openRows({ list, ranges }, signal) {
      const { held, lines } = viewer.list(list);
      const selected = requireRows(selectLines(lines, ranges));
      await outlets.openLines(await createSelectionRef(held.file, selected, documentBounds, signal));
      return undefined;
    },
    async copyCounts({ task }) {
      const found = viewer.tasks.found(task);
      if (found?.kind !== 'counts') throw new UserError(l10n.t('There are no counts to copy yet.'));
      return copyCounts(found, outlets);
    },
    async copyTable({ cells }) {
      await outlets.copyText(cells.map(writeCsvRow).join(''));
      return undefined;
    },
    async copyRows({ list, ranges, as }, signal) {
      const { held, lines } = viewer.list(list);
      const selected = requireRows(selectLines(lines, ranges));
      if (as === 'json') return held.use((file) => copyJson(file, selected, outlets, signal));
      const { keyPath } = await viewer.learn();
      if (keyPath === undefined)
        throw new UserError(l10n.t('Lines of this file have no field that names them.'));
      return held.use((file) => copyIds(file, { selected, keyPath }, outlets, signal));
    },
    async saveRows({ list, ...order }, signal) {
      const shown = viewer.list(list);
      const openPaths = [viewer.viewed.path, shown.held.file.path];
      const suggestedName = suggestName(viewer.viewed.name, list, order.ranges !== undefined);
      const said = await saveRows(shown, order, { suggestedName, openPaths }, outlets);
      if (said !== undefined && signal.aborted) outlets.announce(said);
      return said;
    },
  };
}

function requireRows<T extends { readonly length: number }>(selected: T): T {
  if (selected.length === 0) throw new UserError(l10n.t('There are no such rows any more.'));
  return selected;
}

function refRow({ held, lines }: ViewedList, rowIndex: number): ReturnType<typeof createLineRef> {
  const line = lines.at(rowIndex);
  if (Number.isNaN(line)) throw new UserError(l10n.t('There is no such row any more.'));
  return createLineRef(held.file, line);
}

/** `users.ndjson` → `users-found`, `users-added`, `users-rows`. */
function suggestName(name: string, list: ListRef, isSelection: boolean): string {
  const base = name.replace(/\.(ndjson|jsonl)$/i, '');
  if (isSelection) return `${base}-rows`;
  if (list.of === 'file') return `${base}-copy`;
  return list.of === 'task' ? `${base}-found` : `${base}-${list.part}`;
}

function handleComparing(viewer: Viewer, outlets: ViewerOutlets): Handlers<'compareRows' | 'compareFile'> {
  return {
    async compareRows({ list, rowIndexes }) {
      const shown = viewer.list(list);
      const [left, right] = rowIndexes;
      await outlets.compareLines(refRow(shown, left), refRow(shown, right));
      return undefined;
    },
    async compareFile() {
      const other = await outlets.askOther();
      return other === undefined ? undefined : viewer.compareWith(other);
    },
  };
}
