import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { median } from '../export/runProcess.ts';
import { openViewerPage } from '../panel/openViewer.ts';
import type { BenchContext } from './measureTasks.ts';

/** A page takes its time from three processes of the browser: one needs more rounds. */
const roundsMore = 4;

/**
 * The first rows of a file that nobody opened before, as a person waits for them: the file is opened, then the page, over
 * the real wire, asks for columns and rows and draws them, while the file's lines are still being found on the same thread.
 */
export async function measurePage({ figures, file, label, rounds }: BenchContext): Promise<void> {
  const browser = await launchBrowser();
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds + roundsMore; round++) {
      const startedAt = performance.now();
      let openMs = 0;
      const opened = await openViewerPage(browser, file, {
        watch: watchRows,
        onOpen: () => (openMs = performance.now() - startedAt),
      });
      times.push(openMs + (await opened.page.evaluate(readRowsDrawn)));
      await opened.close();
    }
  } finally {
    await browser.close();
  }
  figures.add(`${label}: opening, and first rows painted after the page is up`, median(times), 'ms', {
    atMost: 150,
  });
}

/** Runs in the page: measures the time from when the page was up, its script run, until a frame with rows was painted. */
function watchRows(): void {
  let upAt = NaN;
  document.addEventListener('DOMContentLoaded', () => (upAt = performance.now()));
  const rowsDrawn = new Promise<number>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('.rows > .row:not(.row-loading)')) return;
      observer.disconnect();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - upAt);
      requestAnimationFrame(() => port2.postMessage(undefined));
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
  });
  Object.assign(window, { rowsDrawn });
}

function readRowsDrawn(): Promise<number> {
  return (window as unknown as { rowsDrawn: Promise<number> }).rowsDrawn;
}
