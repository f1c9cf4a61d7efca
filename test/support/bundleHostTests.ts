import { glob } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { kernelPlugin } from '../../scripts/buildKernel.ts';
import { projectRoot } from '../../scripts/setup/places.mjs';
import { shuffle } from './shuffle.ts';

const folder = path.join(projectRoot, 'test', 'host');

/**
 * Bundles test/host/index.ts with every test/host/*.test.ts into the module that VS Code runs, in an order of the seed's
 * where there is one; resolves to its path.
 */
export async function bundleHostTests(seed?: number): Promise<string> {
  const files: string[] = [];
  for await (const file of glob('**/*.test.ts', { cwd: folder })) files.push(file);
  files.sort();
  const inOrder = seed === undefined ? files : shuffle(files, seed);
  const outfile = path.join(projectRoot, 'out', 'test', 'host', 'index.cjs');
  await build({
    stdin: { contents: writeEntry(inOrder), resolveDir: folder, sourcefile: 'entry.ts', loader: 'ts' },
    outfile,
    bundle: true,
    plugins: [kernelPlugin],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    // Mocha finds its reporters by path, so it stays in node_modules.
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outfile;
}

/** The tests are required when mocha's globals are in place, not when the bundle is loaded. */
function writeEntry(files: readonly string[]): string {
  const requires = files.map((file) => `  require('./${file.split(path.sep).join('/')}');`);
  return [
    "import { runHostTests } from './index.ts';",
    'export const run = () => runHostTests(() => {',
    ...requires,
    '});',
  ].join('\n');
}
