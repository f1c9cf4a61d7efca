// VS Code with the packaged extension, for the end-to-end tests and the screenshots.
//
//   describe('connecting', () => {
//     const editor = useEditor();                       // or useEditor({ fresh: true }): a profile of its own
//     it('asks for the key', async () => {
//       const window = await editor.openWindow({});     // a browser that remembers nothing: no connections, no keys
//       …                                               // see window.ts; closed for you, with a picture if it failed
//     });
//   });
//
// `node scripts/test.ts e2e [--grep …]` runs them; the server is shared by all that do not ask for a fresh one.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installExtensions, startCodeServer } from '../../scripts/editor/codeServer.ts';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { createProfile, writeSettings } from '../../scripts/editor/profile.ts';
import type { Profile, Settings } from '../../scripts/editor/profile.ts';
import { hostRoot, projectRoot } from '../../scripts/setup/places.mjs';
import { ensureVsix } from '../../scripts/vsix.ts';
import { openEditorWindow } from './window.ts';
import type { EditorWindow } from './window.ts';

export const themes = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export interface WindowOptions {
  readonly theme?: keyof typeof themes;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Settings of the server from now on, besides the quiet ones. */
  readonly settings?: Settings;
  /** Shares what the browser keeps with this window, as a second window of one user does. */
  readonly beside?: EditorWindow;
  /** Language and region of the browser. */
  readonly locale?: string;
}

export interface Editor {
  readonly profile: Profile;
  readonly url: string;
  readonly openWindow: (options: WindowOptions) => Promise<EditorWindow>;
  /** The window that is open, tidied up; a new one where there is none. */
  readonly reopenWindow: (options: WindowOptions) => Promise<EditorWindow>;
  /** Pictures of the open windows, into this folder. */
  readonly photograph: (name: string) => Promise<void>;
  readonly closeWindows: () => Promise<void>;
  /** Closes the browser, and ends the server if it is not shared. */
  readonly close: () => Promise<void>;
}

/** Where the shared server is, for the specs that run while it does: JSON of `{ profile, url }`. */
const sharedVariable = 'APPBOY_E2E_SERVER';

type Server = Pick<Editor, 'profile' | 'url'> & { readonly stop: () => Promise<void> };

/** Installs the VSIX into a new profile, starts a server for it and tells the specs of it. */
export async function startSharedServer(): Promise<Server> {
  const server = await startServer('shared');
  process.env[sharedVariable] = JSON.stringify({ profile: server.profile, url: server.url });
  return server;
}

/** Starts an editor; the shared server serves it unless it is to be fresh, or there is none. */
export async function startEditor(options: { readonly fresh?: boolean }): Promise<Editor> {
  const shared = process.env[sharedVariable];
  const server =
    shared !== undefined && options.fresh !== true
      ? { ...(JSON.parse(shared) as Pick<Editor, 'profile' | 'url'>), stop: async () => undefined }
      : await startServer('fresh');
  return createEditor(server, await launchBrowser());
}

/**
 * An editor for the tests of the surrounding `describe`. With `keepWindow` they share one window, whose editors and
 * messages are closed for each of them: loading a window takes far longer than most tests do. After a failure there is a
 * new one.
 */
export function useEditor(options: { readonly fresh?: boolean; readonly keepWindow?: boolean } = {}): Pick<
  Editor,
  'openWindow'
> & {
  readonly profile: () => Profile;
} {
  let editor: Editor | undefined;
  const current = () => {
    if (!editor) throw new Error('The editor is there in hooks and tests only.');
    return editor;
  };
  before('start the editor', async () => {
    editor = await startEditor(options);
  });
  afterEach('close the windows', async function () {
    const failed = this.currentTest?.state === 'failed';
    if (failed) await current().photograph(this.currentTest?.fullTitle() ?? '');
    if (failed || options.keepWindow !== true) await current().closeWindows();
  });
  after('end the editor', () => editor?.close());
  return {
    openWindow: (wanted) =>
      options.keepWindow === true ? current().reopenWindow(wanted) : current().openWindow(wanted),
    profile: () => current().profile,
  };
}

async function startServer(name: string): Promise<Server> {
  const vsix = await ensureVsix();
  const run = `${name}-${process.pid}-${Date.now().toString(36)}`;
  const profile = await createProfile(path.join(hostRoot, 'e2e', run));
  await writeSettings(profile, {});
  await installExtensions(profile, [vsix]);
  const server = await startCodeServer(profile);
  const stop = async () => {
    await server.stop();
    await rm(profile.directory, { recursive: true, force: true });
  };
  return { profile, url: server.url, stop };
}

const usualViewport = { width: 1280, height: 800 };

function createEditor(server: Server, browser: Browser): Editor {
  const windows = new Set<EditorWindow>();
  const applySettings = ({ theme = 'light', settings = {} }: WindowOptions) =>
    writeSettings(server.profile, { 'workbench.colorTheme': themes[theme], ...settings });
  const openWindow = async (options: WindowOptions) => {
    const { viewport = usualViewport, beside, locale } = options;
    await applySettings(options);
    const context =
      beside?.context ??
      (await browser.newContext({ viewport, locale, permissions: ['clipboard-read', 'clipboard-write'] }));
    const window = await openEditorWindow(context, server.url);
    windows.add(window);
    return window;
  };
  const reopenWindow = async (options: WindowOptions) => {
    const [window] = windows;
    if (!window) return openWindow(options);
    await applySettings(options);
    await window.page.setViewportSize(options.viewport ?? usualViewport);
    await window.tidyUp(options.theme ?? 'light');
    return window;
  };
  const photograph = async (name: string) => {
    const folder = path.join(projectRoot, 'out', 'test', 'e2e-failures');
    await mkdir(folder, { recursive: true });
    const base = name.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100);
    for (const [index, window] of [...windows].entries()) {
      await window.screenshot(path.join(folder, `${base}-${index + 1}.png`)).catch(() => undefined);
    }
  };
  const closeWindows = async () => {
    for (const window of windows) await window.context.close();
    windows.clear();
  };
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return {
    profile: server.profile,
    url: server.url,
    openWindow,
    reopenWindow,
    photograph,
    closeWindows,
    close,
  };
}
