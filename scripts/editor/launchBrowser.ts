import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../setup/findBrowser.mjs';

/** Starts the browser that `scripts/setup.mjs --browser` found or installed. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('No browser: run node scripts/setup.mjs --browser');
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath,
    headless: process.env.APPBOY_SHOW_BROWSER === undefined,
    args: [
      // Chromium's sandbox refuses to run as root, as which containers run.
      ...(asRoot ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--no-first-run', '--disable-quic', '--disable-dev-shm-usage'],
    ],
  });
}
