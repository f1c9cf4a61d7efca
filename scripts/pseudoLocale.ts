// A language that nobody speaks, made of the English texts: what is still English in it goes through no `l10n.t`.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';
import { projectRoot } from './setup/places.mjs';
import { collectTexts } from './texts/collectTexts.ts';
import { ensureBuilt, packageFolder } from './vsix.ts';

/** The tag that editors know for it. */
export const pseudoLanguage = 'qps-ploc';

const folder = path.join(projectRoot, 'out', 'pseudo');

/** Says an English text in the pseudo language; placeholders and links stay. */
export function toPseudo(text: string): string {
  const { text: said } = getL10nPseudoLocalized({ text });
  return typeof said === 'string' ? said : text;
}

/** Packages the extension with its texts in the pseudo language besides; resolves to the VSIX's path. */
export async function packagePseudoLocale(): Promise<string> {
  await ensureBuilt();
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'l10n'), { recursive: true });
  const shipped = [
    'dist',
    'media',
    'package.json',
    'package.nls.json',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    '.vscodeignore',
  ];
  for (const name of shipped)
    await cp(path.join(projectRoot, name), path.join(folder, name), { recursive: true });
  const texts = await collectTexts();
  await writeJson('l10n/bundle.l10n.json', texts);
  await writeJson(`l10n/bundle.l10n.${pseudoLanguage}.json`, getL10nPseudoLocalized(texts));
  const manifestTexts = JSON.parse(await readFile(path.join(folder, 'package.nls.json'), 'utf8')) as Record<
    string,
    string
  >;
  await writeJson(`package.nls.${pseudoLanguage}.json`, getL10nPseudoLocalized(manifestTexts));
  const vsix = path.join(projectRoot, 'out', 'pseudo.vsix');
  await packageFolder(folder, vsix);
  return vsix;
}

async function writeJson(name: string, content: object): Promise<void> {
  await writeFile(path.join(folder, name), JSON.stringify(content));
}
