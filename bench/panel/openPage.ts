import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { createAnswerer, type PageHandlers } from '../../src/host/answerer.ts';
import type { DetailPage } from '../../src/protocol/detail.ts';
import type { PageMethods, Port } from '../../src/protocol/rpc.ts';

const dist = path.resolve(import.meta.dirname, '../../dist');
const address = 'https://page.test/';

export interface Look {
  bodyClass?: string;
  /** The root's variables, as the editor sets them. */
  style?: string;
  /** What the page had kept. */
  state?: unknown;
  width?: number;
  height?: number;
  /** Runs in the page before its own script. */
  watch?: () => void;
}

/** Opens the page of a detail panel in a bare browser window; its host is this process, over the real wire. */
export function openDetailPage(
  browser: Browser,
  answers: PageHandlers<DetailPage>,
  look: Look = {},
): Promise<Page> {
  return openPage(browser, 'detail', answers, look);
}

/** The same for any page: `name` is its script's and style's in `dist`. */
export async function openPage<Asked extends PageMethods<Asked>>(
  browser: Browser,
  name: string,
  answers: PageHandlers<Asked>,
  look: Look = {},
): Promise<Page> {
  const { bodyClass = 'vscode-dark', style = '', state, width = 1100, height = 800, watch } = look;
  const page = await browser.newPage({ viewport: { width, height } });
  const listeners = new Set<(message: unknown) => void>();
  const port: Port = {
    post: (message) =>
      void page.evaluate((it) => window.postMessage(it, '*'), message).catch(() => undefined),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const answerer = createAnswerer(port, answers, {
    explain: (error) => ({
      code: error instanceof Error && 'code' in error ? String(error.code) : 'unexpected',
      message: error instanceof Error ? error.message : String(error),
    }),
    report: () => undefined,
  });
  page.on('close', () => answerer.dispose());
  await page.exposeFunction('toHost', (message: unknown) => listeners.forEach((it) => it(message)));
  await page.addInitScript(standIn, state);
  if (watch) await page.addInitScript(watch);
  await page.route(`${address}**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    const html = { contentType: 'text/html', body: writeHtml(name, bodyClass, style) };
    await route.fulfill(file === '' ? html : { path: path.join(dist, file) });
  });
  await page.goto(address);
  return page;
}

/** Runs in the page before its own script: what the editor gives a page, and a clock for its first drawing. */
function standIn(kept: unknown): void {
  let current: unknown = kept;
  const host = window as unknown as { toHost: (message: unknown) => Promise<void> };
  const api = {
    postMessage: (message: unknown) => void host.toHost(message),
    getState: () => current,
    setState: (next: unknown) => {
      current = next;
      (window as unknown as { keptState: unknown }).keptState = next;
    },
  };
  const drawn = new Promise<number>((resolve) => {
    window.addEventListener('message', ({ data }: MessageEvent<{ result?: { lines?: unknown } }>) => {
      if (data.result?.lines === undefined) return;
      const arrived = performance.now();
      // The next frame has the drawing; what is posted from it comes after its paint.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now() - arrived);
      requestAnimationFrame(() => port2.postMessage(undefined));
    });
  });
  Object.assign(window, { acquireVsCodeApi: () => api, drawn });
}

function writeHtml(name: string, bodyClass: string, style: string): string {
  const policy =
    "default-src 'none'; script-src 'nonce-bench'; style-src 'self'; font-src 'self'; img-src data:";
  return `<!DOCTYPE html><html lang="en" style="${style.replaceAll('"', '&quot;')}"><head><meta charset="utf-8"><title>Panel</title>
<meta http-equiv="Content-Security-Policy" content="${style === '' ? policy : `${policy}; style-src-attr 'unsafe-inline'`}">
<link rel="stylesheet" href="codicon.css" id="vscode-codicon-stylesheet"><link rel="stylesheet" href="${name}.css"></head>
<body class="${bodyClass}"><script nonce="bench" src="${name}.js"></script></body></html>`;
}

/** The minified script of the page, in bytes. */
export async function measureBundle(): Promise<number> {
  return (await readFile(path.join(dist, 'detail.js'))).byteLength;
}
