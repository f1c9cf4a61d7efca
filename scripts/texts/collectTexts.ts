import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson, type l10nJsonFormat } from '@vscode/l10n-dev';
import { projectRoot } from '../setup/places.mjs';

/** What people read, from the sources of host and pages, by the English text. Sorted, so that a change is a line. */
export async function collectTexts(): Promise<l10nJsonFormat> {
  const files: string[] = [];
  for await (const file of glob('{src,webview-ui}/**/*.ts', { cwd: projectRoot })) files.push(file);
  const sources = await Promise.all(
    files.sort().map(async (file) => ({
      extension: '.ts' as const,
      contents: await readFile(path.join(projectRoot, file), 'utf8'),
    })),
  );
  // The extractor takes seconds for all files, and few hold texts.
  const texts = await getL10nJson(sources.filter((it) => it.contents.includes('@vscode/l10n')));
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
