import assert from 'node:assert/strict';
import { collectValues } from '../../../src/ndjson/json/paths.ts';
import { createQueryTest } from '../../../src/ndjson/query/queryTest.ts';
import { examineQuery, parseQuery } from '../../../src/protocol/parseQuery.ts';
import { writePath, type Query, type ValueTest } from '../../../src/protocol/query.ts';
import { queryExamples } from '../../../src/protocol/queryExamples.ts';
import { createRandom, type Random } from '../../support/random.ts';

const long = 'x'.repeat(300);

function read(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, `${text}: ${JSON.stringify(parsed)}`);
  return parsed.query;
}

function mistakeIn(text: string): { message: string; offset: number } {
  const parsed = parseQuery(text);
  assert.ok(!parsed.ok, text);
  return parsed.mistake;
}

function finds(text: string, line: unknown): boolean {
  return createQueryTest(read(text))({ valuesOf: (path) => collectValues(line, path), whole: () => line });
}

describe('the table of examples', () => {
  for (const example of queryExamples) {
    it(`${example.filter}: ${example.meaning}`, () => {
      for (const filter of [example.filter, ...(example.also ?? [])]) {
        assert.equal(finds(filter, example.finds), true, filter);
        assert.equal(finds(filter, example.passesOver), false, filter);
      }
    });
  }
});

describe('a filter as people write it', () => {
  const line = {
    last_used: '2016-05-01T10:00:00Z',
    phone: '+1555',
    country: 'CA',
    dob: '1985-06-07',
    name: "O'Brien",
    größe: 1,
    prénom: 'Zoë',
    '2fa_enabled': 'true',
    state: 'OR',
    url: 'https://example.com/a?b=c',
    balance: -5,
    total_revenue: 5,
    custom_attributes: { 'Favorite Color': 'red', plan: 'gold' },
    small: -1e-5,
  };
  const found = [
    'last_used:2016-05-01T10:00:00Z',
    'phone:+1555',
    'country:(US OR CA)',
    'country:(NOT US)',
    'total_revenue:(>1 AND <=5)',
    'total_revenue:(>1 <=5)',
    'dob:[1980-01-01 TO 1990-01-01]',
    'dob:[1980-01-01 TO 1985-06-07]',
    'dob:[1980-01-01 TO *]',
    'dob:[* TO 1990-01-01}',
    'dob:[* TO *]',
    'last_used:[2016-04-01 TO 2016-05-01]',
    'last_used:<=2016-05-01',
    'last_used:>=2016-05-01',
    "name:O'Brien",
    "O'Brien",
    "name:'O\\'Brien'",
    'größe:1',
    'prénom:"Zoë"',
    '2fa_enabled:"true"',
    'state:OR',
    'state:OR AND phone:*',
    'state:(CA OR "OR")',
    'url:https://example.com/a*',
    'url:https://example.com/a',
    'custom_attributes."Favorite Color":red',
    '"custom_attributes.Favorite Color":red',
    '-5',
    'balance:-5',
    'balance = -5',
    'small:-1e-5',
    'small:=-1e-5',
    'small:<-1e-6',
    'total_revenue >= 5',
    'total_revenue>=5',
    'total_revenue :>= 5',
    'country = CA',
    'country != US',
    'country: CA',
    '!missing:*',
    '_exists_:phone',
    '_exists_:custom_attributes."Favorite Color"',
    'NOT _exists_:email',
    'country:CA && phone:* || nothing:x',
    'country:CA and custom_attributes.plan:gold',
    'country:US or country:CA',
    'country:CA not country:US',
    'not country:US',
  ];
  for (const text of found) {
    if (text === 'url:https://example.com/a')
      it(`${text} is the whole value`, () => assert.equal(finds(text, line), false));
    else it(`${text} finds the line`, () => assert.equal(finds(text, line), true));
  }
  const passed = [
    'country:(US OR DE)',
    'dob:{1985-06-07 TO 1990-01-01]',
    'last_used:>2016-05-01',
    'last_used:[2016-04-01 TO 2016-05-01}',
    'country != CA',
    'country:CA and custom_attributes.plan:silver',
    'not country:CA',
    '!country:*',
    '-balance:-5',
  ];
  for (const text of passed) it(`${text} does not`, () => assert.equal(finds(text, line), false));

  it('joins by words in either case, which are texts in quotes and names before a colon', () => {
    assert.deepEqual(read('a:1 And b:2 or not c:3'), read('a:1 AND b:2 OR NOT c:3'));
    assert.deepEqual(read('gold "or"'), read('gold AND "or"'));
    assert.equal(read('or:1').kind, 'field');
    assert.equal(mistakeIn('gold or').offset, 7);
  });
});

