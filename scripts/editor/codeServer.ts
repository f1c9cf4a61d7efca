// A real VS Code window as a user has it: code-server, with the packaged extension installed.
//
//   const profile = await createProfile('/some/folder');
//   await writeSettings(profile, {});
//   await installExtensions(profile, [await ensureVsix()]);
//   const server = await startCodeServer(profile);    // server.url opens in a browser
//   await server.stop();
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { codeServerEntry, vscodeServerEntry } from '../setup/places.mjs';
import { awaitServer } from './awaitServer.ts';
import { findFreePort } from './freePort.ts';
import { editorEnvironment } from './profile.ts';
import type { Profile } from './profile.ts';
import { startProcess } from './startProcess.ts';

export interface EditorServer {
  /** Opens the profile's workspace folder. */
  readonly url: string;
  readonly output: () => string;
  /** Settles when the server has ended by itself or by `stop`. */
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<void>;
}

/** Installs packaged extensions into the profile, replacing other versions of them. */
export async function installExtensions(profile: Profile, vsixPaths: readonly string[]): Promise<void> {
  const wanted = vsixPaths.flatMap((file) => ['--install-extension', file]);
  const args = [codeServerEntry, ...profileArguments(profile), '--force', ...wanted];
  const installer = startProcess(process.execPath, args, { env: editorEnvironment(profile) });
  if ((await installer.ended) !== 0) throw new Error(`The VSIX was not installed:\n${installer.output()}`);
  await installer.stop();
}

/** The extensions of VS Code itself that tests and pictures need: themes, and what they show documents with. */
const neededBuiltIns = [
  ...['theme-defaults', 'theme-seti', 'configuration-editing', 'json', 'json-language-features'],
  ...['diff', 'log', 'search-result', 'github-authentication'],
];

/**
 * Makes a folder with the few built-in extensions that `neededBuiltIns` names: a window that reads all hundred of them
 * takes twice as long until ours is there.
 */
export async function linkBuiltIns(folder: string): Promise<void> {
  const all = path.join(path.dirname(vscodeServerEntry), '..', 'extensions');
  await mkdir(folder, { recursive: true });
  for (const name of neededBuiltIns) await symlink(path.join(all, name), path.join(folder, name), 'junction');
}

export interface ServerOptions {
  /** A loopback port; a free one unless given. */
  readonly port?: number;
  /** The folder of the built-in extensions; VS Code's own, with all of them, unless given. */
  readonly builtIns?: string;
}

/** Starts a server for the profile; resolves once it answers. */
export async function startCodeServer(
  profile: Profile,
  { port, builtIns }: ServerOptions = {},
): Promise<EditorServer> {
  const listenOn = port ?? (await findFreePort());
  const args = [
    codeServerEntry,
    ...profileArguments(profile),
    ...(builtIns === undefined ? [] : ['--builtin-extensions-dir', builtIns]),
    ...['--auth', 'none', '--bind-addr', `127.0.0.1:${listenOn}`],
    ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
    ...['--disable-getting-started-override', '--disable-proxy', '--ignore-last-opened'],
    profile.workspace,
  ];
  await mkdir(profile.directory, { recursive: true });
  const server = startProcess(process.execPath, args, {
    cwd: profile.directory,
    env: editorEnvironment(profile),
    logFile: path.join(profile.directory, 'server.log'),
  });
  const origin = `http://127.0.0.1:${listenOn}`;
  await awaitServer(server, `${origin}/healthz`);
  const url = `${origin}/?folder=${encodeURI(toUrlPath(profile.workspace))}`;
  return { url, output: server.output, ended: server.ended, stop: server.stop };
}

function profileArguments(profile: Profile): string[] {
  return [
    ...['--config', path.join(profile.directory, 'code-server.yaml')],
    ...['--user-data-dir', profile.userData, '--extensions-dir', profile.extensions],
  ];
}

/** `/abs/path`, on Windows `/c:/abs/path`. */
export function toUrlPath(file: string): string {
  const forward = file.split(path.sep).join('/');
  return forward.startsWith('/') ? forward : `/${forward}`;
}
