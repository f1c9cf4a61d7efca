import assert from 'node:assert/strict';
import { createCsvLines } from '../../../src/exports/csvLines.ts';

interface Read {
  lines: string[];
  bad: number[];
}

/** Reads CSV in pieces of so many bytes. */
function read(csv: string, stepBytes: number): Read {
  const out: Buffer[] = [];
  const rows = createCsvLines((lines) => out.push(lines));
  const bytes = Buffer.from(csv);
  for (let at = 0; at < bytes.length; at += stepBytes) rows.write(bytes.subarray(at, at + stepBytes));
  const bad = rows.finish();
  assert.equal(bad.count, bad.numbers.length);
  return { lines: Buffer.concat(out).toString().split('\n').slice(0, -1), bad: bad.numbers };
}

const wholeBytes = 1 << 20;

describe('rows of CSV as lines', () => {
  const cases: [title: string, csv: string, lines: string[], bad?: number[]][] = [
    ['plain rows', 'id,name\n1,Ann\n2,Bo\n', ['{"id":"1","name":"Ann"}', '{"id":"2","name":"Bo"}']],
    ['both kinds of line ends', 'a,b\r\n1,2\n3,4\r', ['{"a":"1","b":"2"}', '{"a":"3","b":"4"}']],
    ['a last row without an end', 'a,b\n1,2\n3,', ['{"a":"1","b":"2"}', '{"a":"3","b":""}']],
    ['a byte order mark', '\ufeffa,b\n1,2\n', ['{"a":"1","b":"2"}']],
    ['empty fields', 'a,b,c\n,,\n"",1,\n', ['{"a":"","b":"","c":""}', '{"a":"","b":"1","c":""}']],
    [
      'commas, quotes and newlines',
      'a,b\n"x,""y""\r\nz","é 🎉"\r\n',
      ['{"a":"x,\\"y\\"\\r\\nz","b":"é 🎉"}'],
    ],
    ['quoted names', '"a, b","c ""d"""\n1,2\n', ['{"a, b":"1","c \\"d\\"":"2"}']],
    ['blank lines, which are no rows', 'a,b\n\n1,2\n\r\n\n', ['{"a":"1","b":"2"}']],
    ['a row of one empty field in quotes', 'a\n""\n', ['{"a":""}']],
    ['names twice or missing', 'a,a,,a\n1,2,3,4\n', ['{"a":"1","a (2)":"2","column 3":"3","a (3)":"4"}']],
    ['names that objects know', '__proto__,2,1\nx,y,z\n', ['{"__proto__":"x","2":"y","1":"z"}']],
    ['no rows but the names', 'a,b\n', []],
    ['a row too short', 'a,b\n1\n2,3\n', ['{"a":"1"}', '{"a":"2","b":"3"}'], [1]],
    ['a row too long', 'a,b\n1,2,3\n', ['{"a":"1","b":"2","column 3":"3"}'], [1]],
    ['a stray quote', 'a,b\n1,2\n5" disk,x\n', ['{"a":"1","b":"2"}', '{"a":"5\\" disk","b":"x"}'], [2]],
    ['text behind a closing quote', 'a,b\n"x"y,1\n', ['{"a":"xy","b":"1"}'], [1]],
    ['a carriage return alone', 'a,b\n"x"\r,1\n', ['{"a":"x\\r","b":"1"}'], [1]],
    ['a quote that is never closed', 'a,b\n1,"x\n2,y\n', ['{"a":"1","b":"x\\n2,y\\n"}'], [1]],
    ['JSON in a field', 'a,b\n1,"{""k"": [1, 2]}"\n', ['{"a":"1","b":"{\\"k\\": [1, 2]}"}']],
  ];
  for (const [title, csv, lines, bad = []] of cases) {
    it(`takes ${title}, wherever the pieces end`, () => {
      for (const step of [wholeBytes, 1, 2, 3, 5, 7]) {
        assert.deepEqual(read(csv, step), { lines, bad }, `in pieces of ${step}`);
      }
      for (const line of lines) assert.equal(typeof JSON.parse(line), 'object');
    });
  }

  it('gives what was put in, whatever the fields hold', () => {
    const pieces = ['a', ',', '"', '\n', '\r\n', ' ', 'ü', '🎉', '""', '\\', '{', '\u2028', '\t', ''];
    let seed = 7;
    const next = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const makeField = (): string =>
      Array.from({ length: next(6) }, () => pieces[next(pieces.length)]).join('');
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 4 }, makeField));
    const write = (row: string[]): string => row.map((it) => `"${it.replaceAll('"', '""')}"`).join(',');
    const csv = [['w', 'x', 'y', 'z'], ...rows].map(write).join('\r\n');
    for (const step of [wholeBytes, 11]) {
      const { lines, bad } = read(csv, step);
      assert.deepEqual(bad, []);
      const texts = lines.map((it) => Object.values(JSON.parse(it) as Record<string, string>));
      assert.deepEqual(texts, rows);
    }
  });
});