/** A filter of every kind of part; `lengthen` makes each name and text what it is to be. */
function makeFilter(random: Random, lengthen: (text: string) => string, depth = 3): string {
  const part = (): string => {
    const name = lengthen(random.pick(['a', 'b.c', '$d', 'e-f']));
    const value = lengthen(random.pick(['gold', 'u*', 'n7', 'é']));
    const field = random.below(4) ? name : `"${name}"`;
    return random.pick([
      `${field}:${value}`,
      `${field}:"${value} \\u0041\\""`,
      `${field}:'${value} ${value}'`,
      `${field}:>=${value}`,
      `${field}:[1 TO 5]`,
      `${field}:{-1.5 TO 20}`,
      `${field}:/${value}\\/(x|y) "/i`,
      value.replace('*', ''),
      `"${value}"`,
      depth > 0 ? `(${makeFilter(random, lengthen, depth - 1)})` : name,
    ]);
  };
  const operand = (): string => {
    const own = part();
    return `${random.pick(['', '', '', 'NOT ', '-', '!'])}${own}`;
  };
  const operands = Array.from({ length: 1 + random.below(3) }, operand);
  return operands.reduce((text, it) => text + random.pick([' AND ', ' OR ', ' ', '\t ']) + it);
}

describe('parseQuery with long words and texts', () => {
  it('changes nothing of what a filter says: 400 filters of short words and of long ones', () => {
    for (let seed = 0; seed < 400; seed++) {
      const short = makeFilter(createRandom(seed), (it) => it, 2);
      const lengthened = makeFilter(createRandom(seed), (it) => it + long.slice(0, 30), 2);
      if (lengthened.length > 2000) continue;
      const says = JSON.stringify(read(lengthened)).replaceAll(long.slice(0, 30), '');
      assert.equal(says, JSON.stringify(read(short)), `seed ${seed}: ${short}`);
    }
  });

  it('takes a blank between parts for AND, as many groups as there are', () => {
    const groups = Array.from({ length: 60 }, (_, i) => `(a:${i} OR b)`);
    assert.deepEqual(read(groups.join(' ')), read(groups.join(' AND ')));
    const spaced = read('a  NOT b\t-c\r\n"d" ORb AND_ (e)');
    assert.deepEqual(spaced, read('a AND NOT b AND -c AND "d" AND ORb AND AND_ AND (e)'));
  });

  it('reads a line break inside quotes as part of the text', () => {
    assert.deepEqual(read('"a\nb":*'), { kind: 'field', path: 'a\nb', test: { kind: 'exists' } });
    assert.deepEqual(read(`'a\n"\\''`), { kind: 'anywhere', text: `a\n"'`, matchCase: true });
    assert.deepEqual(read('a:"x\r\ny" AND b'), read('a:"x\\r\\ny" AND b'));
    assert.equal(mistakeIn('"a\n').offset, 3);
  });

  it('points at mistakes behind what was cut', () => {
    assert.equal(
      mistakeIn(`${long}   "${long}" a:/${long}/ country: `).offset,
      300 + 3 + 302 + 1 + 304 + 1 + 8,
    );
    assert.equal(mistakeIn(`${long}:"${long}"   ,`).offset, 300 + 1 + 302 + 3);
    assert.equal(mistakeIn(`a  ${long}*:b`).offset, 3 + 301);
    assert.equal(mistakeIn(`"${long}\\q"`).offset, 302);
  });

  it('refuses what nobody can survey', () => {
    assert.match(mistakeIn('('.repeat(1000)).message, /nested 50 deep/);
    assert.equal(mistakeIn(`${'('.repeat(51)}a`).offset, 50);
    assert.deepEqual(read(`${'('.repeat(50)}a${')'.repeat(50)}`), read('a'));
    assert.match(mistakeIn('a '.repeat(900)).message, /400 parts/);
    assert.equal(read('a '.repeat(400).trim()).kind, 'and');
    for (const text of [
      '/'.repeat(2000),
      '*'.repeat(2000),
      '"'.repeat(2000),
      '\\'.repeat(2000),
      '['.repeat(2000),
    ])
      assert.ok(mistakeIn(text).message.length > 10);
  });
});

