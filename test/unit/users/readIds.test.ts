import assert from 'node:assert/strict';
import { idColumnOf, needsColumn, recogniseIds, withHeading } from '../../../src/users/idSource.ts';
import { collectIds, describeIds, readIds } from '../../../src/users/readIds.ts';

const idsOf = (text: string): readonly string[] => readIds(text).ids;

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
    ['an apostrophe that begins an id', "'tis,'twas", ["'tis", "'twas"]],
    ['a space inside an id', 'john smith,jane', ['john smith', 'jane']],
    ['a JSON list, numbers too', '["a, b", 7, null]', ['a, b', '7']],
    ['a list that is no JSON', '[a', ['[a']],
    ['a list as other languages print it', "['u1', 'u 2']", ['u1', 'u 2']],
    ['a list without quotes', '[u1, u2]', ['u1', 'u2']],
    ['lines of users', '{"external_id":"a"}\n{"external_id":"b","email":"x"}\n{}', ['a', 'b']],
    ['users behind one another', '{"external_id":"a"}{"external_id":"b"}', ['a', 'b']],
    ['users spread over lines', '{\n "external_id": "a"\n}\n{\n "external_id": "b"\n}', ['a', 'b']],
    [
      'a list of users',
      '[{"external_id":"a"},{"external_id":12345678901234567890}]',
      ['a', '12345678901234567890'],
    ],
    ['users without the brackets of their list', '{"external_id":"a"},\n{"external_id":"b"},', ['a', 'b']],
    ['a request', '{"external_ids":["a","b"],"fields_to_export":["email","dob"]}', ['a', 'b']],
    ['an answer', '{"message":"success","users":[{"external_id":"a"}],"invalid_user_ids":[]}', ['a']],
    [
      'users whose ids have another name',
      '[{"userId":"a","email":"x"},{"userId":"b","email":"y"}]',
      ['a', 'b'],
    ],
    ['a column with its heading', 'external_id\na\nb', ['a', 'b']],
    ['a column with another heading', 'ID\r\n007\r\n008', ['007', '008']],
    ['several to a line below a heading', 'external_id\na, b\nc', ['a', 'b', 'c']],
    ['an id that looks like a heading further down', 'a\nuser_id', ['a', 'user_id']],
    ['an id that looks like a heading, alone', 'user_id', ['user_id']],
    ['a byte order mark', '\uFEFFa,b', ['a', 'b']],
    ['emoji and slashes', '👩‍🚀/1,a\\b', ['👩‍🚀/1', 'a\\b']],
    ['digits as they stand', '007\n1e5\n0x10\n-0\n1.50', ['007', '1e5', '0x10', '-0', '1.50']],
    [
      'numbers of a JSON list as they are spelt',
      '[9007199254740993, 1.50, 1E5, -0]',
      ['9007199254740993', '1.50', '1E5', '-0'],
    ],
    ['the first column of CSV', 'external_id,email\nu1,ann@example.com\nu2,bob@example.com', ['u1', 'u2']],
    ['another column of CSV', 'email,External ID\nann@example.com,u1\nbob@example.com,u2', ['u1', 'u2']],
    ['the external id of several ids', 'id,user_id,external_id\n1,2,u1\n3,4,u2', ['u1', 'u2']],
    ['semicolons', 'email;externalId\na@b.c;u1\nd@e.f;u2', ['u1', 'u2']],
    ['tabs', 'email\tuid\na@b.c\tu1\nd@e.f\tu2', ['u1', 'u2']],
    ['a line that names the delimiter', 'sep=;\r\nemail;user_id\r\na@b.c;u1', ['u1']],
    ['cells in quotes', 'name,external_id\n"Ann, of B","u1"\n"Say ""Bob""",u2', ['u1', 'u2']],
    ['a comma at the end of each line', 'a,\nb,\nc,', ['a', 'b', 'c']],
  ];
  for (const [what, text, ids] of cases) it(`reads ${what}`, () => assert.deepEqual(idsOf(text), ids));

  it('takes a space for a separator where an input box has made one of every new line', () => {
    assert.deepEqual(readIds('a b, c  "d e"', { spacesDivide: true }).ids, ['a', 'b', 'c', 'd e']);
  });

  it('reads nothing twice: every id of every form comes back as it was written', async () => {
    const ids = ['9007199254740993', '007', 'a b', 'Zoë', '1e5', 'x'.repeat(300)];
    const forms = [
      ids.join('\n'),
      ids.join('\r'),
      ids.join('\t'),
      ids.map((it) => JSON.stringify(it)).join(', '),
      JSON.stringify(ids),
      JSON.stringify(ids, null, 2),
      ids.map((it) => JSON.stringify({ external_id: it })).join('\n'),
      `email,external_id\r\n${ids.map((it) => `a@b.c,"${it}"\r\n`).join('')}`,
      `name;user_id\n${ids.map((it) => `Ann;${it}`).join('\n')}`,
    ];
    for (const form of forms) {
      const source = recogniseIds(form);
      assert.deepEqual(idsOf(form), ids, form.slice(0, 60));
      assert.deepEqual((await collectIds(form, { source, column: idColumnOf(source) })).ids, ids);
    }
  });
});

