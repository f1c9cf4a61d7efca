// Installs what a fresh machine lacks: `node scripts/setup.mjs [--packages] [--browser]`.
//
// Needs Node 20.20 or later, npm, git, python3, make and g++, and nothing installed: plain JavaScript, no packages. Runs
// before `npm start`, `npm test` and `npm run check`, and is done in no time when everything is there.
//
//   --packages  the npm packages only, for what needs no editor
//   --browser   also a browser, for the tests
import { installBrowser } from './setup/browser.mjs';
import { installCodeServer } from './setup/codeServer.mjs';
import { installNodeModules } from './setup/nodeModules.mjs';
import { SetupError } from './setup/run.mjs';

const flags = new Set(process.argv.slice(2));
const say = (line) => process.stdout.write(`${line}\n`);

// Side by side: each of them waits for the network most of the time, and none needs what another brings.
const installs = await Promise.allSettled([
  installNodeModules(say),
  ...(flags.has('--packages') ? [] : [installCodeServer(say)]),
  ...(flags.has('--browser') ? [installBrowser(say)] : []),
]);
for (const { reason: error } of installs.filter((it) => it.status === 'rejected')) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
