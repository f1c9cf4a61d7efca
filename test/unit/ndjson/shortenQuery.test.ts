import assert from 'node:assert/strict';
import { parseQuery } from '../../../src/ndjson/parseQuery.ts';
import type { Query } from '../../../src/ndjson/query.ts';
import { createRandom, type Random } from './random.ts';

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
    // The parser knows no minus before a parenthesis.
    return `${random.pick(['', '', '', 'NOT ', own.startsWith('(') ? '' : '-'])}${own}`;
  };
  const operands = Array.from({ length: 1 + random.below(3) }, operand);
  return operands.reduce((text, it) => text + random.pick([' AND ', ' OR ', ' ', '\t ']) + it);
}

describe('shortenQuery', () => {
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

  it('refuses what would take long to read', () => {
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
