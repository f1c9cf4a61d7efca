import assert from 'node:assert/strict';
import type { themes, useEditor } from '../support/editor.ts';
import { connectByWizard, serveSampleFor, type SampleService } from '../support/sampleService.ts';
import { until } from '../support/until.ts';
import type { EditorWindow } from '../support/window.ts';
import { onDetailPage, type DetailPageOnScreen } from './detailPage.ts';

/** The key of the service that the panels show. */
export const key = 'the-key-of-the-shop';

/** A day or an hour as the service sends it. */
export interface Point {
  time: string;
  [stat: string]: unknown;
}

/** Panels on the sample over HTTP, for the tests of the surrounding `describe`. */
export interface DetailPanels {
  service(): SampleService;
  /** A window that is connected to the service, with the Catalog's branches closed. */
  connect(theme?: keyof typeof themes): Promise<EditorWindow>;
  /** Opens a row of the Catalog; the requests of its panel are the only ones in `service().asked`. */
  open(window: EditorWindow, section: string, label: string): Promise<DetailPageOnScreen>;
  /** The paths with queries of the series that were asked for. */
  seriesAsked(): string[];
  /** What the service sends for a request that a panel has made. */
  ask(asked: string | undefined): Promise<Point[]>;
}

export function useDetailPanels(editor: ReturnType<typeof useEditor>): DetailPanels {
  let current: SampleService | undefined;
  const service = (): SampleService => {
    if (!current) throw new Error('The service is there in hooks and tests only.');
    return current;
  };
  before(async () => {
    current = await serveSampleFor({ key });
  });
  beforeEach(() => {
    service().interfere = () => undefined;
    service().asked.length = 0;
  });
  after(() => service().close());

  return {
    service,
    async connect(theme = 'light') {
      const window = await editor.openWindow({ theme, viewport: { width: 1400, height: 950 } });
      await window.openView('Appboy');
      if (await window.statusBarItem('Shop').isVisible()) {
        await collapseAll(window);
        return window;
      }
      await connectByWizard(window, { origin: service().origin, authStyle: 'apiKey', name: 'Shop', key });
      await window.statusBarItem('Shop').waitFor();
      return window;
    },
    async open(window, section, label) {
      const catalog = window.tree('Catalog');
      await catalog.expand(section);
      await catalog.findRow(label);
      service().asked.length = 0;
      await catalog.click(label);
      const page = onDetailPage(window);
      await page.frame.locator('h1', { hasText: label }).waitFor();
      await page.settled();
      return page;
    },
    seriesAsked: () => service().asked.filter((it) => /series/.test(it)),
    async ask(asked) {
      assert.ok(asked);
      const response = await fetch(`${service().origin}${asked.replace('GET ', '')}`, {
        headers: { Authorization: `Bearer ${key}` },
      });
      return ((await response.json()) as { data: Point[] }).data;
    },
  };
}

async function collapseAll(window: EditorWindow): Promise<void> {
  const catalog = window.tree('Catalog');
  await until('the branches to close', async () => {
    await catalog.list.focus();
    await window.page.keyboard.press('ControlOrMeta+ArrowLeft');
    return (await catalog.visibleRows()).every((it) => it.expanded !== true);
  });
}

/** The first row of a list that is plain text and not a hostile name. */
export async function plainRow(window: EditorWindow, section: string): Promise<string> {
  const catalog = window.tree('Catalog');
  await catalog.expand(section);
  const row = await until('a plain row', async () => {
    const rows = await catalog.visibleRows();
    const own = rows.slice(rows.findIndex((it) => it.label === section) + 1);
    return own.find((it) => it.level === 2 && /^\w[\w !-]*$/.test(it.label));
  });
  return row.label;
}
