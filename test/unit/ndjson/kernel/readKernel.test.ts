import assert from 'node:assert/strict';
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { assembleText } from '../../../../scripts/buildKernel.ts';
import { projectRoot } from '../../../../scripts/setup/places.mjs';
import { keyKinds } from '../../../../src/ndjson/kernel/kernel.ts';
import { layout } from '../../../../src/ndjson/kernel/layout.ts';
import { readKernel } from '../../../../src/ndjson/kernel/readKernel.ts';

const textPath = path.join(projectRoot, 'src/ndjson/kernel/kernel.wat');

describe('readKernel', () => {
  it('has what kernel.wat is assembled to', async () => {
    assert.deepEqual(readKernel(), await assembleText(await readFile(textPath, 'utf8')));
  });

  describe('in another folder', () => {
    let folder: string;
    let copy: { readKernel: typeof readKernel };
    const at = (file: string): string => path.join(folder, file);

    before(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'kernel-'));
      for (const file of [
        'src/ndjson/kernel/readKernel.ts',
        'scripts/buildKernel.ts',
        'scripts/setup/places.mjs',
      ]) {
        await mkdir(path.dirname(at(file)), { recursive: true });
        await copyFile(path.join(projectRoot, file), at(file));
      }
      await symlink(path.join(projectRoot, 'node_modules'), at('node_modules'), 'junction');
      await writeFile(at('package.json'), '{ "type": "module" }');
      copy = (await import(pathToFileURL(at('src/ndjson/kernel/readKernel.ts')).href)) as typeof copy;
    });
    after(() => rm(folder, { recursive: true }));

    it('assembles a text that it has not seen, and again when it changed', async () => {
      const wat = at('src/ndjson/kernel/kernel.wat');
      for (const text of ['(module)', '(module (func))', '(module)']) {
        await writeFile(wat, text);
        assert.deepEqual(copy.readKernel(), await assembleText(text));
      }
    });

    it('says what is wrong with a text, and goes on saying it', async () => {
      await writeFile(at('src/ndjson/kernel/kernel.wat'), '(module)\n');
      await appendFile(at('src/ndjson/kernel/kernel.wat'), '(wrong)');
      for (let i = 0; i < 2; i++)
        assert.throws(() => copy.readKernel(), /kernel\.wat:2:1: error: unexpected/);
    });
  });
});

describe('kernel.wat', () => {
  /** What a comment after a number may name besides a character. */
  const names: Readonly<Record<string, number>> = {
    ...layout,
    ...keyKinds,
    ...{ invalid: 0, unsure: 2, begun: 3 },
    ...{ tab: 9, newline: 10, return: 13, space: 32 },
    ...{ '.childCount': 4, '.children': 8, '.keyLength': 4, '.keyNode': 8 },
    ...{ '.kind': 4, '.seenKeys': 8, '.start': 12, '.line': 4 },
  };

  /** A name, a name plus or minus a number, or up to four characters, the first in the lowest byte. */
  function readComment(comment: string): number | undefined {
    const [, name = '', sign, by = '0'] = /^([.\w]+)(?: ([+-]) (\d+))?$/.exec(comment) ?? [];
    const named = Object.hasOwn(names, name) ? names[name] : undefined;
    if (named !== undefined) return named + Number(`${sign ?? ''}${by}`);
    return comment.length > 4 ? undefined : Buffer.from(comment.padEnd(4, '\0')).readUInt32LE();
  }

  it('has numbers that are what their comments say', async () => {
    const text = await readFile(textPath, 'utf8');
    const found = [...text.matchAll(/(?:const |offset=)(\S+) \(; (.+?) ;\)/g)];
    assert.equal(found.length, text.match(/\(;/g)?.length);
    assert.ok(found.length > 100, String(found.length));
    for (const [where, number, comment = ''] of found)
      assert.equal(Number(number), readComment(comment), where);
  });

  it('names every address and every character that it compares with', async () => {
    const text = await readFile(textPath, 'utf8');
    const listBare = (kind: string): number[] =>
      [...text.matchAll(new RegExp(`${kind}(\\d+)(?=[) ])(?! \\(;)`, 'g'))].map((it) => Number(it[1]));
    // Distances and counts are small; 127 is the last of ASCII. Hexadecimal numbers are the factors of hashes.
    const isNameless = (it: number): boolean => it <= 32 || it === 64 || it === 127;
    assert.deepEqual(
      listBare('const ').filter((it) => !isNameless(it)),
      [],
    );
    assert.deepEqual(
      listBare('offset=').filter((it) => it > 48),
      [],
    );
  });
});
