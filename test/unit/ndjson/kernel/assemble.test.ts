import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { assembleModule } from '../../../../src/ndjson/kernel/assemble.ts';
import { spellKernelModule } from '../../../../src/ndjson/kernel/spellKernelModule.ts';

const memory = '(import "host" "memory" (memory 1))';

describe('assembleModule', () => {
  it('makes a module that runs: names, blocks, constants of any size', () => {
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
    const { instance } = createInstance(text);
    assert.equal(instance.sum?.(100), 5050);
    assert.equal(instance.constant?.(), 2147483647 - 129);
  });

  it('made the kernel that ships: node scripts/assembleKernel.ts', async () => {
    const shipped = new URL('../../../../src/ndjson/kernel/kernelModule.ts', import.meta.url);
    assert.equal(await readFile(shipped, 'utf8'), spellKernelModule());
  });

  for (const [wrong, message] of [
    ['(module', /\) is missing/],
    ['(module))', /\) too many/],
    ['(func)', /Not a \(module/],
    ['(module (func $f))', /imports its memory/],
    [`(module ${memory} (func $f (i33.add)))`, /\$f: i33\.add is not an instruction/],
    [`(module ${memory} (func $f (br $nowhere)))`, /\$f: there is no label \$nowhere/],
    [`(module ${memory} (func $f (drop (local.get $x))))`, /\$f: there is no local \$x/],
    [`(module ${memory} (func $f (param $x f64)))`, /f64 is not a type/],
  ] as const) {
    it(`refuses ${wrong}`, () => assert.throws(() => assembleModule(wrong), message));
  }
});

function createInstance(text: string): {
  instance: Record<string, ((...args: number[]) => number) | undefined>;
} {
  const module = new WebAssembly.Module(assembleModule(text));
  const host = { memory: new WebAssembly.Memory({ initial: 1 }) };
  return {
    instance: new WebAssembly.Instance(module, { host }).exports as Record<
      string,
      (...args: number[]) => number
    >,
  };
}
