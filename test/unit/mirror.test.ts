import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Tests of more than one file or folder, by their paths below test/unit, and why they lie where they do. */
const exceptions: Readonly<Record<string, string>> = {
  documents: 'the documents against what they tell of',
  exportedNames: 'names that all files of src and webview-ui export',
  layers: 'the layer table of eslint.config.mjs',
  linearTime: 'every pattern that reads texts of others',
  manifest: 'package.json against src/ids.ts',
  mirror: 'this rule',
};

/** What a test may be named after: a file or a folder of the same path, or a file whose name its folder has. */
function findSources(test: string): string[] {
  const [top = ''] = test.split('/');
  const source = path.join(root, ['webview-ui', 'bench', 'scripts'].includes(top) ? '' : 'src', test);
  return [`${source}.ts`, source, `${path.dirname(source)}.ts`].filter((it) => existsSync(it));
}

describe('test/unit', () => {
  it('has what it tests at the same path of src, webview-ui, bench or scripts', async () => {
    const tests: string[] = [];
    for await (const file of glob('**/*.test.ts', { cwd: path.join(root, 'test/unit') }))
      tests.push(file.replaceAll(path.sep, '/').replace(/\.test\.ts$/, ''));
    assert.ok(tests.length > 100);
    assert.deepEqual(
      tests.filter((it) => findSources(it).length === 0 && !(it in exceptions)).sort(),
      [],
      'Move these to the path of what they test, or name them with a reason.',
    );
    assert.deepEqual(
      Object.keys(exceptions).filter((it) => !tests.includes(it) || findSources(it).length > 0),
      [],
      'These exceptions are none.',
    );
  });
});
