// `node scripts/buildKernel.ts FILE`: assembles src/ndjson/kernel/kernel.wat into FILE. Nobody needs to call it: esbuild
// takes `kernelPlugin`, and what runs from the sources asks for it where it is needed (src/ndjson/kernel/readKernel.ts).
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import createWabt from 'wabt';
import { projectRoot } from './setup/places.mjs';

const textPath = path.join(projectRoot, 'src', 'ndjson', 'kernel', 'kernel.wat');

/**
 * Turns WebAssembly text into the bytes of a module. Throws an Error that names line, column and what is wrong there; a text
 * that needs more than fixed-width SIMD is wrong, for VS Code's oldest supported version may not run it.
 */
export async function assembleText(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const wabt = await createWabt();
  const module = wabt.parseWat('kernel.wat', text, { simd: true });
  try {
    module.validate();
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

/** Puts the assembled kernel in the place of readKernel.ts. */
export const kernelPlugin: Plugin = {
  name: 'kernel',
  setup(build) {
    build.onLoad({ filter: /[\\/]kernel[\\/]readKernel\.ts$/ }, async () => {
      const base64 = Buffer.from(await assembleText(await readFile(textPath, 'utf8'))).toString('base64');
      const contents = `export const readKernel = () => Buffer.from('${base64}', 'base64');`;
      return { contents, loader: 'js', watchFiles: [textPath] };
    });
  },
};

/** Writes beside the file and renames, since several processes may want it at once. */
async function writeKernel(file: string): Promise<void> {
  const module = await assembleText(await readFile(textPath, 'utf8'));
  const unfinished = `${file}.${process.pid}`;
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(unfinished, module);
  await rename(unfinished, file);
}

if (import.meta.main) {
  const [file] = process.argv.slice(2);
  try {
    if (file === undefined) throw new Error('Usage: node scripts/buildKernel.ts FILE');
    await writeKernel(file);
  } catch (error) {
    // The message only: with the stack comes the line that threw, which is the whole of wabt.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
