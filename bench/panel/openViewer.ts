import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PageHandlers } from '../../src/host/answerer.ts';
import { openNdjson } from '../../src/ndjson/openFile.ts';
import type { ViewerOutlets } from '../../src/viewer/takeRows.ts';
import { createViewer, type Viewer } from '../../src/viewer/viewer.ts';
import { createViewerAnswers } from '../../src/viewer/viewerAnswers.ts';
import type { ViewerPage } from '../../src/protocol/viewer.ts';
import { openPage, type Look } from './openPage.ts';

const workerUrl = new URL('../../src/ndjson/scan/worker.ts', import.meta.url);

export interface OpenedViewer {
  readonly page: Page;
  readonly viewer: Viewer;
  /** What the page had the editor do, such as `openLine`. */
  readonly done: string[];
  readonly close: () => Promise<void>;
}

export interface ViewerOptions extends Look {
  /** A file to compare with, when the page asks for one. */
  readonly other?: string;
  /** Holds every answer back that long. */
  readonly delayMs?: number;
  /** Called when the file is open, before the page is. */
  readonly onOpen?: () => void;
  /** Changes how questions are answered, such as to have one fail. */
  readonly change?: (answers: PageHandlers<ViewerPage>) => PageHandlers<ViewerPage>;
}

/** Opens the page of the NDJSON editor over a real file, with the real host's answers. */
export async function openViewerPage(
  browser: Browser,
  filePath: string,
  { other, delayMs = 0, onOpen, change = (it) => it, ...look }: ViewerOptions = {},
): Promise<OpenedViewer> {
  const done: string[] = [];
  const viewer = await createViewer(filePath, (it) => openNdjson(it, { workerUrl }));
  onOpen?.();
  const answers = change(createViewerAnswers(viewer, createOutlets(done, other)));
  const page = await openPage(browser, 'viewer', slowDown(answers, delayMs), look);
  return {
    page,
    viewer,
    done,
    async close() {
      await page.close();
      viewer.dispose();
    },
  };
}

/** The look of a theme, as `takeThemes.ts` has taken it. */
export async function readTheme(name: string): Promise<Look> {
  const file = path.resolve(import.meta.dirname, `../../out/themes/${name}.json`);
  return JSON.parse(await readFile(file, 'utf8')) as Look;
}

function slowDown(answers: PageHandlers<ViewerPage>, delayMs: number): PageHandlers<ViewerPage> {
  if (delayMs === 0) return answers;
  const slow = Object.entries(answers).map(([name, { argument, run }]) => [
    name,
    {
      argument,
      async run(given: never, signal: AbortSignal): Promise<unknown> {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return run(given, signal);
      },
    },
  ]);
  return Object.fromEntries(slow) as PageHandlers<ViewerPage>;
}

function createOutlets(done: string[], other: string | undefined): ViewerOutlets {
  const say =
    (what: string) =>
    async (...given: unknown[]): Promise<void> =>
      void done.push(`${what} ${JSON.stringify(given)}`);
  return {
    openLine: say('openLine'),
    openLines: say('openLines'),
    compareLines: say('compareLines'),
    copyText: say('copyText'),
    rememberColumns: say('rememberColumns'),
    askTarget: async () => undefined,
    askOther: async () => other,
    askEncoding: async () => undefined,
    openFile: say('openFile'),
    createCopyPath: async (filePath) => `${filePath}.utf-8.ndjson`,
    runWithProgress: async (_, work) => work(new AbortController().signal, () => undefined),
    announce: (sentence) => void done.push(sentence),
    recallColumns: () => undefined,
  };
}
