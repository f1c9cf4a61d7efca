import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commands, settingIds } from '../../src/ids.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): Promise<string> => readFile(path.join(root, file), 'utf8');

const require = createRequire(import.meta.url);
const { layers } = require('../../eslint.config.mjs') as { layers: Record<string, string[]> };
const manifest = require('../../package.json') as {
  scripts: Record<string, string>;
  contributes: {
    commands: { command: string; title: string }[];
    configuration: { properties: Record<string, { default: unknown }> };
  };
};

/** Each document with its text. Records of decisions tell of their time: what they name may be gone. */
async function readDocuments(): Promise<[string, string][]> {
  const files = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/export-api.md'];
  return Promise.all(files.map(async (file): Promise<[string, string]> => [file, await read(file)]));
}

const codeSpans = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map((it) => it[1] ?? '');

async function exists(pattern: string): Promise<boolean> {
  if (!pattern.includes('*')) return existsSync(path.join(root, pattern));
  for await (const file of glob(pattern, { cwd: root })) return file !== '';
  return false;
}

describe('the documents', () => {
  it('name files and folders that exist', async () => {
    const missing: string[] = [];
    for (const [document, text] of await readDocuments()) {
      const named = codeSpans(text).filter((it) =>
        /^(src|webview-ui|test|scripts|bench|docs|media)\/[\w./*-]+$/.test(it),
      );
      for (const name of named) if (!(await exists(name))) missing.push(`${document}: ${name}`);
      const tests = codeSpans(text).filter((it) => /^\w+\.test\.ts$/.test(it));
      for (const name of tests) if (!(await exists(`test/**/${name}`))) missing.push(`${document}: ${name}`);
    }
    assert.deepEqual(missing, []);
  });

  it('link to what exists', async () => {
    const records = (await readdir(path.join(root, 'docs/decisions'))).map((it) => `docs/decisions/${it}`);
    const missing: string[] = [];
    for (const document of [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'docs/export-api.md',
      ...records,
    ]) {
      for (const [, target = ''] of (await read(document)).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:|^#/.test(target)) continue;
        const file = path.join(path.dirname(document), target.split('#')[0] ?? '');
        if (!existsSync(path.join(root, file))) missing.push(`${document}: ${target}`);
      }
    }
    assert.deepEqual(missing, []);
  });

  it('name commands, settings and scripts that exist', async () => {
    const ids = new Set<string>([...Object.values(commands), ...Object.values(settingIds)]);
    const unknown: string[] = [];
    for (const [document, text] of await readDocuments()) {
      for (const span of codeSpans(text)) {
        const [, script] = /^npm (?:run )?([\w:]+)/.exec(span) ?? [];
        if (script !== undefined && !(script in manifest.scripts)) unknown.push(`${document}: ${span}`);
        if (/^appboy\.[\w.]+$/.test(span) && span !== 'appboy.ndjson' && !ids.has(span))
          unknown.push(`${document}: ${span}`);
      }
    }
    assert.deepEqual(unknown, []);
  });

  it('list every setting with its default', async () => {
    const rows = (await read('README.md')).split('\n').filter((it) => it.startsWith('| `appboy.'));
    const listed = rows.flatMap((row) => {
      const [, names = '', defaults = ''] = row.split('|');
      const values = codeSpans(defaults);
      return codeSpans(names).map((name, i): [string, string] => [name, values[i] ?? values[0] ?? 'empty']);
    });
    const shown = listed.filter(([name]) => name in manifest.contributes.configuration.properties);
    const real = Object.entries(manifest.contributes.configuration.properties).map(
      ([name, { default: value }]): [string, string] => [
        name,
        value === '' || (Array.isArray(value) && value.length === 0) ? 'empty' : JSON.stringify(value),
      ],
    );
    assert.deepEqual(shown.sort(), real.sort());
  });

  it('show code as it stands in the files', async () => {
    const collapse = (text: string): string => text.replace(/\s+/g, '');
    const unlike: string[] = [];
    for (const [document, text] of await readDocuments()) {
      const blocks = [...text.matchAll(/(?:<!-- ([\w./-]+) -->\n+)?```ts\n([\s\S]*?)```/g)];
      for (const [, source, code = ''] of blocks) {
        if (source === undefined) {
          unlike.push(`${document}: a block of code without its file`);
          continue;
        }
        const real = collapse(await read(source));
        for (const part of code.split('// …')) {
          if (!real.includes(collapse(part)))
            unlike.push(`${document}: ${source}: ${part.trim().split('\n')[0]}`);
        }
      }
    }
    assert.deepEqual(unlike, []);
  });

  it('draw the folders as they are, with names of files that they have', async () => {
    const text = await read('ARCHITECTURE.md');
    const drawing = /```\n(package\.json[\s\S]*?)```/.exec(text)?.[1] ?? '';
    const wrong: string[] = [];
    const drawn = new Set<string>();
    let folders: string[] = [];
    for (const line of drawing.split('\n')) {
      const rest = line.trimStart();
      const indent = line.slice(0, line.length - rest.length);
      const name = /^[\w.-]+\//.exec(rest)?.[0];
      if (name !== undefined && indent.length <= 4) {
        folders = [...folders.slice(0, indent.length / 2), name.slice(0, -1)];
        drawn.add(folders.join('/'));
      }
      const folder = folders.join('/');
      if (!existsSync(path.join(root, folder))) wrong.push(folder);
      if (!/^(src|webview-ui)/.test(folder)) continue;
      const files = await readdir(path.join(root, folder));
      for (const [word] of rest.matchAll(/\b[a-z]+[A-Z]\w*\b/g)) {
        if (!files.some((it) => it.startsWith(`${word}.`))) wrong.push(`${folder}: ${word}`);
      }
    }
    const layersDrawn = Object.keys(layers).filter((layer) => !drawn.has(`src/${layer}`));
    assert.deepEqual([wrong, layersDrawn], [[], []]);
  });

  it('say who may import whom as the check does', async () => {
    const text = await read('ARCHITECTURE.md');
    const cells = text.split('\n').map((line) => line.split('|').map((it) => it.trim()));
    const rows = cells
      .filter(([, layer = '']) => /^`\w+`$/.test(layer))
      .map(([, layer = '', allowed = '']): [string, string[]] => [
        layer.replaceAll('`', ''),
        allowed === 'nothing' ? [] : allowed.split(', '),
      ]);
    const real = Object.entries(layers).map(([layer, allowed]): [string, string[]] => [
      layer,
      allowed.filter((it) => it in layers || it === 'ids'),
    ]);
    const sort = (table: [string, string[]][]): [string, string[]][] =>
      table
        .map(([layer, names]): [string, string[]] => [layer, names.toSorted()])
        .sort(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(sort(rows.filter(([layer]) => layer in layers)), sort(real));
  });
});
