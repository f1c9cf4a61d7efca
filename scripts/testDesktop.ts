// `npm run test:desktop`: the inside-the-editor suite in desktop VS Code, which @vscode/test-electron downloads.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { bundleHostTests } from '../test/support/bundleHostTests.ts';
import { followFile } from '../test/support/followFile.ts';
import type { SuiteResult } from '../test/support/runMocha.ts';
import { createProfile, writeSettings } from './editor/profile.ts';
import { projectRoot } from './setup/places.mjs';
import { ensureBuilt } from './vsix.ts';

const { values } = parseArgs({
  options: { grep: { type: 'string', short: 'g' }, version: { type: 'string' } },
});
await ensureBuilt();
const extensionTestsPath = await bundleHostTests();
// Short, for macOS takes no path of a socket over 103 characters.
const directory = await mkdtemp(path.join(tmpdir(), 'appboy-'));
const profile = await createProfile(directory);
await writeSettings(profile, {});
await mkdir(profile.workspace, { recursive: true });

let running = true;
const desktop = runTests({
  version: values.version,
  extensionDevelopmentPath: projectRoot,
  extensionTestsPath,
  extensionTestsEnv: { APPBOY_HOST_RUN: directory, APPBOY_HOST_GREP: values.grep },
  launchArgs: [
    profile.workspace,
    '--user-data-dir',
    profile.userData,
    '--extensions-dir',
    profile.extensions,
    '--disable-workspace-trust',
    '--disable-telemetry',
    '--skip-welcome',
    '--disable-gpu',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ],
})
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  })
  .finally(() => (running = false));

const report = followFile(path.join(directory, 'report.txt'), (text) => process.stdout.write(text));
while (running) {
  await delay(100);
  await report.read();
}
await report.read();

const resultPath = path.join(directory, 'result.json');
const isWhole = existsSync(resultPath);
const result = isWhole ? (JSON.parse(await readFile(resultPath, 'utf8')) as SuiteResult) : undefined;
await rm(directory, { recursive: true, force: true });
const { passed = 0, failed = 1, skipped = 0 } = result ?? {};
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit((await desktop) === 0 && failed === 0 && passed > 0 ? 0 : 1);
