import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The folders an editor lives in, so that it neither sees nor touches the one that the developer uses. */
export interface Profile {
  readonly directory: string;
  readonly userData: string;
  readonly extensions: string;
  /** The folder that the window opens. */
  readonly workspace: string;
}

export type Settings = Readonly<Record<string, unknown>>;

/** A window with the extension in it and little else: nothing that greets, advertises, reports home or asks. */
export const quietSettings: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
};

/**
 * Makes the folders of a profile, keeping what is there. `extensions` can be another profile's folder, so that an
 * extension is installed once for several.
 */
export async function createProfile(directory: string, extensions?: string): Promise<Profile> {
  const profile: Profile = {
    directory,
    userData: path.join(directory, 'user-data'),
    extensions: extensions ?? path.join(directory, 'extensions'),
    workspace: path.join(directory, 'workspace'),
  };
  for (const folder of [profile.userData, profile.extensions, profile.workspace]) {
    await mkdir(folder, { recursive: true });
  }
  return profile;
}

/**
 * Writes the profile's settings, for the user and for the machine: `quietSettings` and then `settings`. A running
 * window follows at once.
 */
export async function writeSettings(profile: Profile, settings: Settings): Promise<void> {
  const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  for (const scope of ['User', 'Machine']) {
    const file = path.join(profile.userData, scope, 'settings.json');
    await mkdir(path.dirname(file), { recursive: true });
    if ((await readFile(file, 'utf8').catch(() => '')) !== text) await writeFile(file, text);
  }
}

/** A key that runs a command, as VS Code's keybindings.json has it. */
export interface Keybinding {
  readonly key: string;
  readonly command: string;
  readonly args?: unknown;
}

/** Writes the profile's own keybindings, which a window reads when it is loaded. */
export async function writeKeybindings(profile: Profile, keybindings: readonly Keybinding[]): Promise<void> {
  const file = path.join(profile.userData, 'User', 'keybindings.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(keybindings, null, 2));
}

/** The environment of an editor: the caller's, without what another editor or npm left in it. */
export function editorEnvironment(profile: Profile): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|PORT$|PASSWORD$)/.test(name),
  );
  const config = path.join(profile.directory, 'config');
  return { ...Object.fromEntries(own), XDG_CONFIG_HOME: config, XDG_DATA_HOME: config };
}
