import type { ExportRow } from '../exports/jobs/exportRow.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';
import { drawExport, rowIdOf } from './exportNode.ts';
import { isRunning } from '../exports/jobs/isRunning.ts';
import { createPace } from './pace.ts';

/** The exports as they are. */
export interface ExportRows {
  /** Newest first. */
  list(): readonly ExportRow[];
  get(id: string): ExportRow | undefined;
  /** Fires with the id of the export that changed, or with nothing where exports may have come or gone. */
  readonly onDidChange: Listen<string | undefined>;
}

/** The part of a tree view that says whether somebody can see it. */
interface Sight {
  readonly visible: boolean;
  readonly onDidChangeVisibility: Listen<unknown>;
}

/** Figures change with every chunk that arrives; nobody reads more than three of them a second. */
const redrawMs = 330;
/** Elapsed times and ages grow by themselves. */
const tickMs = { moving: 1000, resting: 60_000 };

/** Calls `redraw` for what changed, a few times a second at most, and as time passes; only while somebody can see it. */
export function redrawOnChange(
  source: ExportRows,
  view: Sight,
  redraw: (id: string | undefined) => void,
): Disposable {
  const store = createDisposableStore();
  let listed = '';
  let staged = '';
  let listChanged = false;
  const stale = new Set<string>();
  const looksOther = rememberLooks(source);
  const pace = store.add(
    createPace(redrawMs, () => {
      if (!view.visible) return;
      if (listChanged) redraw(undefined);
      else for (const id of stale) if (looksOther(id)) redraw(id);
      listChanged = false;
      stale.clear();
    }),
  );
  store.add(
    source.onDidChange((id) => {
      const rows = source.list();
      const ids = rows.map(rowIdOf);
      const stages = rows.map((it) => it.stage.stage).join();
      if (ids.join() !== listed) listChanged = true;
      for (const changed of id === undefined ? rows.map((it) => it.id) : [id]) stale.add(changed);
      // Figures can wait; what an export has come to cannot, since its menu and the messages speak of it.
      if (stages === staged) pace.ask();
      else pace.askNow();
      listed = ids.join();
      staged = stages;
    }),
  );
  const ageRows = (isStale: (row: ExportRow) => boolean): void => {
    for (const row of source.list()) if (isStale(row)) stale.add(row.id);
    if (stale.size > 0 || listChanged) pace.ask();
  };
  store.add(
    whileVisible(view, [
      { everyMs: tickMs.moving, run: () => ageRows((row) => isRunning(row.stage)) },
      { everyMs: tickMs.resting, run: () => ageRows(() => true) },
    ]),
  );
  return store;
}

/** Whether a row looks other than at the last question. Drawing one anew takes its tooltip away: not for nothing. */
function rememberLooks(source: ExportRows): (id: string) => boolean {
  const drawn = new Map<string, string>();
  return (id) => {
    const row = source.get(id);
    const look = row && JSON.stringify(drawExport(row, Date.now()));
    if (look === undefined || drawn.get(id) === look) return false;
    drawn.set(id, look);
    return true;
  };
}

/** Runs each thing when the view comes into sight, and then again and again until it goes. */
function whileVisible(view: Sight, things: readonly { everyMs: number; run: () => void }[]): Disposable {
  let clocks: NodeJS.Timeout[] = [];
  const stop = (): void => clocks.forEach(clearInterval);
  function follow(): void {
    stop();
    clocks = view.visible ? things.map(({ everyMs, run }) => setInterval(run, everyMs)) : [];
    if (view.visible) for (const { run } of things) run();
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
