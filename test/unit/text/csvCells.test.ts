import assert from 'node:assert/strict';
import { writeCsvRow } from '../../../src/text/csvCells.ts';

/** Reads CSV as RFC 4180 has it, character by character. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"' && cell === '') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
    } else if (text[at] === ',') {
      row.push(cell);
      cell = '';
    } else if (text[at] === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at++;
    } else cell += text[at];
  }
  return rows;
}

describe('CSV that leaves the extension', () => {
  const formulas = [
    '=1+1',
    '+cmd',
    '-x',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '|cmd',
    '%x',
    '＝1',
    '＋1',
    '－x',
    '＠x',
    ' =1+1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '\n=1',
    ' -5',
    '+5',
    '-1-1',
    '-',
    '--5',
    '-5 =x',
    '=\n1',
    '\0=1',
  ];
  for (const text of formulas)
    it(`makes ${JSON.stringify(text)} a text`, () => {
      assert.deepEqual(readCsv(writeCsvRow([text, 'x'])), [[`'${text}`, 'x']]);
    });

  it('leaves numbers and every other text as they are', () => {
    for (const text of [
      '-5',
      '-5.25',
      '1e5',
      '-1E-7',
      '007',
      '9007199254740993',
      'a=1',
      "o'brien",
      "'x",
      'x-y',
      '50%',
      '5 €',
    ])
      assert.equal(writeCsvRow([text]), `${text}\r\n`);
    assert.equal(writeCsvRow([-5, 0.1, null, '']), '-5,0.1,,\r\n');
  });

  it('is read back as it was written, but for the apostrophe before what would be run', () => {
    const pieces = [
      '"',
      ',',
      '\r',
      '\n',
      '\r\n',
      ' ',
      '=',
      '-',
      "'",
      'a',
      '5',
      'ö',
      '😀',
      ';',
      '\t',
      '\\',
      '',
    ];
    let seed = 1;
    const next = (below: number): number => {
      seed = (seed * 48_271) % 0x7fff_ffff;
      return seed % below;
    };
    for (let round = 0; round < 20_000; round++) {
      const row = Array.from({ length: 1 + next(4) }, () =>
        Array.from({ length: next(6) }, () => pieces[next(pieces.length)]).join(''),
      );
      const [back = []] = readCsv(writeCsvRow(row));
      assert.equal(back.length, row.length);
      back.forEach((cell, i) => {
        const own = row[i] ?? '';
        assert.ok(
          cell === own || (cell === `'${own}` && /^\s*[=\-\t\r]/.test(own)),
          JSON.stringify([row, back]),
        );
      });
    }
  });
});
