import type { ExportRow } from '../exports/exportRow.ts';
import { isRunning } from '../exports/jobStages.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { drawExport, rowIdOf } from './exportNode.ts';
import { createThrottledCall } from './throttledCall.ts';

/** The exports as they are. */
export interface ExportRowSource {
  /** Newest first. */
  list(): readonly ExportRow[];
  get(id: string): ExportRow | undefined;
  /** Fires with the id of the export that changed, or with nothing where exports may have been added or removed. */
  readonly onDidChange: Listen<string | undefined>;
}

/** The part of a tree view that says whether somebody can see it. */
interface Viewport {
  readonly visible: boolean;
  readonly onDidChangeVisibility: Listen<unknown>;
}

/** Figures change with every chunk that arrives; nobody reads more than three of them a second. */
const redrawMs = 330;
/** Elapsed times and ages grow by themselves. */
const tickMs = { running: 1000, resting: 60_000 };

/** Calls `redraw` for what changed, a few times a second at most, and as time passes; only while somebody can see it. */
export function redrawOnChange(
  source: ExportRowSource,
  view: Viewport,
  redraw: (id: string | undefined) => void,
): Disposable {
  const store = createDisposableStore();
  let idsBefore = '';
  let stagesBefore = '';
  let listChanged = false;
  const stale = new Set<string>();
  const hasChanged = createLookMemory(source);
  const redraws = store.add(
    createThrottledCall(redrawMs, () => {
      if (!view.visible) return;
      if (listChanged) redraw(undefined);
      else for (const id of stale) if (hasChanged(id)) redraw(id);
      listChanged = false;
      stale.clear();
    }),
  );
  store.add(
    source.onDidChange((id) => {
      const rows = source.list();
      const ids = rows.map(rowIdOf);
      const stages = rows.map((it) => it.stage.stage).join();
      if (ids.join() !== idsBefore) listChanged = true;
      for (const changed of id === undefined ? rows.map((it) => it.id) : [id]) stale.add(changed);
      // Figures are throttled; a new stage is drawn at once, since the row's menu and the messages depend on it.
      if (stages === stagesBefore) redraws.request();
      else redraws.runNow();
      idsBefore = ids.join();
      stagesBefore = stages;
    }),
  );
  const ageRows = (isStale: (row: ExportRow) => boolean): void => {
    for (const row of source.list()) if (isStale(row)) stale.add(row.id);
    if (stale.size > 0 || listChanged) redraws.request();
  };
  store.add(
    whileVisible(view, [
      { everyMs: tickMs.running, run: () => ageRows((row) => isRunning(row.stage)) },
      { everyMs: tickMs.resting, run: () => ageRows(() => true) },
    ]),
  );
  return store;
}

/** Says whether a row looks different from the last time it was asked for: drawing it anew hides its tooltip. */
function createLookMemory(source: ExportRowSource): (id: string) => boolean {
  const drawn = new Map<string, string>();
  return (id) => {
    const row = source.get(id);
    const look = row && JSON.stringify(drawExport(row, Date.now()));
    if (look === undefined || drawn.get(id) === look) return false;
    drawn.set(id, look);
    return true;
  };
}

/** Runs each task when the view becomes visible, and then again and again until it is hidden. */
function whileVisible(view: Viewport, tasks: readonly { everyMs: number; run: () => void }[]): Disposable {
  let timers: NodeJS.Timeout[] = [];
  const stop = (): void => timers.forEach(clearInterval);
  function follow(): void {
    stop();
    timers = view.visible ? tasks.map(({ everyMs, run }) => setInterval(run, everyMs)) : [];
    if (view.visible) for (const { run } of tasks) run();
  }
  const watch = view.onDidChangeVisibility(follow);
  follow();
  return {
    dispose() {
      watch.dispose();
      stop();
    },
  };
}
