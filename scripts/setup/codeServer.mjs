// Installs code-server, which carries a whole VS Code, from the npm registry.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { codeServerDirectory, codeServerVersion, hostRoot } from './places.mjs';
import { run, searchPath, SetupError } from './run.mjs';

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** Installs code-server unless it is there. An interrupted install leaves nothing that looks finished. */
export async function installCodeServer(say) {
  if (existsSync(codeServerDirectory)) return;
  requireCompiler();
  say(`Installing VS Code (code-server ${codeServerVersion}, about 580 MB)…`);
  removeUnfinished();
  const unfinished = `${codeServerDirectory}.part-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const manifest = { name: 'code-server-host', private: true };
  writeFileSync(path.join(unfinished, 'package.json'), JSON.stringify(manifest));
  const what = 'Installing code-server';
  const wanted = `code-server@${codeServerVersion}`;
  await run(what, 'npm', ['install', wanted, '--ignore-scripts', ...quiet], { cwd: unfinished });

  const vscode = path.join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
  await run(what, 'npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: vscode });
  // The one native module that the extension host cannot do without. It uses Node-API, so that the headers of any
  // Node make it and every Node runs it.
  const headers = findNodeHeaders();
  const nodedir = headers ? [`--nodedir=${headers}`] : [];
  await run(what, 'npm', ['rebuild', '@vscode/spdlog', ...nodedir, ...quiet], { cwd: vscode });
  if (
    !existsSync(path.join(vscode, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'))
  ) {
    throw new SetupError(
      'npm did not build @vscode/spdlog, without which the extension host does not start.',
    );
  }
  finish(unfinished);
}

function finish(unfinished) {
  try {
    renameSync(unfinished, codeServerDirectory);
  } catch (error) {
    // Another setup was faster; its install is as good.
    if (!existsSync(codeServerDirectory)) throw error;
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Removes what interrupted installs left, but not one that is going on in another process. */
function removeUnfinished() {
  if (!existsSync(hostRoot)) return;
  for (const name of readdirSync(hostRoot)) {
    const pid = Number(/^code-server-.*\.part-(\d+)$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(path.join(hostRoot, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function requireCompiler() {
  if (process.platform === 'win32') return; // node-gyp looks for Visual Studio itself and says what it misses.
  const missing = [['python3'], ['make'], ['g++', 'c++', 'clang++']].filter((names) => !names.some(isOnPath));
  if (missing.length === 0) return;
  throw new SetupError(
    `VS Code's logger is built on this machine and needs ${missing.map(([name]) => name).join(', ')}: install ` +
      (process.platform === 'darwin'
        ? 'the command line tools (xcode-select --install).'
        : 'python3, make and g++ (on Debian or Ubuntu: apt-get install python3 make g++).'),
  );
}

function isOnPath(name) {
  return searchPath().some((folder) => existsSync(path.join(folder, name)));
}

/** The folder above include/node of a Node on this machine; without one, node-gyp downloads the headers. */
function findNodeHeaders() {
  const folders = searchPath().map((folder) => path.dirname(folder));
  return folders.find((folder) => existsSync(path.join(folder, 'include', 'node', 'node_api.h')));
}