describe('parseQuery', () => {
  const mistakes: [string, number, RegExp][] = [
    ['a AND', 5, /ends too early/],
    ['(a', 2, /ends too early/],
    ['a)', 1, /cannot be read from here on "\)"/],
    ['country:', 8, /value is missing/],
    ['country:US AND plan:', 20, /value is missing/],
    ['name:/a(/', 5, /Unterminated group/],
    ['*@example.com', 0, /need a field/],
    ['[1 TO 5]', 0, /needs a field/],
    ['state:"OR" AND', 14, /ends too early/],
    ['x:":OR" AND y)', 13, /cannot be read from here on "\)"/],
    ['a:[1 TO', 7, /ends too early/],
    ['a:[1 5]', 5, /\[1 TO 5\]: here TO is expected/],
    ['a:[1 TO 5', 9, /ends too early.*closing bracket/],
    ['a:[1 TO x]', 2, /one number to another/],
    ['a AND OR b', 6, /before OR.*double quotes: "OR"/],
    ['state: OR x:1', 6, /value is missing after the colon/],
    ['total >= ', 8, /value is missing after >=/],
    ['a:/x', 4, /ends too early. A closing \//],
    ['a:/x/qq', 2, /flags/],
    ['a:"x"y', 5, /from here on "y"/],
    ['a:f(x)', 3, /from here on "\(".*double quotes/],
    ['a:()', 3, /A value is expected/],
    ['()', 1, /A field or a text is expected/],
    ['a:>>1', 3, /from here on ">"/],
    ['a*:1', 2, /name of a field/],
    ['"a', 2, /closing quotation mark/],
    ['a:[1 TO 5] b)', 12, /cannot be read from here on "\)"/],
    ['x'.repeat(2001), 2000, /2,000 characters/],
    ['country:US and', 14, /ends too early/],
    ['country:US or not', 17, /ends too early/],
    ['and x', 0, /before and\..*double quotes: "and"/],
    ['a AND or b', 6, /before or\./],
    ['country:"US", "DE"', 12, /","\. Join values by OR/],
    ['a:"x" : b', 6, /cannot be read from here on ":"\.$/],
    ['"a" % "b"', 4, /cannot be read from here on "%"\.$/],
    ['"x""y"', 3, /a space between two texts/],
    ['note:"say "hi""', 11, /quotes ends here.*written as \\"/],
    ['"C:\\xtemp"', 4, /backslash is written as two/],
    ['name:"gold', 10, /closing quotation mark/],
  ];
  for (const [text, offset, message] of mistakes) {
    it(`points at the mistake in ${text.slice(0, 30)}`, () => {
      const parsed = parseQuery(text);
      assert.ok(!parsed.ok);
      assert.equal(parsed.mistake.offset, offset);
      assert.match(parsed.mistake.message, message);
    });
  }

  it('reads two regular expressions with a slash between them as two', () => {
    const parsed = parseQuery('a:/x\\/[/]/ OR b:"/y/" OR c:/z/gi');
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.query, {
      kind: 'or',
      operands: [
        { kind: 'field', path: 'a', test: { kind: 'regex', source: 'x\\/[/]', flags: '' } },
        { kind: 'field', path: 'b', test: { kind: 'equals', text: '/y/', matchCase: true } },
        { kind: 'field', path: 'c', test: { kind: 'regex', source: 'z', flags: 'i' } },
      ],
    });
  });

  it('never throws, whatever the text', () => {
    for (const text of [
      '-',
      ':',
      '"',
      "'",
      '\\',
      'a:"',
      'a:/',
      '()',
      'a:()',
      'AND',
      'NOT NOT a',
      '\u0000',
      'a:{1 TO',
      '😀:😀',
      'a..b:c',
    ])
      parseQuery(text);
  });
});

/** What `parseQuery` reads, written in the language again. */
function write(query: Query): string {
  switch (query.kind) {
    case 'everything':
      return '';
    case 'and':
    case 'or':
      return `(${query.operands.map(write).join(` ${query.kind.toUpperCase()} `)})`;
    case 'not':
      return `NOT ${write(query.operand)}`;
    case 'anywhere':
      return query.matchCase ? JSON.stringify(query.text) : query.text;
    case 'field':
      return `${writePath(query.path)}:${writeTest(query.test)}`;
  }
}

function writeTest(test: ValueTest): string {
  switch (test.kind) {
    case 'equals': {
      const text = test.matchCase && test.only !== 'others' ? JSON.stringify(test.text) : test.text;
      return (test.only === undefined ? '' : '=') + text;
    }
    case 'glob':
      return test.pattern;
    case 'regex':
      return `/${test.source}/${test.flags}`;
    case 'compare':
      return `${test.operator}${JSON.stringify(test.text)}`;
    case 'range': {
      const [isMinIn, isMaxIn] = test.inclusive;
      return `${isMinIn ? '[' : '{'}${test.min} TO ${test.max}${isMaxIn ? ']' : '}'}`;
    }
    case 'exists':
      return '*';
  }
}

describe('filters that people may type', () => {
  const signs = [
    ...['a', 'b:', 'x', 'é', 'Ж', '😀', '\ud800', '\0', '\u2028', '\n', ' ', '  ', '.', ',', '#', '\\', '@'],
    ...[
      '"',
      "'",
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '*',
      '?',
      '/',
      '!',
      '-',
      '!=',
      '=',
      '<',
      '>',
      '<=',
      ':',
      '&&',
    ],
    ...[
      '||',
      ' AND ',
      ' or ',
      'NOT ',
      'not',
      ' TO ',
      '1',
      '-5',
      '1e5',
      '2024-01-01',
      '_exists_:',
      '[1 TO 5]',
    ],
    ...[
      '"a b"',
      '"x".',
      "'a'",
      '/a+/i',
      '/(a+)+$/',
      '/[/',
      'a:1',
      'c:"d"',
      'e >= 5',
      'f:(1 OR 2)',
      'g:{* TO b}',
    ],
  ];

  function makeText(random: Random, length: number): string {
    const isRepeated = random.below(4) === 0;
    const few = [random.pick(signs), random.pick(signs), random.pick(signs)];
    let text = '';
    while (text.length < length) text += random.pick(isRepeated ? few : signs);
    return text.slice(0, length);
  }

  it('are read or refused with a place in them, whatever they are: 3,000 texts of up to 2,000 characters', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const random = createRandom(seed);
      const text = makeText(random, seed % 10 === 0 ? 2000 : random.below(60));
      const { parsed, pieces } = examineQuery(text);
      if (!parsed.ok)
        assert.ok(parsed.mistake.offset >= 0 && parsed.mistake.offset <= text.length, JSON.stringify(text));
      for (const { start, end } of pieces)
        assert.ok(start >= 0 && start <= end && end <= text.length, JSON.stringify(text));
    }
  });

  it('say the same when what was read is written and read again: 20,000 texts', () => {
    let good = 0;
    for (let seed = 0; seed < 20_000; seed++) {
      const random = createRandom(1_000_000 + seed);
      const text = makeText(random, random.below(40));
      const parsed = parseQuery(text);
      if (!parsed.ok) continue;
      good++;
      const written = write(parsed.query);
      assert.deepEqual(read(written), parsed.query, `${JSON.stringify(text)} as ${JSON.stringify(written)}`);
    }
    assert.ok(good > 2000, `only ${good}`);
  });
});
