// Sees to a browser for the tests and to fonts for the screenshots.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findBrowser } from './findBrowser.mjs';
import { hostRoot } from './places.mjs';
import { run, SetupError } from './run.mjs';

/** Debian packages of the fonts, and a file each of them brings. */
const fonts = [
  ['fonts-dejavu-core', '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
  ['fonts-noto-color-emoji', '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'],
  // Chinese, Japanese and Korean in 8 MB; fonts-noto-cjk takes 60.
  ['fonts-wqy-zenhei', '/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc'],
];

/** Installs Chromium where no browser is found and apt-get can; otherwise says what to install. */
export async function installBrowser(say) {
  if (!findBrowser()) {
    if (!canInstall()) throw new SetupError(missingBrowser);
    say('Installing Chromium…');
    await aptGetInstall(['chromium']).catch((error) => {
      throw new SetupError(`${missingBrowser}\n${error.message}`);
    });
    if (!findBrowser()) throw new SetupError(missingBrowser);
  }
  await installFonts(say);
}

const missingBrowser =
  'The tests drive VS Code in a browser and found none: install Chromium, Google Chrome or Microsoft Edge, or name ' +
  'one with APPBOY_TEST_BROWSER=/path/to/it.';

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** Nicer pictures, nothing more: tried once, and never a reason to fail. */
async function installFonts(say) {
  const missing = fonts.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  const tried = path.join(hostRoot, `fonts-tried-${fonts.length}`);
  if (missing.length === 0 || !canInstall() || existsSync(tried)) return;
  say('Installing fonts…');
  mkdirSync(hostRoot, { recursive: true });
  writeFileSync(tried, 'Delete this file to have setup try again to install fonts.\n');
  await aptGetInstall(missing).catch(() =>
    say('No fonts could be installed; only screenshots look different.'),
  );
}

async function aptGetInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get update', 'apt-get', ['update'], { env });
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  await run('apt-get install', 'apt-get', install, { env });
}
