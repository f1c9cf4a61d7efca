import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError.ts';
import type { ExportRow } from '../exportRow.ts';
import type { Jobs } from './jobs.ts';
import type { NewJob } from '../kinds/exportKinds.ts';
import { createDisposableStore, type Disposable } from '../../util/disposables.ts';
import { createEmitter, nextEvent, type Listen } from '../../util/emitter.ts';
import { once } from '../../util/once.ts';

import { isRunning } from '../jobStages.ts';
import { wasTouchedLately, type ExportPlaces } from './exportPlaces.ts';

/** The exports of all folders. What runs them is loaded when somebody first looks, starts one, or left one running. */
export interface ExportJobs extends Disposable {
  /** Newest first; empty before the first `refresh`. */
  list(): readonly ExportRow[];
  get(id: string): ExportRow | undefined;
  /** An export was added, removed or changed; with its id, or nothing where several may have. */
  readonly onDidChange: Listen<string | undefined>;
  /** An export that ran in this window came to rest. */
  readonly onDidSettle: Listen<ExportRow>;
  /** Reads the folders again, and takes up what no living window works on. */
  refresh(): Promise<void>;
  /** Refreshes where the editor went while something was running; costs a look into the folders otherwise. */
  resume(): Promise<void>;
  /** Starts an export in the folder for new ones; resolves with its id once it is on disk. */
  start(job: NewJob): Promise<string>;
  /** Waits until an export rests or is finished; undefined where it was deleted meanwhile. */
  whenResting(id: string): Promise<ExportRow | undefined>;
  /** Those that the export is one of. Throws a sentence for an unknown id. */
  jobsOf(id: string): Promise<Jobs>;
  /** Leaves all exports as they are, for the next start; resolves when what was on its way is written. */
  shutdown(): Promise<void>;
}

/** Opens the exports of one folder. */
export type OpenJobs = (directory: string) => Jobs;

export function createExportJobs(places: ExportPlaces, load: () => Promise<OpenJobs>): ExportJobs {
  const store = createDisposableStore();
  const changed = createEmitter<string | undefined>();
  const settled = createEmitter<ExportRow>();
  const opened = new Map<string, Jobs>();
  const loadOnce = once(load);
  let refreshing: Promise<void> | undefined;
  let waste: ReadonlySet<string> = new Set();

  const listAll = (): ExportRow[] => [...opened.values()].flatMap((it) => it.list());
  const isShown = (row: ExportRow): boolean => row.kind !== 'leftover' || waste.has(row.id);

  async function openFolder(directory: string): Promise<Jobs> {
    const open = await loadOnce();
    const known = opened.get(directory);
    if (known) return known;
    const jobs = store.add(open(directory));
    opened.set(directory, jobs);
    jobs.onDidChange(changed.fire);
    jobs.onDidSettle(settled.fire);
    return jobs;
  }

  async function refreshAll(): Promise<void> {
    await Promise.all(places.all().map(async (it) => (await openFolder(it)).refresh()));
    waste = await findWaste(listAll());
    if (waste.size > 0) changed.fire(undefined);
  }

  const refresh = (): Promise<void> => (refreshing ??= refreshAll().finally(() => (refreshing = undefined)));

  const find = (id: string): Jobs | undefined =>
    [...opened.values()].find((it) => [it.get(id)].some((row) => row && isShown(row)));

  async function jobsOf(id: string): Promise<Jobs> {
    if (!find(id)) await refresh();
    const jobs = find(id);
    if (!jobs) throw new UserError(l10n.t('There is no export “{0}”.', id.slice(0, 100)));
    return jobs;
  }

  return {
    list: () => sortByAge(listAll().filter(isShown)),
    get: (id) => find(id)?.get(id),
    onDidChange: changed.event,
    onDidSettle: settled.event,
    refresh,
    resume: async () => void ((await places.haveJobs()) && (await refresh())),
    start: async (job) => (await openFolder(await places.choose())).start(job),
    jobsOf,
    whenResting: (id) => awaitRest(() => find(id), id),
    shutdown: async () => void (await Promise.all([...opened.values()].map((it) => it.shutdown()))),
    dispose: () => store.dispose(),
  };
}

const sortByAge = (rows: ExportRow[]): ExportRow[] => rows.sort((a, b) => b.createdAt - a.createdAt);

/** Remains that nobody is writing into: what is about to become an export in another window looks the same. */
async function findWaste(rows: readonly ExportRow[]): Promise<Set<string>> {
  const leftovers = rows.filter((it) => it.kind === 'leftover');
  const touched = await Promise.all(leftovers.map((it) => wasTouchedLately(it.directory, Date.now())));
  return new Set(leftovers.filter((_, n) => !touched[n]).map((it) => it.id));
}

async function awaitRest(find: () => Jobs | undefined, id: string): Promise<ExportRow | undefined> {
  for (let jobs = find(); jobs; jobs = find()) {
    const change = nextEvent(jobs.onDidChange, new AbortController().signal);
    const row = await jobs.whenSettled(id).catch(() => undefined);
    if (!row || !isRunning(row.stage)) return row;
    // Another window took it up: its changes are read from the folder.
    await change;
  }
  return undefined;
}
