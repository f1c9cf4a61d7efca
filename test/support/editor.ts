// VS Code with the packaged extension, for the end-to-end tests and the screenshots.
//
//   describe('connecting', () => {
//     const editor = useEditor();                       // or useEditor({ fresh: true }): a server of its own
//     it('asks for the key', async () => {
//       const window = await editor.openWindow({});     // the window of all tests, without editors and messages
//       …                                               // see window.ts; a picture is taken when it failed
//     });
//   });
//
// Loading a window takes far longer than most tests do, so the files of a lane share one server with one window. The first
// window of a `describe` has no connection; later ones keep it, unless they are asked for `isConnected: false`.
//
// `node scripts/test.ts e2e [--grep …]` runs them.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installExtensions, linkBuiltIns, startCodeServer } from '../../scripts/editor/codeServer.ts';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { createProfile, writeKeybindings, writeSettings } from '../../scripts/editor/profile.ts';
import type { Profile, Settings } from '../../scripts/editor/profile.ts';
import { hostRoot, projectRoot } from '../../scripts/setup/places.mjs';
import { ensureVsix } from '../../scripts/vsix.ts';
import { openEditorWindow, windowKeybindings } from './window.ts';
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
  /** False for a window in which every connection is removed. */
  readonly isConnected?: false;
}

export interface Editor {
  readonly profile: Profile;
  readonly url: string;
  /** A new window, in a browser that remembers nothing unless it is one beside another. */
  readonly openWindow: (options: WindowOptions) => Promise<EditorWindow>;
  /** The window that is open, tidied up; a new one where there is none. */
  readonly reopenWindow: (options: WindowOptions) => Promise<EditorWindow>;
  /** Pictures of the open windows, into this folder. */
  readonly photograph: (name: string) => Promise<void>;
  /** Closes the windows but the first. */
  readonly closeOthers: () => Promise<void>;
  readonly closeWindows: () => Promise<void>;
  /** Closes the browser and ends the server. */
  readonly close: () => Promise<void>;
}

/** Where extensions are installed for all servers of a run: JSON of `Installed`. */
const installedVariable = 'APPBOY_E2E_INSTALLED';

interface Installed {
  readonly extensions: string;
  readonly builtIns: string;
}

/** Installs the VSIX for all servers of this process and of those it starts; resolves to what removes it again. */
export async function installOnce(): Promise<() => Promise<void>> {
  const directory = path.join(hostRoot, 'e2e', `installed-${process.pid}-${Date.now().toString(36)}`);
  process.env[installedVariable] = JSON.stringify(await install(directory));
  return () => rm(directory, { recursive: true, force: true });
}

async function install(directory: string): Promise<Installed> {
  const profile = await createProfile(directory);
  const builtIns = path.join(directory, 'built-in');
  await linkBuiltIns(builtIns);
  await installExtensions(profile, [await ensureVsix()]);
  return { extensions: profile.extensions, builtIns };
}

/** Nothing that moves: a test waits for the end of it. */
const testSettings: Settings = { 'workbench.reduceMotion': 'on' };

/** Starts a server with a profile of its own, and a browser. The settings hold for all windows. */
export async function startEditor(settings: Settings = {}): Promise<Editor> {
  const run = `run-${process.pid}-${Date.now().toString(36)}`;
  const directory = path.join(hostRoot, 'e2e', run);
  const shared = process.env[installedVariable];
  const installed =
    shared === undefined ? await install(`${directory}-installed`) : (JSON.parse(shared) as Installed);
  const profile = await createProfile(directory, installed.extensions);
  await writeSettings(profile, settings);
  await writeKeybindings(profile, windowKeybindings);
  const [server, browser] = await Promise.all([
    startCodeServer(profile, { builtIns: installed.builtIns }),
    launchBrowser(),
  ]);
  const close = async () => {
    await browser.close();
    await server.stop();
    for (const it of [directory, `${directory}-installed`]) await rm(it, { recursive: true, force: true });
  };
  return createEditor({ profile, url: server.url, close }, browser, settings);
}

let shared: Promise<Editor> | undefined;

/** Ends the editor that the files of this process shared, if they did. */
export async function closeSharedEditor(): Promise<void> {
  await (await shared)?.close();
}

/**
 * An editor for the tests of the surrounding `describe`: that of all files, or with `fresh` one whose profile nothing else
 * has written to. After a failure there is a new window.
 */
export function useEditor(options: { readonly fresh?: boolean } = {}): Pick<Editor, 'openWindow'> & {
  readonly profile: () => Profile;
} {
  let editor: Editor | undefined;
  let isFirst = true;
  const current = () => {
    if (!editor) throw new Error('The editor is there in hooks and tests only.');
    return editor;
  };
  before('start the editor', async () => {
    editor = await (options.fresh === true
      ? startEditor(testSettings)
      : (shared ??= startEditor(testSettings)));
  });
  afterEach('tidy the windows', async function () {
    const failed = this.currentTest?.state === 'failed';
    if (failed) await current().photograph(this.currentTest?.fullTitle() ?? '');
    await (failed ? current().closeWindows() : current().closeOthers());
  });
  after('end the editor', async () => {
    if (options.fresh === true) await editor?.close();
  });
  return {
    openWindow: (wanted) => {
      if (wanted.beside) return current().openWindow(wanted);
      const options: WindowOptions = isFirst ? { ...wanted, isConnected: false } : wanted;
      isFirst = false;
      return current().reopenWindow(options);
    },
    profile: () => current().profile,
  };
}

const usualViewport = { width: 1280, height: 800 };

function createEditor(
  server: Pick<Editor, 'profile' | 'url' | 'close'>,
  browser: Browser,
  own: Settings,
): Editor {
  const windows = new Set<EditorWindow>();
  const applySettings = ({ theme = 'light', settings = {} }: WindowOptions) =>
    writeSettings(server.profile, { ...own, 'workbench.colorTheme': themes[theme], ...settings });
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
    const { viewport = usualViewport, theme = 'light' } = options;
    await window.page.setViewportSize(viewport);
    await window.tidyUp(theme);
    if (options.isConnected === false) await window.removeConnections();
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
  const closeOthers = async () => {
    for (const window of [...windows].slice(1)) {
      await window.close();
      windows.delete(window);
    }
  };
  const closeWindows = async () => {
    for (const window of windows) await window.context.close();
    windows.clear();
  };
  return { ...server, openWindow, reopenWindow, photograph, closeOthers, closeWindows };
}