describe('what could not be read as ids', () => {
  const cases: [string, string, string[], [number, string][]][] = [
    [
      'a bad line of users',
      '{"external_id":"a"}\n{"external_id":\n{"external_id":"b"}',
      ['a', 'b'],
      [[2, 'it is not JSON']],
    ],
    ['a user without the id', '{"external_id":"a"}\n{"email":"x"}', ['a'], [[2, 'it has no “external_id”']]],
    [
      'a list of users that is cut',
      '[{"external_id":"a"},\n{"external_id":"b"},\n{"external_id":"c',
      ['a', 'b'],
      [[3, 'it is not JSON']],
    ],
    ['a list that is cut', '["a","b",\n"c', ['a', 'b'], [[2, 'it is not JSON']]],
    ['what stands behind a list', '["a","b"]\nand more', ['a', 'b'], [[2, 'it is not JSON']]],
    [
      'a user whose id is a list',
      '{"external_id":"a"}\n{"external_id":["b"]}',
      ['a'],
      [[2, 'its ID is neither text nor a number']],
    ],
    [
      'a word in a list',
      '["a", null, true, ""]',
      ['a'],
      [
        [1, 'null is no ID'],
        [1, 'true is no ID'],
        [1, 'an empty text is no ID'],
      ],
    ],
    ['an empty cell', 'external_id,email\nu1,a\n,b\nu3,c', ['u1', 'u3'], [[3, 'the column is empty there']]],
    [
      'a row with a delimiter too many',
      'name,external_id\nAnn,u1\nBob, jr,u2\nEve,u3',
      ['u1', 'u3'],
      [[3, 'it has 3 cells, and the heading 2']],
    ],
    [
      'a quote that is never closed',
      'a\n"b\nc',
      ['a', 'c'],
      [[2, 'a quotation mark is missing, or stands where none can']],
    ],
    [
      'a quote in a row',
      'external_id,email\n"u1,a\nu2,b',
      ['u2'],
      [[2, 'a quotation mark is missing, or stands where none can']],
    ],
  ];
  for (const [what, text, ids, unread] of cases)
    it(`is named, and nothing else is lost: ${what}`, () => {
      const found = readIds(text);
      assert.deepEqual(found.ids, ids);
      assert.deepEqual(
        found.unread.map((it) => [it.line, it.problem]),
        unread,
      );
      assert.equal(found.unreadCount, unread.length);
    });

  it('is counted beyond what is named', () => {
    const { unreadCount, unread } = readIds('{"external_id":"a"}\n'.concat('{}\n'.repeat(5000)));
    assert.deepEqual([unreadCount, unread.length], [5000, 1000]);
  });

  it('is refused where lists stand in a list', () => {
    assert.throws(() => readIds('[["u1", "ann"], ["u2", "bob"]]'), /holds further lists/);
  });

  it('is said in a sentence, with the duplicates', () => {
    assert.equal(describeIds(readIds('a')), '1 ID');
    assert.equal(describeIds(readIds('a,b,a,a')), '2 IDs, 2 duplicates removed');
    assert.equal(
      describeIds(readIds('{"external_id":"a"}\n{"external_id":"a"}\n{}\n{')),
      '1 ID, 1 duplicate removed, 2 lines could not be read',
    );
  });
});

