import { createHash } from 'node:crypto';
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson, type l10nJsonFormat } from '@vscode/l10n-dev';
import { projectRoot } from '../setup/places.mjs';

/** What was found in files before, by the hash of their content: the extractor takes a quarter of a second for each. */
type Cache = Record<string, l10nJsonFormat>;

const cachePath = path.join(projectRoot, 'out', 'texts.json');

/** What people read, from the sources of host and pages, by the English text. Sorted, so that a change is a line. */
export async function collectTexts(): Promise<l10nJsonFormat> {
  const before = await readCache();
  const now: Cache = {};
  for await (const file of glob('{src,webview-ui}/**/*.ts', { cwd: projectRoot })) {
    const contents = await readFile(path.join(projectRoot, file), 'utf8');
    if (!contents.includes('@vscode/l10n')) continue;
    const hash = createHash('sha256').update(contents).digest('hex');
    now[hash] = before[hash] ?? (await getL10nJson([{ extension: '.ts', contents }]));
  }
  await mkdir(path.dirname(cachePath), { recursive: true });
  await writeFile(cachePath, JSON.stringify(now));
  const texts = Object.assign({}, ...Object.values(now)) as l10nJsonFormat;
  return Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readCache(): Promise<Cache> {
  try {
    return JSON.parse(await readFile(cachePath, 'utf8')) as Cache;
  } catch {
    return {};
  }
}
