// Brings node_modules to what package-lock.json says.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './places.mjs';
import { run, SetupError } from './run.mjs';

const nodeBinary = path.join(
  projectRoot,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Runs `npm ci` when something of the lock file is not installed, or in another version. */
export async function installNodeModules(say) {
  if (!isInstalled()) {
    say('Installing the npm packages…');
    await run('Installing the npm packages', 'npm', ['ci', '--no-audit', '--no-fund']);
  }
  if (existsSync(nodeBinary)) return;
  // An npm that runs no install script leaves the package `node` without its binary.
  await run('Installing Node 24', process.execPath, ['installArchSpecificPackage.js'], {
    cwd: path.join(projectRoot, 'node_modules', 'node'),
  });
  if (!existsSync(nodeBinary)) {
    throw new SetupError('The npm package "node" has no binary for this system: install Node 24 yourself.');
  }
}

/**
 * npm writes node_modules/.package-lock.json last, with what it installed: comparing with that is right after an
 * `npm install` by hand, a branch switch and an interrupted install alike, which no stamp of our own would be.
 */
function isInstalled() {
  const wanted = readPackages(path.join(projectRoot, 'package-lock.json'));
  const installed = readPackages(path.join(projectRoot, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([location, entry]) => {
    if (location === '') return true;
    const found = installed[location];
    // Optional packages are those of other systems, mostly.
    return found ? found.version === entry.version : entry.optional === true;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
