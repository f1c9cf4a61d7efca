import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The module that kernel.wat is assembled to. This file runs only where the sources do: in bundles, the build puts the bytes
 * in its place (scripts/buildKernel.ts). Here they are kept in out/ under the hash of the text, so that a changed text is
 * assembled anew: a tenth of a second, once. Throws an Error with the assembler's message and its place in the text.
 */
export function readKernel(): Uint8Array<ArrayBuffer> {
  const text = readFileSync(path.join(import.meta.dirname, 'kernel.wat'));
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const root = path.resolve(import.meta.dirname, '../../..');
  const assembled = path.join(root, 'out', 'kernel', `${hash}.wasm`);
  if (!existsSync(assembled)) {
    execFileSync(process.execPath, [path.join(root, 'scripts', 'buildKernel.ts'), assembled], {
      stdio: 'pipe',
    });
  }
  return new Uint8Array(readFileSync(assembled));
}
