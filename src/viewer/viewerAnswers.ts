import { parseQuery } from '../protocol/parseQuery.ts';
import type { Row } from '../ndjson/show/rowReader.ts';
import { noArgument, type Answers } from '../host/answerer.ts';
import { pageRows } from '../protocol/viewer.ts';
import type { ListRef, ViewerColumn, ViewerPage, ViewerRow } from '../protocol/viewer.ts';
import { nextEvent } from '../util/emitter.ts';
import { writeCsvRow } from '../text/csvCells.ts';
import { convertAndOpen } from './convertFile.ts';
import { copyCounts } from './copyCounts.ts';
import { findMarks, readExcerpt } from './findMarks.ts';
import { refLine, refLines } from './lineRefs.ts';
import { pickLines, stepHit, type ShownList } from './shownList.ts';
import { copyIds, copyJson, documentBounds, saveRows, type ViewerOutlets } from './takeRows.ts';
import { viewerArguments } from './viewerArguments.ts';
import type { Viewer } from './viewer.ts';

/** How a viewer answers one of its pages. Knows nothing of the editor. */
export function createViewerAnswers(viewer: Viewer, outlets: ViewerOutlets): Answers<ViewerPage> {
  return {
    ...answerFile(viewer, outlets),
    ...answerForeign(viewer, outlets),
    ...answerRows(viewer),
    ...answerTasks(viewer),
    copyCounts: answerCopyCounts(viewer, outlets),
    copyTable: {
      argument: viewerArguments.copyTable,
      run: async ({ cells }) => {
        await outlets.copyText(cells.map(writeCsvRow).join(''));
        return undefined;
      },
    },
    ...answerTaking(viewer, outlets),
    ...answerComparing(viewer, outlets),
  };
}

type Of<Name extends keyof ViewerPage> = Pick<Answers<ViewerPage>, Name>;

function answerFile(
  viewer: Viewer,
  outlets: ViewerOutlets,
): Of<'start' | 'watchFile' | 'reopen' | 'rememberColumns'> {
  const { viewed } = viewer;
  return {
    start: {
      argument: noArgument,
      run: async () => {
        const { paths, suggestedColumns, keyPath, likeness } = await viewer.learn();
        const columns = outlets.recallColumns(likeness) ?? suggestedColumns;
        // What is wrong with the file its state says.
        const rows = await readRows(viewer, { of: 'file' }, { from: 0, count: pageRows, columns }).catch(
          () => [],
        );
        const { comparison } = viewer;
        return {
          ...{ name: viewed.name, file: viewed.state(), columns, suggestedColumns, rows, paths, keyPath },
          comparison: comparison && { ...comparison },
          line: viewer.takeLine(),
        };
      },
    },
    watchFile: {
      argument: viewerArguments.watchFile,
      run: async ({ seen }, signal) => {
        while (viewed.state().version === seen) await nextEvent(viewed.onDidChange, signal);
        return viewed.state();
      },
    },
    reopen: {
      argument: noArgument,
      run: async () => {
        await viewed.reopen();
        return undefined;
      },
    },
    rememberColumns: {
      argument: viewerArguments.rememberColumns,
      run: async ({ columns }) => {
        const { likeness } = await viewer.learn();
        await outlets.rememberColumns(likeness, columns);
        return undefined;
      },
    },
  };
}

function answerForeign({ viewed }: Viewer, outlets: ViewerOutlets): Of<'openAsIs' | 'convert'> {
  return {
    openAsIs: {
      argument: noArgument,
      run: async () => {
        await viewed.openAsIs();
        return undefined;
      },
    },
    convert: {
      argument: noArgument,
      run: async () => {
        await convertAndOpen(viewed, outlets);
        return undefined;
      },
    },
  };
}

function answerRows(viewer: Viewer): Of<'readRows' | 'readExcerpt' | 'findMarks' | 'findPlace' | 'findKey'> {
  return {
    readRows: {
      argument: viewerArguments.readRows,
      run: ({ list, ...request }) => readRows(viewer, list, request),
    },
    readExcerpt: {
      argument: viewerArguments.readExcerpt,
      run: async ({ list, place, pattern }, signal) => {
        const { held, lines } = viewer.list(list);
        const line = lines.at(place);
        if (Number.isNaN(line)) return undefined;
        return held.use((file) => readExcerpt(file, { line, pattern }, signal));
      },
    },
    findMarks: {
      argument: viewerArguments.findMarks,
      run: (request, signal) => viewer.viewed.held().use((file) => findMarks(file, request, signal)),
    },
    findPlace: {
      argument: viewerArguments.findPlace,
      run: ({ list, line }) => viewer.list(list).lines.placeOf(line),
    },
    findKey: {
      argument: viewerArguments.findKey,
      run: (request, signal) => viewer.findKey(request, signal),
    },
  };
}

async function readRows(
  viewer: Viewer,
  list: ListRef,
  { from, count, columns }: { from: number; count: number; columns: readonly ViewerColumn[] },
): Promise<ViewerRow[]> {
  const { held, lines } = viewer.list(list);
  const wanted = columns.map(({ path, show }) => ({ path, show }));
  const rows = await held.use((file) => file.readRowsOf(lines, from, count, { columns: wanted }));
  return rows.map(toViewerRow);
}

