// `npm run texts [-- --check]`: collects what people read, from the sources into l10n/bundle.l10n.json, which translators
// start from. With --check it only compares.
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';
import { format } from 'prettier';
import { projectRoot } from './setup/places.mjs';

const bundlePath = path.join(projectRoot, 'l10n', 'bundle.l10n.json');

async function collectTexts(): Promise<string> {
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
  const sorted = Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(JSON.stringify(sorted), { parser: 'json', printWidth: 110 });
}

const texts = await collectTexts();
if (process.argv.includes('--check')) {
  const written = await readFile(bundlePath, 'utf8').catch(() => '');
  if (written !== texts) {
    console.error('l10n/bundle.l10n.json is not what the sources say. Run `npm run texts` and commit it.');
    process.exit(1);
  }
} else {
  await mkdir(path.dirname(bundlePath), { recursive: true });
  await writeFile(bundlePath, texts);
}
