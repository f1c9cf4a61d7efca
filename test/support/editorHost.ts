// Runs test/host/*.test.ts inside the extension host of a real VS Code, served from code-server's own copy.
//
//   const result = await runInEditor({ grep: 'catalog' });     // { passed, failed, skipped }
//
// A test there is a mocha test that may `import * as vscode from 'vscode'`; the extension is loaded from the project's
// folder, so `vscode.extensions.getExtension('export-explorer.appboy-export-explorer')` is it. Run them by
// `node scripts/test.ts host [--grep …]`.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { awaitServer } from '../../scripts/editor/awaitServer.ts';
import { linkBuiltIns, toUrlPath } from '../../scripts/editor/codeServer.ts';
import { findFreePort } from '../../scripts/editor/freePort.ts';
import { launchBrowser } from '../../scripts/editor/launchBrowser.ts';
import { createProfile, editorEnvironment, writeSettings } from '../../scripts/editor/profile.ts';
import type { Profile } from '../../scripts/editor/profile.ts';
import { startProcess } from '../../scripts/editor/startProcess.ts';
import type { StartedProcess } from '../../scripts/editor/startProcess.ts';
import { hostRoot, projectRoot, vscodeServerEntry } from '../../scripts/setup/places.mjs';
import { ensureBuilt } from '../../scripts/vsix.ts';
import { bundleHostTests } from './bundleHostTests.ts';
import { followFile } from './followFile.ts';
import type { SuiteOptions, SuiteResult } from './runMocha.ts';

/** How long the editor may take to begin with the tests, and then a single test to say that it ended. */
const silenceMs = 180_000;

export interface EditorRun extends SuiteOptions {
  /** A bundle that exports `run()`, as the tests' does; the tests, unless given. It has VS Code's own extensions beside it. */
  readonly testsPath?: string;
}

/** Builds the extension and the tests, runs them in the editor, prints their report as it comes. */
export async function runInEditor<Result = SuiteResult>(options: EditorRun): Promise<Result> {
  await ensureBuilt();
  const testsPath = options.testsPath ?? (await bundleHostTests(options.seed));
  const directory = path.join(hostRoot, 'host', `run-${process.pid}`);
  const profile = await createProfile(directory);
  await writeSettings(profile, {});
  const port = await findFreePort();
  const builtIns = path.join(directory, 'built-in');
  if (options.testsPath === undefined) await linkBuiltIns(builtIns);
  const server = startServer(profile, port, options, builtIns);
  try {
    await awaitServer(server, `http://127.0.0.1:${port}/version`);
    return (await openAndAwait(profile, server, writeUrl(profile, port, testsPath))) as Result;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function startServer(
  profile: Profile,
  port: number,
  { testsPath, grep }: EditorRun,
  builtIns: string,
): StartedProcess {
  const args = [
    vscodeServerEntry,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
    // Without this a built VS Code ignores the address's payload.
    '--enable-smoke-test-driver',
    ...['--user-data-dir', profile.userData, '--server-data-dir', path.join(profile.directory, 'server')],
    ...['--extensions-dir', profile.extensions],
    ...(testsPath === undefined ? ['--builtin-extensions-dir', builtIns] : []),
  ];
  const env = {
    ...editorEnvironment(profile),
    APPBOY_HOST_RUN: profile.directory,
    ...(grep === undefined ? {} : { APPBOY_HOST_GREP: grep }),
  };
  return startProcess(process.execPath, args, { env, cwd: profile.directory });
}

/** The address that opens the workspace, with our extension in development and our tests to run. */
function writeUrl(profile: Profile, port: number, testsPath: string): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${encodeURI(toUrlPath(file))}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(projectRoot)],
    ['extensionTestsPath', remote(testsPath)],
  ]);
  const folder = encodeURI(toUrlPath(profile.workspace));
  return `http://127.0.0.1:${port}/?folder=${folder}&payload=${encodeURIComponent(payload)}`;
}

async function openAndAwait(profile: Profile, server: StartedProcess, url: string): Promise<unknown> {
  const resultPath = path.join(profile.directory, 'result.json');
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(url);
    let lastHeardAt = Date.now();
    const report = followFile(path.join(profile.directory, 'report.txt'), (text) => {
      lastHeardAt = Date.now();
      process.stdout.write(text);
    });
    let running = true;
    void server.ended.then(() => (running = false));
    while (!existsSync(resultPath)) {
      if (!running || Date.now() - lastHeardAt > silenceMs) throw await explain(page, server);
      await delay(100);
      await report.read();
    }
    await report.read();
    return JSON.parse(await readFile(resultPath, 'utf8')) as unknown;
  } finally {
    await browser.close();
  }
}

async function explain(page: Page, server: StartedProcess): Promise<Error> {
  const picture = path.join(projectRoot, 'out', 'test', 'host', 'failure.png');
  await mkdir(path.dirname(picture), { recursive: true });
  await page.screenshot({ path: picture }).catch(() => undefined);
  const where = path.relative(projectRoot, picture);
  return new Error(
    `The tests did not come to their end in the editor; see ${where}. Its log:\n${server.output()}`,
  );
}
