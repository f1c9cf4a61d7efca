// One list of bundles and one loop. `node esbuild.mjs [--watch] [--dev]`
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { kernelPlugin } from './scripts/buildKernel.ts';

const flags = new Set(process.argv.slice(2));
const node = {
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  // By `require`, which the editor hands its `vscode` module to.
  supported: { 'dynamic-import': false },
};
const page = { platform: 'browser', target: 'chrome134', format: 'iife' };

/** What every bundle of the extension host shares, so that it is one there: see `sharedLanguage`. */
const language = { entry: 'src/protocol/language.ts', out: 'dist/language.cjs' };

const bundles = [
  { ...language, ...node },
  { entry: 'src/extension.ts', out: 'dist/extension.cjs', ...node },
  // Parts that only some sessions need, or none at the start: where the code says `import('….ts')` with one of these, the bundle is loaded.
  { entry: 'src/onDemand.ts', out: 'dist/onDemand.cjs', ...node },
  { entry: 'src/sample/server.ts', out: 'dist/sample.cjs', ...node },
  { entry: 'src/exports/jobs/openJobs.ts', out: 'dist/exports.cjs', ...node },
  { entry: 'src/viewer/openViewer.ts', out: 'dist/ndjson.cjs', ...node },
  // Threads.
  { entry: 'src/exports/archive/unpackWorker.ts', out: 'dist/unpackWorker.cjs', ...node },
  { entry: 'src/ndjson/scan/worker.ts', out: 'dist/ndjsonWorker.cjs', ...node },
  // Pages.
  { entry: 'webview-ui/detail/main.ts', out: 'dist/detail.js', ...page },
  { entry: 'webview-ui/detail/detail.css', out: 'dist/detail.css', ...page },
  { entry: 'webview-ui/viewer/main.ts', out: 'dist/viewer.js', ...page },
  { entry: 'webview-ui/viewer/viewer.css', out: 'dist/viewer.css', ...page },
  {
    entry: 'node_modules/@vscode/codicons/dist/codicon.css',
    out: 'dist/codicon.css',
    ...page,
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

/** Turns a dynamic import of a bundle's entry into an import of the bundle beside it. */
const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path: specifier, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const bundle = bundles.find((it) => path.resolve(it.entry) === path.resolve(resolveDir, specifier));
      return bundle && { path: `./${path.basename(bundle.out)}`, external: true };
    });
  },
};

/** Turns imports of `@vscode/l10n` and of our language into imports of one bundle, whose language is set once. */
const sharedLanguage = {
  name: 'shared-language',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$|\/language\.ts$/ }, () => ({
      path: `./${path.basename(language.out)}`,
      external: true,
    }));
  },
};

/**
 * `vscode` as it is, not copied name by name into a module object in each of the files that import it: those copies were
 * most of what loading the bundle took.
 */
const bareVscode = {
  name: 'bare-vscode',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const contents = text.replace(
        /^import \* as vscode from 'vscode';$/m,
        "const vscode = require('vscode');",
      );
      return { contents, loader: 'ts' };
    });
  },
};

/** Pages and threads have no module of another bundle. */
const sharesLanguage = (entry) =>
  entry.startsWith('src/') && entry !== language.entry && !/[wW]orker\.ts$/.test(entry);

await rm('dist', { recursive: true, force: true });
for (const { entry, out, ...options } of bundles) {
  const settings = {
    ...options,
    entryPoints: [entry],
    outfile: out,
    bundle: true,
    plugins: [lazyBundles, kernelPlugin, bareVscode, ...(sharesLanguage(entry) ? [sharedLanguage] : [])],
    minify: !flags.has('--dev'),
    sourcemap: flags.has('--dev') ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'warning',
  };
  if (flags.has('--watch')) await (await esbuild.context(settings)).watch();
  else await esbuild.build(settings);
}
