// `npm run texts [-- --check]`: collects what people read, from the sources into l10n/bundle.l10n.json, which translators
// start from. With --check it only compares.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { projectRoot } from './setup/places.mjs';
import { collectTexts } from './texts/collectTexts.ts';

const bundlePath = path.join(projectRoot, 'l10n', 'bundle.l10n.json');
const texts = await format(JSON.stringify(await collectTexts()), { parser: 'json', printWidth: 110 });
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
