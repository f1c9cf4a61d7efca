import assert from 'node:assert/strict';
import { createCsvLines, type CsvReading } from '../../../../src/exports/lines/csvLines.ts';

interface Read {
  lines: string[];
  bad: number[];
}

/** Reads CSV in pieces of so many bytes. */
function read(csv: string | Buffer, stepBytes: number, shape?: CsvReading): Read {
  const out: Buffer[] = [];
  const rows = createCsvLines((lines) => out.push(lines), shape);
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
    [
      'lines that a carriage return alone ends',
      'a,b\r1,"x\r"\r2,y\r',
      ['{"a":"1","b":"x\\r"}', '{"a":"2","b":"y"}'],
    ],
    [
      'line ends of every kind',
      'a,b\n1,2\r3,4\r\n"5",6\r"7",8\r\r\n9,0',
      [
        '{"a":"1","b":"2"}',
        '{"a":"3","b":"4"}',
        '{"a":"5","b":"6"}',
        '{"a":"7","b":"8"}',
        '{"a":"9","b":"0"}',
      ],
    ],
    ['a separator of lines that ends none', 'a,b\n1\u2028,2\n', ['{"a":"1\u2028","b":"2"}']],
    [
      'a byte order mark before any row',
      '\ufeffa,b\n\ufeff1,2\n\ufeff"3",4\n"\ufeff5",6',
      [...['{"a":"1","b":"2"}', '{"a":"3","b":"4"}', '{"a":"\ufeff5","b":"6"}']],
    ],
    ['a row whose first field alone has quotes', 'a,b\n"",\n', ['{"a":"","b":""}']],
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

  const shape = { delimiter: ';', hasSepLine: false, hasQuotes: true, hasHeading: true };

  it('takes other delimiters, a line that names one, no heading, no quotes, and one column', () => {
    const oneRow = ['{"a":"1,5","b":"x;y"}'];
    assert.deepEqual(read('a;b\n1,5;"x;y"\n', 3, shape).lines, oneRow);
    const named = { ...shape, hasSepLine: true };
    assert.deepEqual(read('\ufeffsep=;\r\na;b\r\n1,5;"x;y"\r\n', wholeBytes, named).lines, oneRow);
    const bare = { ...shape, hasHeading: false };
    assert.deepEqual(read('1;2\n3;4', 1, bare).lines, [
      '{"column 1":"1","column 2":"2"}',
      '{"column 1":"3","column 2":"4"}',
    ]);
    const plain = { ...shape, hasQuotes: false };
    assert.deepEqual(read('a;b\n5" disk;"x\n', 2, plain), {
      lines: ['{"a":"5\\" disk","b":"\\"x"}'],
      bad: [],
    });
    const one = { ...shape, delimiter: '' };
    assert.deepEqual(read('a\nx;y,z\n"q"\n', 1, one), { lines: ['{"a":"x;y,z"}', '{"a":"q"}'], bad: [] });
  });

  it('keeps bytes that are not UTF-8, and counts their rows', () => {
    const csv = Buffer.from('a,b\nK\u00f6ln,1\nx,2\n', 'latin1');
    const out: Buffer[] = [];
    const rows = createCsvLines((lines) => out.push(lines));
    rows.write(csv);
    assert.deepEqual(rows.finish(), { count: 1, numbers: [1], undecoded: 1 });
    assert.equal(Buffer.concat(out).toString('latin1'), '{"a":"K\u00f6ln","b":"1"}\n{"a":"x","b":"2"}\n');
  });

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
