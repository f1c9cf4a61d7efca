import assert from 'node:assert/strict';
import { sliceItems } from '../../../src/util/sliceItems.ts';

describe('sliceItems', () => {
  const cases: [text: string, items: string[]][] = [
    ['{"it":[]}', []],
    ['{"it":[ ]}', []],
    ['{}', []],
    ['[1,2]', []],
    ['"it"', []],
    ['{"it":{"it":[1]}}', []],
    ['{"it":null,"other":[1,2]}', []],
    ['{"other":["it",[1]],"it":[1.0,2]}', ['1.0', '2']],
    [
      '{"it":[12345678901234567890,{"a":[1,{"b":2}]},[3,4]],"z":[5]}',
      ['12345678901234567890', '{"a":[1,{"b":2}]}', '[3,4]'],
    ],
    [String.raw`{"it":["a,b","]\"]","\\"],"z":0}`, ['"a,b"', String.raw`"]\"]"`, String.raw`"\\"`]],
    [String.raw`{"\u0069t" : [ 1e2 , null ]}`, ['1e2', 'null']],
    ['{"it":[1],"it":[2]}', ['2']],
    ['{"it":[1],"it":0}', []],
  ];
  for (const [text, items] of cases)
    it(`finds ${items.length} in ${text}`, () => assert.deepEqual(sliceItems(text, 'it'), items));

  it('reads items of any size', () => {
    const long = JSON.stringify('\\"x'.repeat(500_000));
    assert.deepEqual(sliceItems(`{"it":[${long},${long}]}`, 'it'), [long, long]);
  });
});
