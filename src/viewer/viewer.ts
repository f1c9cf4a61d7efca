import * as l10n from '@vscode/l10n';
import path from 'node:path';
import type { FileDiff } from '../ndjson/diff/diffFiles.ts';
import type { NdjsonFile } from '../ndjson/openFile.ts';
import { UserError } from '../protocol/userError.ts';
import type { ListRef, ViewerColumn } from '../protocol/viewer.ts';
import type { TaskRequest } from '../protocol/viewerTask.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import { createEmitter, type Emitter, type Listen } from '../util/emitter.ts';
import { createLimiter } from '../util/limiter.ts';
import { asLine } from '../util/showText.ts';
import { explainForeign } from './foreignFile.ts';
import { holdFile, type HeldFile } from './heldFile.ts';
import { createLineRef, type LineRef } from './lineRefs.ts';
import { listAllLines, type ViewedList } from './viewedList.ts';
import { explainFileError, openText, viewFile, type NdjsonOpener, type ViewedFile } from './viewedFile.ts';
import { planComparison, planTask } from './viewerPlans.ts';
import { createViewerTasks, type ViewerTasks } from './viewerTasks.ts';

export interface StartedComparison {
  readonly task: number;
  readonly otherName: string;
}

/** What the first lines of a file tell. */
export interface Learnt {
  readonly paths: string[];
  readonly suggestedColumns: ViewerColumn[];
  readonly keyPath: string | undefined;
  /** The same for files that have the same columns to show. */
  readonly likeness: string;
}

/** A file that is viewed, and all that is done with it: one for all the editors that show it. */
export interface Viewer extends Disposable {
  readonly viewed: ViewedFile;
  readonly tasks: ViewerTasks;
  /** The comparison that was started last. */
  readonly comparison: StartedComparison | undefined;
  /** Pages should ask anew: the file was replaced, changed on disk, or a comparison was started from elsewhere. */
  readonly onDidChange: Listen<void>;
  /** Looks whether the file on disk is still the one that was opened. */
  look(): void;
  learn(): Promise<Learnt>;
  /** Throws a sentence for a list that is not there. */
  list(ref: ListRef): ViewedList;
  /** Both lines of a row that changed; undefined for rows of other lists. */
  changedPair(ref: ListRef, rowIndex: number): [LineRef, LineRef] | undefined;
  startTask(request: TaskRequest): number;
  findKey(wanted: WantedKey, signal: AbortSignal): Promise<number | undefined>;
  /** Compares with an earlier file. */
  compareWith(otherPath: string, options?: { readonly announce: boolean }): Promise<StartedComparison>;
  /** Has a page go to a line, counted from 0. */
  showLine(line: number): void;
  /** The line that a page is to go to, told once. */
  takeLine(): number | undefined;
}

/** Opens a file for viewing; never rejects, for what cannot be opened is viewed too (see `viewFile`). */
export async function createViewer(filePath: string, open: NdjsonOpener): Promise<Viewer> {
  const owned = createDisposableStore();
  const viewed = owned.add(await viewFile(filePath, open));
  const tasks = owned.add(createViewerTasks());
  const changed = createEmitter<void>();
  const keyLookupLimiter = createLimiter(1);
  const learn = createLearner(viewed);
  const comparing = createComparer({ viewed, tasks, open, learn });

  owned.add(
    viewed.onDidReplace(() => {
      tasks.clear();
      comparing.forget();
      changed.fire();
    }),
  );
  // Before the page asks: it takes longer to load.
  void learn();
  let hadChanged = false;
  owned.add(
    viewed.onDidChange(() => {
      const { hasChanged } = viewed.state();
      if (hasChanged && !hadChanged) changed.fire();
      hadChanged = hasChanged;
    }),
  );

  return {
    viewed,
    tasks,
    get comparison() {
      return comparing.last();
    },
    onDidChange: changed.event,
    look: () => viewed.look(),
    learn,
    ...createLists(viewed, tasks),
    startTask: (request) => tasks.start(planTask(viewed.held().file, request)),
    findKey: (wanted, signal) =>
      keyLookupLimiter.run(() => viewed.held().use((file) => findKey(file, wanted, signal)), signal),
    ...createLineRequest(changed),
    async compareWith(otherPath, { announce } = { announce: false }) {
      const started = await comparing.start(otherPath);
      if (announce) changed.fire();
      return started;
    },
    dispose: () => owned.dispose(),
  };
}

function createLineRequest(changed: Emitter<void>): Pick<Viewer, 'showLine' | 'takeLine'> {
  let wanted: number | undefined;
  return {
    showLine(line) {
      wanted = line;
      changed.fire();
    },
    takeLine() {
      const line = wanted;
      wanted = undefined;
      return line;
    },
  };
}

interface Comparer {
  start(otherPath: string): Promise<StartedComparison>;
  last(): StartedComparison | undefined;
  forget(): void;
}

interface ComparerContext {
  viewed: ViewedFile;
  tasks: ViewerTasks;
  open: NdjsonOpener;
  learn: () => Promise<Learnt>;
}