function toViewerRow({ oddities, cells, text, isCut, ...row }: Row): ViewerRow {
  const isCells = cells.some((it) => it !== '');
  return {
    ...row,
    ...(isCells ? { text: '', isCut: true } : { text, isCut }),
    oddities: [...oddities],
    cells: [...cells],
  };
}

function answerTasks(viewer: Viewer): Of<'startTask' | 'watchTask' | 'stopTask' | 'checkFilter' | 'stepHit'> {
  const { tasks } = viewer;
  return {
    startTask: { argument: viewerArguments.startTask, run: (request) => viewer.startTask(request) },
    watchTask: {
      argument: viewerArguments.watchTask,
      run: ({ task, seen }, signal) => tasks.watch(task, seen, signal),
    },
    stopTask: {
      argument: viewerArguments.task,
      run: ({ task }) => {
        tasks.stop(task);
        return undefined;
      },
    },
    checkFilter: {
      argument: viewerArguments.filter,
      run: ({ filter }) => {
        const parsed = parseQuery(filter);
        return parsed.ok ? { ok: true } : { ok: false, ...parsed.mistake };
      },
    },
    stepHit: {
      argument: viewerArguments.stepHit,
      run: async ({ task, list, place, direction }, signal) => {
        const shown = viewer.list(list);
        const found = viewer.list({ of: 'task', task });
        // Lines of the other file are not those that were looked at.
        if (shown.held !== found.held) return undefined;
        return stepHit({ shown: shown.lines, found: found.lines }, place, direction, signal);
      },
    },
  };
}

function answerCopyCounts(viewer: Viewer, outlets: ViewerOutlets): Answers<ViewerPage>['copyCounts'] {
  return {
    argument: viewerArguments.task,
    run: async ({ task }) => {
      const found = viewer.tasks.found(task);
      if (found?.kind !== 'counts') throw new Error('There are no counts to copy yet.');
      return copyCounts(found, outlets);
    },
  };
}

function answerTaking(
  viewer: Viewer,
  outlets: ViewerOutlets,
): Of<'openRow' | 'openRows' | 'copyRows' | 'saveRows'> {
  return {
    openRow: {
      argument: viewerArguments.openRow,
      run: async ({ list, place, beside }) => {
        const changed = viewer.changedPair(list, place);
        if (changed) await outlets.compareLines(...changed);
        else await outlets.openLine(refRow(viewer.list(list), place), { beside });
        return undefined;
      },
    },
    openRows: {
      argument: viewerArguments.openRows,
      run: async ({ list, stretches }, signal) => {
        const { held, lines } = viewer.list(list);
        const picked = pickLines(lines, stretches);
        await outlets.openLines(await refLines(held.file, requireRows(picked), documentBounds, signal));
        return undefined;
      },
    },
    copyRows: {
      argument: viewerArguments.copyRows,
      run: async ({ list, stretches, as }, signal) => {
        const { held, lines } = viewer.list(list);
        const picked = requireRows(pickLines(lines, stretches));
        if (as === 'json') return held.use((file) => copyJson(file, picked, outlets, signal));
        const { keyPath } = await viewer.learn();
        if (keyPath === undefined) throw new Error('Lines of this file have no field that names them.');
        return held.use((file) => copyIds(file, { picked, keyPath }, outlets, signal));
      },
    },
    saveRows: {
      argument: viewerArguments.saveRows,
      run: async ({ list, ...order }, signal) => {
        const shown = viewer.list(list);
        const openPaths = [viewer.viewed.path, shown.held.file.path];
        const suggestedName = suggestName(viewer.viewed.name, list, order.stretches !== undefined);
        const said = await saveRows(shown, order, { suggestedName, openPaths }, outlets);
        if (said !== undefined && signal.aborted) outlets.announce(said);
        return said;
      },
    },
  };
}

function requireRows<T extends { readonly length: number }>(picked: T): T {
  if (picked.length === 0) throw new Error('There are no such rows any more.');
  return picked;
}

function refRow({ held, lines }: ShownList, place: number): ReturnType<typeof refLine> {
  const line = lines.at(place);
  if (Number.isNaN(line)) throw new Error('There is no such row any more.');
  return refLine(held.file, line);
}

/** `users.ndjson` → `users found`, `users came`, `users rows`. */
function suggestName(name: string, list: ListRef, isSelection: boolean): string {
  const base = name.replace(/\.(ndjson|jsonl)$/i, '');
  if (isSelection) return `${base}-rows`;
  if (list.of === 'file') return `${base}-copy`;
  return list.of === 'task' ? `${base}-found` : `${base}-${list.part}`;
}

function answerComparing(viewer: Viewer, outlets: ViewerOutlets): Of<'compareRows' | 'compareFile'> {
  return {
    compareRows: {
      argument: viewerArguments.compareRows,
      run: async ({ list, places }) => {
        const shown = viewer.list(list);
        const [left, right] = places;
        await outlets.compareLines(refRow(shown, left), refRow(shown, right));
        return undefined;
      },
    },
    compareFile: {
      argument: noArgument,
      run: async () => {
        const other = await outlets.askOther();
        return other === undefined ? undefined : viewer.compareWith(other);
      },
    },
  };
}
