import { writeBanners } from './grid/overlay.ts';
import type { Scene } from './scene.ts';
import { countRowsIn } from './rowRanges.ts';
import { resultOf } from './taskRun.ts';

/** Draws what tells of the state of things: status line, banners, progress, peek, what stands in place of rows. */
export function drawPage(scene: Scene): void {
  const { parts, lines, file, store, filtering, comparing, finder } = scene;
  const { view, filter } = store.get();
  const shown = lines.shown();
  const row = (shown?.length ?? 0) > 0 ? lines.activeRow() : undefined;
  const phases = { file: undefined, comparison: undefined, filter: filtering.phase(), found: finder.phase() };
  const phase = phases[view.of];
  parts.status.draw({
    // In the whole file a place is a line, also one whose row has not been read.
    ...{ file, view, shown, line: view.of === 'file' ? lines.grid.selected().active : row?.line },
    selectedCount: countRowsIn(lines.grid.selected().ranges),
    skippedCount: resultOf(phase, 'lines')?.skippedCount ?? 0,
    isStopped: phase?.state === 'stopped',
    ...{ filter, isFilterUnreadable: parts.filterBar.isUnreadable() },
    hasCrlf: lines.rowsInView().some((it) => it.oddities.includes('crlf')),
  });
  // What was compared has nothing to do with the filter.
  const isStale = parts.filterBar.isUnreadable() && view.of !== 'comparison';
  lines.grid.element.classList.toggle('grid-stale', isStale);
  parts.filterBar.setRunning(filtering.phase()?.state === 'running');
  parts.tabs.draw(comparing.current(), view);
  parts.find.setOnlyFound(view.of === 'found');
  parts.overlay.draw(view, shown, phase?.state === 'failed' ? phase.message : undefined);
  parts.peek.draw(row, parts.marker, lines.columns().length, async (signal) => {
    const pattern = finder.pattern();
    const place = lines.grid.selected().active;
    if (!shown || !pattern) return undefined;
    return scene.options.asker.ask('readExcerpt', { list: shown.list, place, pattern }, signal);
  });
  drawBanners(scene);
  drawProgress(scene);
}

function drawBanners({ parts, file, lines, do: act }: Scene): void {
  const failure = lines.failure();
  const key = JSON.stringify([file.hasChanged, file.failure, file.foreign, failure]);
  if (parts.banners.dataset['key'] === key) return;
  parts.banners.dataset['key'] = key;
  parts.banners.replaceChildren(...writeBanners(file, failure, { ...act, retryRows: lines.retry }));
}

/** The thin bar over the rows: of the task that fills the list, else of the lines that are still being found. */
function drawProgress({ parts, file, filtering, finder, comparing }: Scene): void {
  const running = [filtering.phase(), comparing.current()?.phase, finder.phase()].find(
    (it) => it?.state === 'running',
  );
  const isFinding = !file.isIndexed && file.failure === undefined;
  parts.progress.hidden = !running && !isFinding;
  const [read, whole] = running
    ? [running.scannedBytes, running.sizeBytes]
    : [file.indexedBytes, file.sizeBytes];
  parts.progress.indeterminate = whole === 0;
  parts.progress.value = whole === 0 ? 0 : (read / whole) * 100;
}
