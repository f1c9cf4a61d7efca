// `npm start [-- --port N] [--no-open]`: the extension in a real VS Code window, with the sample app group connected.
//
// The window's folders are kept in .vscode-test/demo, so that a second start is quick and finds what the first one
// left; delete that folder to begin afresh. Ctrl+C ends everything.
import { spawn } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { installExtensions, startCodeServer } from './editor/codeServer.ts';
import { endWhenTold } from './editor/endWhenTold.ts';
import { findFreePort, tryPort } from './editor/freePort.ts';
import { createProfile, writeSettings } from './editor/profile.ts';
import type { Profile } from './editor/profile.ts';
import { hostRoot, projectRoot } from './setup/places.mjs';
import { ensureVsix, packageFolder } from './vsix.ts';

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } } });
  const vsix = await ensureVsix();
  const profile = await createProfile(path.join(hostRoot, 'demo'));
  await writeSettings(profile, {});
  await writeDemoFile(profile);
  await installWhenChanged(profile, vsix);

  const server = await startCodeServer(profile, { port: await choosePort(profile, values.port) });
  endWhenTold(() => void server.stop());
  console.log(`\nVS Code with Appboy Export Explorer: ${server.url}\nCtrl+C ends it.\n`);
  if (values['no-open'] !== true) openInBrowser(server.url);

  const code = await server.ended;
  await server.stop();
  if (code !== 0 && code !== null)
    throw new Error(`VS Code's server ended with ${code}:\n${server.output()}`);
}

/** Installing takes seconds, so it is done only when the VSIX or the starter is another one than the last time. */
async function installWhenChanged(profile: Profile, vsix: string): Promise<void> {
  const starter = path.join(import.meta.dirname, 'demo-starter');
  const files = [vsix, path.join(starter, 'package.json'), path.join(starter, 'starter.js')];
  const stamp = (await Promise.all(files.map(async (file) => `${file} ${(await stat(file)).mtimeMs}`))).join(
    '\n',
  );
  const stampPath = path.join(profile.directory, 'installed');
  if ((await readFile(stampPath, 'utf8').catch(() => '')) === stamp) return;
  const starterVsix = path.join(projectRoot, 'out', 'demo-starter.vsix');
  await packageFolder(starter, starterVsix);
  console.log('Installing the extension…');
  await installExtensions(profile, [vsix, starterVsix]);
  await writeFile(stampPath, stamp);
}

/** The browser keeps what a window remembers by its address, keys included: the port of the last time is best. */
async function choosePort(profile: Profile, wanted: string | undefined): Promise<number> {
  const file = path.join(profile.directory, 'port');
  const last = Number(await readFile(file, 'utf8').catch(() => '0'));
  const port = wanted === undefined ? await findFreePort(last) : await readPort(wanted);
  await writeFile(file, String(port));
  return port;
}

async function readPort(text: string): Promise<number> {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`--port takes a number from 1 to 65535, not "${text}".`);
  }
  if ((await tryPort(port)) === undefined) throw new Error(`Port ${port} is taken: choose another, or none.`);
  return port;
}

async function writeDemoFile(profile: Profile): Promise<void> {
  const file = path.join(profile.workspace, 'README.md');
  await mkdir(profile.workspace, { recursive: true });
  await writeFile(
    file,
    [
      '# Appboy Export Explorer',
      '',
      'A window to try the extension in. The Appboy views at the left show the sample app group, which needs no',
      'account, no key and no network. `Appboy: Connect App Group…` in the command palette connects your own.',
      '',
    ].join('\n'),
  );
}

/** Opens the page in the desktop's browser, where there is a desktop. */
function openInBrowser(url: string): void {
  const isHeadless = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (isHeadless) return;
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '""', url]
        : ['xdg-open', url];
  // The address is on the screen; a desktop without an opener is no failure.
  spawn(command ?? '', args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
