import assert from 'node:assert/strict';
import {
  compileKernel,
  createKernel,
  keyKinds,
  type Needle,
} from '../../../../../src/ndjson/kernel/kernel.ts';
import { hashText } from '../../../../../src/ndjson/json/keyHash.ts';
import { createRandom } from '../../../../support/random.ts';

describe('listing keys of lines', () => {
  const kernel = createKernel(compileKernel(), 65_536);
  const trie = kernel.addPaths([['id']]);
  const name: Needle = kernel.addNeedle(Buffer.from('"id"'), false, new Uint8Array(256));

  /** Entries of a text of whole lines, with values and lines as their bytes. */
  function list(text: string): { kind: number; line: number; about: string | object }[] {
    const bytes = Buffer.from(text);
    kernel.makeRoom(bytes.length);
    kernel.file.set(bytes);
    const found: { kind: number; line: number; about: string | object }[] = [];
    let firstLine = 0;
    for (let from = 0; from < bytes.length;) {
      const { entries, lineCount, next } = kernel.listKeys(name, trie, from, bytes.length);
      assert.ok(next > from);
      for (let i = 0; i < entries.length; i += 4) {
        const [kind = -1, line = -1, a = 0, b = 0] = entries.subarray(i, i + 4);
        const about = kind === keyKinds.hash ? { low: a, high: b } : kernel.file.toString('utf8', a, b);
        found.push({ kind, line: line + firstLine, about });
      }
      firstLine += lineCount;
      from = next;
    }
    assert.equal(firstLine, text.split('\n').length - 1);
    return found;
  }

  const hash = (line: number, text: string) => ({ kind: keyKinds.hash, line, about: hashText(text) });
  const value = (line: number, about: string) => ({ kind: keyKinds.value, line, about });

  it('hashes plain texts as hashText does', () => {
    assert.deepEqual(list('{"id":"u-1"}\n{"a":1,"id":""}\n{"id": "~ x" , "b":2}\n'), [
      hash(0, 'u-1'),
      hash(1, ''),
      hash(2, '~ x'),
    ]);
  });

  it('leaves what has to be understood to others', () => {
    assert.deepEqual(list('{"id":12.50}\n{"id":"é"}\n{"id":"a\\nb"}\n{"id":{"id":1}}\n{"id":null}\n'), [
      value(0, '12.50'),
      value(1, '"é"'),
      value(2, '"a\\nb"'),
      value(3, '{"id":1}'),
      value(4, 'null'),
    ]);
    assert.deepEqual(list('{"id":1,"id":2}\n'), [{ kind: keyKinds.line, line: 0, about: '{"id":1,"id":2}' }]);
  });

  it('takes nothing of lines that have the name elsewhere, not at all, or are no JSON before it ends', () => {
    assert.deepEqual(
      list(
        '\n{"a":{"id":"x"}}\n[{"id":"x"}]\n["id"]\n{"b":"\\"id\\""}\n{"id":\n{"id":tru}\n"id"\n{"ID":"x"}\n',
      ),
      [],
    );
    assert.deepEqual(list('{"a":{"id":"x"},"id":"y","c":"id"}\n{"id":"z","d":oops}\n'), [
      hash(0, 'y'),
      hash(1, 'z'),
    ]);
  });

  it('goes on where its list was full', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `{"id":"${i}"}\n`);
    assert.deepEqual(
      list(lines.join('')),
      lines.map((_, i) => hash(i, String(i))),
    );
  });

  it('counts the lines of any lengths', () => {
    const random = createRandom(7);
    for (let round = 0; round < 50; round++) {
      const keys = Array.from({ length: 40 }, (_, i) => `${i}-${'k'.repeat(random.below(90))}`);
      const lines = keys.map((key) => `{"pad":"${'x'.repeat(random.below(300))}","id":"${key}"}\n`);
      assert.deepEqual(
        list(lines.join('')),
        keys.map((key, i) => hash(i, key)),
      );
    }
  });
});
