import assert from 'node:assert/strict';
import { compileKernel, createKernel } from '../../../../src/ndjson/kernel/kernel.ts';
import { hashText } from '../../../../src/ndjson/json/keyHash.ts';
import { createKeyScan } from '../../../../src/ndjson/keys/keyScan.ts';
import { createNumberList } from '../../../../src/ndjson/file/numberList.ts';

describe('scanning for keys', () => {
  const code = compileKernel();

  /** The keys of blocks that are read one after another into the same kernel, with the numbers of their lines. */
  function scan(field: string, ...blocks: readonly string[]): [number, number, number][] {
    const kernel = createKernel(code, 65_536);
    const scanBlock = createKeyScan(kernel, field);
    const numbers = createNumberList();
    let line = 0;
    for (const text of blocks) {
      const bytes = Buffer.from(text);
      kernel.makeRoom(bytes.length);
      kernel.file.set(bytes);
      line = scanBlock({ kind: 'lines', offset: 0, from: 0, length: bytes.length }, line, numbers);
    }
    const found = [...numbers.finish()];
    return Array.from(
      { length: found.length / 3 },
      (_, i) => found.slice(i * 3, i * 3 + 3) as [number, number, number],
    );
  }

  const key = (text: string, line: number): [number, number, number] => {
    const { low, high } = hashText(text);
    return [low, high, line];
  };

  it('finds a name however it is spelt, and counts every line', () => {
    const lines = [
      '{"id":"a"}',
      '',
      '{"\\u0069d":"b"}',
      'oops',
      '{"i\\u0064":"c","x":"\\\\u0061"}',
      '{"id":4.0}',
      '{"x":1}',
      '{"id":"e"}',
    ];
    assert.deepEqual(scan('id', `${lines.join('\n')}\n`), [
      key('a', 0),
      key('b', 2),
      key('c', 4),
      key('4', 5),
      key('e', 7),
    ]);
  });

  it('takes nothing that an earlier and longer block left behind', () => {
    const long = `{"id":"long","text":"${'\\"id\\":\\"\\u0041\\" '.repeat(5000)}"}\n`;
    assert.deepEqual(scan('id', long, '{"x":1}\n{"id":"short"}\n', '{"y":2}\n'), [
      key('long', 0),
      key('short', 2),
    ]);
  });

  it('finds escapes behind many backslashes', () => {
    const noise = `{"text":"${'\\n'.repeat(200)}"}\n`;
    assert.deepEqual(scan('id', `${noise}{"text":"${'\\t'.repeat(200)}","i\\u0064":"b"}\n${noise}`), [
      key('b', 1),
    ]);
  });

  it('takes fields of the object that a line is, and of none in a list', () => {
    assert.deepEqual(scan('id', '[{"id":"a"}]\n \t{"id":"b"}\n[{"\\u0069d":"c"}]\n'), [key('b', 1)]);
    assert.deepEqual(scan('é"', '[{"é\\"":"a"}]\n\n{"é\\"":"b"}\n'), [key('b', 2)]);
  });
});
