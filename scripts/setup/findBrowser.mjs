// Finds a browser of the Chromium family, for the tests and the screenshots.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { searchPath } from './run.mjs';

const namesOnPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];

const inApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const inProgramFiles = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * The path of Chromium, Chrome or Edge, or undefined. APPBOY_TEST_BROWSER names one outright.
 */
export function findBrowser(env = process.env) {
  if (env.APPBOY_TEST_BROWSER) return env.APPBOY_TEST_BROWSER;
  return candidates(env).find((file) => existsSync(file));
}

function candidates(env) {
  const extension = process.platform === 'win32' ? '.exe' : '';
  const onPath = searchPath(env.PATH ?? env.Path).flatMap((folder) =>
    namesOnPath.map((name) => path.join(folder, `${name}${extension}`)),
  );
  if (process.platform === 'darwin') {
    const folders = ['/Applications', path.join(env.HOME ?? '', 'Applications')];
    return [...folders.flatMap((folder) => inApplications.map((app) => path.join(folder, app))), ...onPath];
  }
  if (process.platform === 'win32') {
    const folders = [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].filter((it) => it);
    return [...folders.flatMap((folder) => inProgramFiles.map((app) => path.join(folder, app))), ...onPath];
  }
  return [...onPath, '/usr/bin/chromium', '/opt/google/chrome/chrome'];
}
