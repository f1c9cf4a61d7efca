// Runs a command without showing what it prints, unless it fails.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hostRoot, projectRoot } from './places.mjs';

/** A failure of setup with one sentence that says what to do about it. */
export class SetupError extends Error {}

/**
 * Runs `command`; resolves to what it printed, throws a SetupError that names `what`, shows the last lines and says
 * where the whole of it is.
 */
export async function run(what, command, args, { cwd = projectRoot, env = ownEnvironment() } = {}) {
  const { code, output } = await new Promise((resolve) => {
    // npm is a .cmd on Windows, which only a shell starts.
    const shell = process.platform === 'win32';
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ code: error.code, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code, output }));
  });
  if (code === 0) return output;
  const log = path.join(hostRoot, 'setup.log');
  mkdirSync(hostRoot, { recursive: true });
  writeFileSync(log, output);
  const tail = output.trimEnd().split('\n').slice(-12).join('\n');
  throw new SetupError(
    `${what} failed (${command} ${args.join(' ')} ended with ${code}; see ${path.relative(projectRoot, log)}).\n${tail}`,
  );
}

/**
 * The environment without what `npm run` adds about this package, and without our own node_modules/.bin on the path:
 * an installation elsewhere takes it for its own, and `npm ci` must not run on the Node it is about to delete.
 */
function ownEnvironment() {
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (/^npm_(package|lifecycle|command|config_local_prefix|execpath|node_execpath)/i.test(name)) continue;
    env[name] = name.toLowerCase() === 'path' ? withoutOwnBin(value ?? '') : value;
  }
  return env;
}

/** Folders of the search path, leaving out every node_modules/.bin. */
export function searchPath(value = process.env.PATH ?? '') {
  const own = path.join('node_modules', '.bin');
  return value.split(path.delimiter).filter((it) => it && !it.endsWith(own));
}

function withoutOwnBin(value) {
  return searchPath(value).join(path.delimiter);
}