describe('the column of the ids', () => {
  const asked = (text: string): boolean => needsColumn(recogniseIds(text));

  it('is asked for where no heading names it for certain', () => {
    assert.ok(asked('ann@example.com,u1\nbob@example.com,u2'));
    assert.ok(asked('email,name\nann@example.com,Ann\nbob@example.com,Bob'));
    assert.ok(asked('user_id,uid\n1,a\n2,b'));
    assert.ok(asked('[{"a":1,"b":2},{"a":3,"b":4}]'));
  });

  it('is not asked for where it is certain, or where there are no columns', () => {
    for (const text of [
      'a\nb',
      'a,b,c',
      'external_id,email\n1,a',
      'a,\nb,',
      '[1,2]',
      '{"external_id":1,"id":2}',
      'Id,Name\n1,a',
    ])
      assert.ok(!asked(text), text);
  });

  it('is shown with its heading and its first values', () => {
    const source = recogniseIds('email,name\nann@example.com,Ann\nbob@example.com,\neve@example.com,Eve');
    assert.ok(source.kind === 'rows');
    assert.deepEqual(source.columns, [
      { name: 'email', firstValues: ['ann@example.com', 'bob@example.com', 'eve@example.com'] },
      { name: 'name', firstValues: ['Ann', 'Eve'] },
    ]);
  });

  it('can be any, or every cell, and the first row can be data', async () => {
    const text = 'Kunde,Kennung\nann,1001\nbob,1002';
    const source = recogniseIds(text);
    assert.ok(source.kind === 'rows' && source.hasHeading);
    const second = await collectIds(text, { source, column: 1 });
    assert.deepEqual([second.ids, second.heading], [['1001', '1002'], 'Kennung']);
    const whole = withHeading(source, text, false);
    assert.deepEqual((await collectIds(text, { source: whole, column: 1 })).ids, ['Kennung', '1001', '1002']);
    const every = await collectIds(text, { source: whole, column: undefined });
    assert.deepEqual(every.ids, ['Kunde', 'Kennung', 'ann', '1001', 'bob', '1002']);
  });
});

describe('many ids', () => {
  const many = Array.from({ length: 200_000 }, (_, i) => String(10_155_712_345_000_000n + BigInt(i)));
  const forms: [string, () => string][] = [
    ['lines', () => many.join('\n')],
    ['a JSON list of numbers', () => `[${many.join(',')}]`],
    ['lines of users', () => many.map((it) => `{"external_id":${it}}`).join('\n')],
    ['a column of CSV', () => `email,external_id\n${many.map((it) => `a@b.c,${it}`).join('\n')}`],
  ];
  for (const [what, make] of forms)
    it(`are all read, and others have their turns meanwhile: ${what}`, async () => {
      const text = make();
      const source = recogniseIds(text);
      let turns = 0;
      const counting = setInterval(() => turns++, 1);
      const { ids } = await collectIds(text, { source, column: idColumnOf(source) });
      clearInterval(counting);
      assert.equal(ids.length, many.length);
      assert.ok(ids.every((it, i) => it === many[i]));
      assert.ok(turns > 3, `${turns} turns`);
    });

  it('are not read on when nobody wants them any more', async () => {
    const source = recogniseIds('a\nb');
    await assert.rejects(
      collectIds(many.join('\n'), { source, column: undefined }, AbortSignal.abort()),
      /abort/i,
    );
  });
});
