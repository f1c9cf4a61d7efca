import assert from 'node:assert/strict';
import { recogniseCsv } from '../../../src/text/csvShape.ts';

describe('shape of CSV', () => {
  const cases: [string, string, string, number][] = [
    ['commas', 'a,b,c\n1,2,3\n', ',', 3],
    ['semicolons with decimal commas', 'user_id;name;revenue\r\nu1;Ann;1,50\r\nu2;Bob;2,75\r\n', ';', 3],
    [
      'semicolons, a comma in a quoted heading',
      'user_id;"Name, first";revenue\nu1;Ann;1,50\nu2;Bob;2,75\n',
      ';',
      3,
    ],
    ['tabs with commas', 'user_id\tName, first\trevenue\nu1\tAnn\t1\n', '\t', 3],
    ['vertical bars, lines ended by \\r', 'a|b|c\r1|2|3\r4|5|6\r', '|', 3],
    ['JSON in cells', 'id,props\nu1,"{""k"": [1, 2]}"\nu2,"{""a"":1;2}"\n', ',', 2],
    ['JSON in cells without quotes', 'id;props\nu1;{"k":1,"b":2}\nu2;{"a":1,"b":3}', ';', 2],
    ['one column', 'external_id\r\nu1\r\nu2\r\n', '', 1],
    ['one column of texts with commas', 'city\n"Köln, DE"\nMálaga\n"a,b"', '', 1],
    ['a byte order mark before a quote', 'a;b\n1;2\n\ufeff"3";4', ';', 2],
    ['newlines in quotes', 'a,b\n"1\n2",3\n"4\n;5",6\n', ',', 2],
    ['nothing', '', '', 1],
  ];
  for (const [title, text, delimiter, columns] of cases) {
    it(`finds ${title}`, () => {
      const shape = recogniseCsv(text);
      assert.deepEqual([shape.delimiter, shape.columns, shape.isCertain], [delimiter, columns, true]);
      assert.equal(shape.hasHeading, true);
    });
  }

  it('takes a first line that names the delimiter, and only that', () => {
    for (const [text, delimiter] of [
      ['sep=,\r\nuser_id,name\r\nu1,Ann\r\n', ','],
      ['"sep=;"\na;b\n', ';'],
      ['sep=\t\na\tb', '\t'],
      ['SEP=^\ra^b\r', '^'],
    ] as const) {
      const shape = recogniseCsv(text);
      assert.deepEqual([shape.delimiter, shape.hasSepLine, shape.columns], [delimiter, true, 2], text);
    }
    assert.equal(recogniseCsv('sep=ab,c\n1,2').hasSepLine, false);
  });

  it('is not certain where two delimiters divide all rows', () => {
    assert.equal(recogniseCsv('a;b,c;d\n1;2,3;4').isCertain, false);
  });

  it('leaves a last row out that is cut', () => {
    assert.deepEqual(recogniseCsv('a,b,c\n1,2,3\n4,', true), recogniseCsv('a,b,c\n1,2,3\n'));
  });

  it('takes quotes for text where all are out of place', () => {
    assert.equal(recogniseCsv('id\tdisk\nu1\t5" disk\nu2\t3" disk').hasQuotes, false);
    assert.equal(recogniseCsv('id,disk\nu1,"5"" disk"\nu2,3').hasQuotes, true);
  });

  it('sees a quote behind a byte order mark', () => {
    for (const mark of ['\ufeff', '\xef\xbb\xbf'])
      assert.equal(recogniseCsv(`a\tb\n1\t2\n${mark}"3"\t4\n`).hasQuotes, true);
  });

  it('tells a heading from data', () => {
    assert.equal(recogniseCsv('ann@example.com,5\nbob@example.com,6').hasHeading, false);
    assert.equal(recogniseCsv('1,2\n3,4').hasHeading, false);
    assert.equal(recogniseCsv('u1,5\nu2,6').hasHeading, false);
    assert.equal(recogniseCsv('id,2023,2024\nu1,5,7').hasHeading, true);
    assert.equal(recogniseCsv('email\nann@example.com').hasHeading, true);
  });
});
