import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from './editor/startProcess.ts';
import { projectRoot } from './setup/places.mjs';

const vsixPath = path.join(projectRoot, 'out', 'appboy-export-explorer.vsix');

/** What the VSIX is made of, directly or by way of the bundles. */
const sources = [
  '{src,webview-ui,media,l10n}/**',
  'esbuild.mjs',
  'scripts/buildKernel.ts',
  'tsconfig.base.json',
  '.vscodeignore',
  'package{,.nls}.json',
  'package-lock.json',
  '{README,CHANGELOG,LICENSE}*',
];

/** Bundles the extension into dist/. Throws, after esbuild has said why, when it does not build. */
async function buildExtension(): Promise<void> {
  const build = spawn(process.execPath, ['esbuild.mjs'], { cwd: projectRoot, stdio: 'inherit' });
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) throw new Error('The extension does not build.');
}

/** Bundles the extension when a source changed since the last time; resolves to what stands for the sources. */
export async function ensureBuilt(): Promise<string> {
  const sourcesNow = await fingerprint();
  const stampPath = path.join(projectRoot, 'out', 'dist.stamp');
  const built = await readFile(stampPath, 'utf8').catch(() => '');
  if (built !== '' && built === `${sourcesNow} ${await bundleTime()}`) return sourcesNow;
  await buildExtension();
  await mkdir(path.dirname(stampPath), { recursive: true });
  await writeFile(stampPath, `${sourcesNow} ${await bundleTime()}`);
  return sourcesNow;
}

/** When dist/ was built, so that a build by hand, for debugging say, is not taken for ours. */
async function bundleTime(): Promise<number | undefined> {
  const bundle = await stat(path.join(projectRoot, 'dist', 'extension.cjs')).catch(() => undefined);
  return bundle?.mtimeMs;
}

/** Builds and packages the extension when a source changed since the last time; resolves to the VSIX's path. */
export async function ensureVsix(): Promise<string> {
  const stampPath = `${vsixPath}.stamp`;
  const stamp = await ensureBuilt();
  if (existsSync(vsixPath) && (await readFile(stampPath, 'utf8').catch(() => '')) === stamp) return vsixPath;
  await packageFolder(projectRoot, vsixPath);
  await writeFile(stampPath, stamp);
  return vsixPath;
}

/** Packages the extension in a folder as it stands there. */
export async function packageFolder(folder: string, packagePath: string): Promise<void> {
  await mkdir(path.dirname(packagePath), { recursive: true });
  const unfinished = `${packagePath}.${process.pid}.part`;
  const flags = [
    // Everything that ships is in the bundles.
    '--no-dependencies',
    // There is no repository address to make the README's relative links absolute with.
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--skip-license',
  ];
  const vsce = path.join(projectRoot, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = [vsce, 'package', ...flags, '--out', unfinished];
  const packaging = startProcess(process.execPath, args, { cwd: folder });
  if ((await packaging.ended) !== 0) throw new Error(`vsce made no package:\n${packaging.output()}`);
  await packaging.stop();
  await rename(unfinished, packagePath);
}

/** Name, size and time of every source: enough to notice a change, quick enough for every start. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for (const pattern of sources) {
    for await (const file of glob(pattern, { cwd: projectRoot })) files.push(file);
  }
  for (const file of files.sort()) {
    const { size, mtimeMs } = await stat(path.join(projectRoot, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
