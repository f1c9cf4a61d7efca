import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FrameLocator } from 'playwright-core';

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** Runs axe in a page of ours; what it has to say, one line each. */
export async function findViolations(frame: FrameLocator): Promise<string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const body = await frame.locator('body').elementHandle();
  const own = await body?.ownerFrame();
  if (!own) throw new Error('There is no page on screen.');
  if (!(await own.evaluate(() => 'axe' in window))) await own.evaluate(axe);
  return own.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    const { violations } = await axe.run();
    return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(' ')}`);
  });
}
