import assert from 'node:assert/strict';
import { build } from 'esbuild';

/** The sources that are loaded with `src/extension.ts`: all that it reaches but by `import()`. */
async function listLoaded(): Promise<string[]> {
  const { metafile } = await build({
    ...{ entryPoints: ['src/extension.ts'], bundle: true, write: false, metafile: true, outfile: 'any.cjs' },
    ...{ platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'silent' },
    plugins: [
      {
        name: 'stop-at-dynamic-imports',
        setup: (it) => {
          it.onResolve({ filter: /./ }, ({ kind, path }) =>
            kind === 'dynamic-import' ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
  return Object.keys(metafile.inputs);
}

describe('activation', () => {
  it('loads no package but the one for texts, no schema and no table: every start of the editor would pay for them', async () => {
    const loaded = await listLoaded();
    assert.ok(loaded.includes('src/commands/registerCommands.ts'));
    const heavy =
      /node_modules\/(?!@vscode\/l10n\/)|src\/(api\/(schemas|endpoints)|catalog\/(sections|series)|commands\/index|sample\/|ndjson\/)/;
    assert.deepEqual(
      loaded.filter((it) => heavy.test(it)),
      [],
    );
  });
});
