import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { assembleText, kernelPlugin } from '../../../scripts/buildKernel.ts';
import { projectRoot } from '../../../scripts/setup/places.mjs';

const memory = '(import "host" "memory" (memory 1))';

describe('assembleText', () => {
  it('makes a module that runs: names, blocks, constants of any size', async () => {
    const text = `(module ${memory}
      (func $sum (export "sum") (param $to i32) (result i32) (local $i i32) (local $all i32) ;; 1 + 2 + … + to
        (loop $more
          (if (i32.lt_s (local.get $i) (local.get $to))
            (then
              (local.set $i (i32.add (local.get $i) (i32.const 1)))
              (local.set $all (i32.add (local.get $all) (local.get $i)))
              (br $more))))
        (local.get $all))
      (func $constant (export "constant") (result i32) (i32.add (i32.const -129) (i32.const 2147483647))))`;
    const module = new WebAssembly.Module(await assembleText(text));
    const host = { memory: new WebAssembly.Memory({ initial: 1 }) };
    const exports = new WebAssembly.Instance(module, { host }).exports as Record<
      string,
      (...args: number[]) => number
    >;
    assert.equal(exports['sum']?.(100), 5050);
    assert.equal(exports['constant']?.(), 2147483647 - 129);
  });

  for (const [wrong, message] of [
    ['(module', /kernel\.wat:1:8: error: unexpected token "EOF"/],
    ['(module))', /kernel\.wat:1:9: error: unexpected token/],
    ['(func)\n(module)', /kernel\.wat:2:1: error: unexpected token/],
    [`(module ${memory} (func $f (i33.add)))`, /unexpected token/],
    [`(module ${memory} (func $f (br $nowhere)))`, /undefined label variable "\$nowhere"/],
    [`(module ${memory} (func $f (drop (local.get $x))))`, /undefined local variable "\$x"/],
    [`(module ${memory} (func $f (result i32) (v128.const i32x4 0 0 0 0)))`, /type mismatch/],
    ['(module (func $f (drop (i32.load (i32.const 0)))))', /memory variable out of range/],
  ] as const) {
    it(`refuses ${wrong}`, () => assert.rejects(() => assembleText(wrong), message));
  }
});

describe('kernelPlugin', () => {
  it('puts the assembled text into a bundle, which then starts no assembler', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [path.join(projectRoot, 'src/ndjson/kernel/kernel.ts')],
      bundle: true,
      plugins: [kernelPlugin],
      write: false,
      metafile: true,
      platform: 'node',
      format: 'cjs',
      outfile: 'any.cjs',
    });
    const text = await readFile(path.join(projectRoot, 'src/ndjson/kernel/kernel.wat'), 'utf8');
    const bundle = outputFiles[0]?.text ?? '';
    assert.ok(bundle.includes(`"${Buffer.from(await assembleText(text)).toString('base64')}"`));
    assert.doesNotMatch(bundle, /child_process|buildKernel/);
    assert.ok(Object.keys(metafile.inputs).some((it) => it.endsWith('readKernel.ts')));
  });
});
