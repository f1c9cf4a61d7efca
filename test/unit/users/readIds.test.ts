import assert from 'node:assert/strict';
import { readIds } from '../../../src/users/readIds.ts';

describe('readIds', () => {
  const cases: [string, string, string[]][] = [
    ['nothing', '  \n ', []],
    ['one id', 'user-1', ['user-1']],
    ['commas', 'a,b, c ,', ['a', 'b', 'c']],
    ['new lines of any kind', 'a\nb\r\nc\rd', ['a', 'b', 'c', 'd']],
    ['semicolons and tabs', 'a;b\tc', ['a', 'b', 'c']],
    ['duplicates, once each and in order', 'b,a,b,a', ['b', 'a']],
    ['quotes, with what separates inside them', '"a,b",\'c;d\', "e\nf"', ['a,b', 'c;d', 'e\nf']],
    ['quotes inside quotes', '"say ""hi""","it\\"s"', ['say "hi"', 'it"s']],
    ['an apostrophe inside an id', "o'brien,d'arc", ["o'brien", "d'arc"]],
    ['a space inside an id', 'john smith,jane', ['john smith', 'jane']],
    ['a JSON list, numbers too', '["a, b", 7, null]', ['a, b', '7']],
    ['a list that is no JSON', '[a', ['[a']],
    ['lines of users', '{"external_id":"a"}\n{"external_id":"b","email":"x"}\n{}', ['a', 'b']],
    ['a column with its heading', 'external_id\na\nb', ['a', 'b']],
    ['an id that looks like a heading further down', 'a\nuser_id', ['a', 'user_id']],
    ['a byte order mark', '\uFEFFa,b', ['a', 'b']],
    ['emoji and slashes', '👩‍🚀/1,a\\b', ['👩‍🚀/1', 'a\\b']],
  ];
  for (const [what, text, ids] of cases) it(`reads ${what}`, () => assert.deepEqual(readIds(text), ids));

  it('takes a space for a separator where an input box has made one of every new line', () => {
    assert.deepEqual(readIds('a b, c  "d e"', { spacesSeparate: true }), ['a', 'b', 'c', 'd e']);
  });
});
