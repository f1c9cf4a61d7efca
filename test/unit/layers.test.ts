import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

const root = path.resolve(import.meta.dirname, '../..');
/** The configuration is JavaScript, without types of its own. */
const configFile = path.join(root, 'eslint.config.mjs');
// Without waiting at the top level, for which mocha would have to be told to import its files.
const {
  layers: table,
  rooms,
  doors,
} = createRequire(import.meta.url)(configFile) as {
  layers: Readonly<Record<string, readonly string[]>>;
  rooms: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Of each layer that has doors, those that other layers may take. */
  doors: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};
const watched = ['no-restricted-imports', 'no-restricted-syntax'];

/** Every way to import `specifier`. */
function writeImports(specifier: string): string[] {
  return [
    `import * as it from '${specifier}';`,
    `import type * as It from '${specifier}';`,
    `import '${specifier}';`,
    `export * from '${specifier}';`,
    `export const it = import('${specifier}');`,
  ];
}

/** What the layer `layer` says to lines of source, by the configuration that is in force for its files. */
async function createCheck(layer: string): Promise<(lines: string[]) => number[]> {
  const eslint = new ESLint({ cwd: root });
  const config = (await eslint.calculateConfigForFile(
    path.join(root, `src/${layer}/any.ts`),
  )) as Linter.Config;
  const rules = Object.fromEntries(watched.map((name) => [name, config.rules?.[name] ?? 'off']));
  const linter = new Linter();
  const parser = tseslint.parser as Linter.Parser;
  return (lines) => {
    const found = linter.verify(
      lines.join('\n'),
      [{ files: ['**/*.ts'], languageOptions: { parser }, rules }],
      'any.ts',
    );
    for (const { fatal, message } of found) assert.ok(!fatal, message);
    return [...new Set(found.map((it) => it.line))];
  };
}

describe('the layer table', () => {
  it('has every folder of src', async () => {
    const entries = await readdir(path.join(root, 'src'), { withFileTypes: true });
    const folders = entries.filter((it) => it.isDirectory()).map((it) => it.name);
    assert.deepEqual(
      folders.filter((it) => !(it in table)),
      [],
    );
  });

  it('keeps the pure layers from the editor, and the lowest from everything', () => {
    const editor = Object.keys(table).filter((layer) => table[layer]?.includes('vscode'));
    assert.deepEqual(editor.sort(), ['commands', 'host', 'panels', 'viewer', 'views']);
    assert.deepEqual([table['protocol'], table['util']], [[], ['protocol']]);
  });

  for (const [layer, allowed] of Object.entries(table))
    it(`stops every wrong import of ${layer}, and no other`, async () => {
      const check = await createCheck(layer);
      // Past the doors of a layer that has some, only types: see below.
      const fileOf = (other: string): string =>
        other === layer ? 'any' : doors[other] ? (doors[other][layer]?.[0] ?? 'any') : 'any';
      const modules: Record<string, string[]> = Object.fromEntries(
        Object.keys(table).map((other) => [
          other,
          ['../', '../../', './../'].map((up) => `${up}${other}/${fileOf(other)}.ts`),
        ]),
      );
      modules['ids'] = ['../ids.ts', '../../ids.ts'];
      modules['node'] = ['node:fs', 'node:fs/promises'];
      for (const name of ['vscode', 'zod', 'yauzl', 'chardet']) modules[name] = [name];
      const own = (name: string) => name === layer || allowed.includes(name);
      const right = ['./any.ts', './deep/any.ts'];
      const wrong = [
        ...[
          '../extension.ts',
          '../onDemand.ts',
          '../../webview-ui/a.ts',
          '../../test/a.ts',
          '../util/../views/a.ts',
        ],
        ...['left-pad', 'zodiac', 'vscode-uri', 'yauzl-promise', 'fs', '@scope/zod'],
      ];
      for (const [name, specifiers] of Object.entries(modules))
        (own(name) ? right : wrong).push(...specifiers);
      for (const [specifiers, stops] of [
        [right, false],
        [wrong, true],
      ] as const) {
        const lines = specifiers.flatMap(writeImports);
        const stopped = check(lines);
        const surprises = lines.filter((_, index) => stopped.includes(index + 1) !== stops);
        assert.deepEqual(surprises, []);
      }
    });

  for (const [entered, open] of Object.entries(doors)) {
    it(`lets others into ${entered} by its doors only, but for types`, async () => {
      for (const [layer, allowed] of Object.entries(table)) {
        if (layer === entered || !allowed.includes(entered)) continue;
        const check = await createCheck(layer);
        const stopped = (specifier: string): string[] => {
          const lines = [
            ...writeImports(specifier),
            `export { it } from '${specifier}';`,
            `export type { It } from '${specifier}';`,
            `import { it, type It } from '${specifier}';`,
            `import type { It } from '${specifier}';`,
          ];
          const found = check(lines);
          return lines.filter((_, index) => found.includes(index + 1));
        };
        for (const up of ['../', '../../', './../']) {
          for (const door of open[layer] ?? []) assert.deepEqual(stopped(`${up}${entered}/${door}.ts`), []);
          const others = Object.values(open).flat();
          const past = ['any', 'deep/any', ...others.filter((it) => !open[layer]?.includes(it))];
          for (const door of open[layer] ?? []) past.push(`deep/${door}`, `${door}Else`);
          for (const file of past) {
            const lines = stopped(`${up}${entered}/${file}.ts`);
            assert.equal(lines.length, 6, `${layer}: ${file}`);
            assert.ok(lines.every((it) => !/^(import|export) type/.test(it)));
          }
        }
      }
    });

    it(`has doors of ${entered} in its own folder, for layers that may import it`, async () => {
      const files = await readdir(path.join(root, 'src', entered));
      for (const [layer, names] of Object.entries(open)) {
        assert.ok(table[layer]?.includes(entered), layer);
        for (const name of names) assert.ok(files.includes(`${name}.ts`), name);
      }
    });
  }

  it('has a row for every room of a layer that is divided, and rooms of at most 25 files', async () => {
    for (const layer of Object.keys(table)) {
      const entries = await readdir(path.join(root, 'src', layer), { withFileTypes: true });
      const folders = entries.filter((it) => it.isDirectory()).map((it) => it.name);
      const known = Object.keys(rooms[layer] ?? {}).filter((it) => it !== '.');
      assert.deepEqual(folders.sort(), known.sort(), layer);
      for (const folder of ['.', ...folders]) {
        const files = await readdir(path.join(root, 'src', layer, folder), { withFileTypes: true });
        const count = files.filter((it) => it.isFile()).length;
        assert.ok(count <= 25, `${layer}/${folder} has ${count} files`);
      }
    }
  });

  for (const [layer, ofLayer] of Object.entries(rooms))
    for (const [room, allowed] of Object.entries(ofLayer))
      it(`stops every wrong import of ${layer}/${room} from another room, and no other`, async () => {
        const check = await createCheck(room === '.' ? layer : `${layer}/${room}`);
        const up = room === '.' ? './' : '../';
        for (const other of Object.keys(ofLayer)) {
          if (other === room) continue;
          const lines = writeImports(`${up}${other === '.' ? '' : `${other}/`}any.ts`);
          assert.equal(check(lines).length, allowed.includes(other) ? 0 : lines.length, other);
        }
        assert.equal(check(writeImports('./any.ts')).length, 0);
      });
});