function createComparer({ viewed, tasks, open, learn }: ComparerContext): Comparer {
  let last: StartedComparison | undefined;
  return {
    last: () => last,
    forget: () => (last = undefined),
    async start(otherPath) {
      const later = viewed.held();
      const learnt = await learn();
      const otherName = asLine(path.basename(otherPath));
      const { file: earlier, foreign } = await openText(otherPath, open).catch((error: unknown) => {
        throw new UserError(`${otherName}: ${explainFileError(error)}`);
      });
      if (!earlier)
        throw new UserError(
          `${l10n.t('“{0}” cannot be compared.', otherName)} ${explainForeign(foreign).message}`,
        );
      // An empty file has no lines that would tell.
      const keyPath = learnt.keyPath ?? keyFieldOf(await earlier.listPaths().catch(() => []));
      if (viewed.held() !== later || keyPath === undefined) {
        earlier.dispose();
        throw new UserError(
          keyPath === undefined
            ? l10n.t(
                'Files are compared by the field that names their lines (external_id, appboy_id, braze_id or id), and the first lines of these have none. Give the lines an id, or compare the files as text.',
              )
            : l10n.t('The file was opened anew meanwhile. Compare again.'),
        );
      }
      const task = tasks.start(planComparison(later.file, holdFile(earlier), keyPath));
      last = { task, otherName };
      return last;
    },
  };
}

function createLists(viewed: ViewedFile, tasks: ViewerTasks): Pick<Viewer, 'list' | 'changedPair'> {
  function differences(task: number): { diff: FileDiff; other: HeldFile } {
    const found = tasks.found(task);
    if (found?.kind !== 'comparison' || !found.diff)
      throw new UserError(l10n.t('There is no such list yet.'));
    return { diff: found.diff, other: found.other };
  }

  return {
    list(ref) {
      const held = viewed.held();
      if (ref.of === 'file') {
        const { file } = held;
        const lines = listAllLines(() => file.progress.lineCount);
        return { held, lines, isWhole: () => file.progress.isDone };
      }
      if (ref.of === 'task') {
        const found = tasks.found(ref.task);
        if (found && found.kind !== 'lines') throw new UserError(l10n.t('This task does not find lines.'));
        if (!found) return { held, lines: listAllLines(() => 0), isWhole: () => false };
        return { held, lines: found.lines, isWhole: tasks.askWhole(ref.task) };
      }
      const { diff, other } = differences(ref.task);
      const isWhole = (): boolean => true;
      switch (ref.part) {
        case 'added':
          return { held, lines: diff.added, isWhole };
        case 'removed':
          return { held: other, lines: diff.removed, isWhole };
        case 'changed':
          return { held, lines: diff.changed.after, isWhole };
      }
    },
    changedPair(ref, rowIndex) {
      if (ref.of !== 'comparison' || ref.part !== 'changed') return undefined;
      const { diff, other } = differences(ref.task);
      const [before, after] = [diff.changed.before.at(rowIndex), diff.changed.after.at(rowIndex)];
      if (Number.isNaN(after)) throw new UserError(l10n.t('There is no such row any more.'));
      return [createLineRef(other.file, before), createLineRef(viewed.held().file, after)];
    },
  };
}

/** Fields that name a line, the first that a file has. */
const keyFields = ['external_id', 'appboy_id', 'braze_id', 'id'];

function keyFieldOf(paths: readonly string[]): string | undefined {
  return keyFields.find((it) => paths.includes(it));
}

/** Learns from a file once, and anew when it is replaced. */
function createLearner(viewed: ViewedFile): () => Promise<Learnt> {
  const learnt = new WeakMap<NdjsonFile, Promise<Learnt>>();
  return async () => {
    try {
      const { file, use } = viewed.held();
      const learning = learnt.get(file) ?? use(learnFile);
      learnt.set(file, learning);
      learning.catch(() => learnt.delete(file));
      return await learning;
    } catch {
      // What is wrong with the file its state says.
      return { paths: [], suggestedColumns: [], keyPath: undefined, likeness: '' };
    }
  };
}

async function learnFile(file: NdjsonFile): Promise<Learnt> {
  const [paths, suggested] = await Promise.all([file.listPaths(), file.suggestColumns()]);
  const keyPath = keyFieldOf(paths);
  const suggestedColumns = suggested.map(({ path: own, show }) => ({ path: own, show }));
  const isUsers = keyPath !== undefined && keyPath !== 'id';
  const likeness = isUsers ? 'users' : suggestedColumns.map((it) => it.path).join('\n');
  return { paths, suggestedColumns, keyPath, likeness };
}

interface WantedKey {
  readonly text: string;
  readonly isRaw: boolean;
}

/** A key may be that of every line. */
const mostLinesOfKey = 20;

/** Asks no index that cannot have the answer: building one reads the whole file. */
async function findKey(
  file: NdjsonFile,
  { text, isRaw }: WantedKey,
  signal: AbortSignal,
): Promise<number | undefined> {
  const pattern = { kind: 'text', text, matchCase: true, wholeWord: false, isRaw } as const;
  const paths = await file.listPaths();
  const keyField = keyFieldOf(paths);
  const emailField = text.includes('@') && paths.includes('email') ? 'email' : undefined;
  for (const field of [keyField, emailField]) {
    if (field === undefined) continue;
    const lines = await file.findKey(field, text, signal);
    signal.throwIfAborted();
    // The same key may be spelt otherwise (an escape, 1e2 for 100): a line where the find would not stop is not gone to.
    for (const line of lines.slice(0, mostLinesOfKey))
      if (await file.readExcerpt(line, pattern, signal)) return line;
  }
  return undefined;
}
