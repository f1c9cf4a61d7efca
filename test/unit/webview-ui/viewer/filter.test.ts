import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { parseQuery } from '../../../../src/protocol/parseQuery.ts';
import { writePath } from '../../../../src/protocol/query.ts';
import { pointAt } from '../../../../webview-ui/viewer/filter/pointAt.ts';
import { addClause } from '../../../../webview-ui/viewer/filter/clauses.ts';
import { applySuggestion, complete } from '../../../../webview-ui/viewer/filter/completion.ts';
import { createCheck } from '../../../../webview-ui/viewer/filter/filterBar.ts';
import { createHistoryWalk } from '../../../../webview-ui/viewer/filter/historyWalk.ts';

const paths = ['external_id', 'country', 'custom_attributes', 'custom_attributes.country_code', 'my field'];

/** `|` is the caret. */
function completeAt(marked: string): string[] {
  const caret = marked.indexOf('|');
  return complete(marked.replace('|', ''), caret, paths)?.suggestions.map((it) => it.label) ?? [];
}

/** The text after the first suggestion with this label has been taken; `|` is the caret again. */
function take(marked: string, label: string): string {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const completion = complete(text, caret, paths);
  const chosen = completion?.suggestions.find((it) => it.label === label);
  assert.ok(completion && chosen, `${label} for ${marked}`);
  const put = applySuggestion(text, completion, chosen);
  return `${put.text.slice(0, put.caret)}|${put.text.slice(put.caret)}`;
}

describe('completing a filter', () => {
  it('offers fields that have what is typed, those that begin with it first', () => {
    assert.deepEqual(completeAt('cou|'), ['country', 'custom_attributes.country_code']);
    assert.deepEqual(completeAt('COUNTRY_|'), ['custom_attributes.country_code']);
    assert.deepEqual(completeAt('zzz|'), []);
    assert.equal(take('cou|', 'country'), 'country:|');
    assert.equal(take('a:1 AND NOT (-cou|', 'country'), 'a:1 AND NOT (-country:|');
    assert.equal(take('cou|n:5', 'country'), 'country:|5');
    assert.equal(take('my|', 'my field'), '"my field":|');
    const [empty] = complete('', 0, [''])?.suggestions ?? [];
    assert.deepEqual(empty, { label: '""', insert: '"":' });
  });

  it('offers operators after a field, and the words that join', () => {
    assert.ok(completeAt('country:|').includes('[… TO …]'));
    assert.equal(take('country:|', '"…"'), 'country:"|"');
    assert.equal(take('total:|', '[… TO …]'), 'total:[| TO ]');
    assert.ok(completeAt('country:US an|').includes('AND'));
    assert.ok(!completeAt('an|').includes('AND'));
    assert.equal(take('country:US o|', 'OR'), 'country:US OR |');
  });

  it('offers nothing inside values, quotes, regular expressions and ranges', () => {
    for (const marked of ['country:U|', 'country:"cou|', "a:'cou|", 'a:/cou|', 'a:[1 TO cou|', '"cou|'])
      assert.deepEqual(completeAt(marked), [], marked);
    assert.deepEqual(completeAt('a:"b c" cou|'), ['country', 'custom_attributes.country_code']);
    assert.deepEqual(completeAt('a:/b [x"] c/i cou|'), ['country', 'custom_attributes.country_code']);
  });
});

describe('completing a name in quotes', () => {
  it('offers the names that need them', () => {
    for (const marked of ['"|', '"my|', '"MY FI|', 'a:"x y" AND NOT (-"field|'])
      assert.deepEqual(completeAt(marked), ['my field'], marked);
    assert.equal(take('"my f|', 'my field'), '"my field":|');
    assert.equal(take('a:1 AND -"my f|', 'my field'), 'a:1 AND -"my field":|');
    assert.equal(take('"my| fie":5', 'my field'), '"my field":|5');
    assert.equal(take('"my|" AND b:"c"', 'my field'), '"my field":| AND b:"c"');
    assert.equal(take('"my| AND b:"c"', 'my field'), '"my field":| AND b:"c"');
  });

  it('offers nothing in the quotes of a value, and nothing that stands there without', () => {
    for (const marked of [
      'a:"my|',
      "'my|",
      'a:="my|',
      'a:/"my|',
      'a:[1 TO "my|',
      'x"my|',
      '"cou|',
      '"my field"|',
    ])
      assert.deepEqual(completeAt(marked), [], marked);
  });
});

describe('clauses', () => {
  it('narrow a filter, and mean what they say', () => {
    assert.equal(addClause('', 'a:1'), 'a:1');
    assert.equal(addClause('b:2', 'a:1'), 'b:2 AND a:1');
    assert.equal(addClause('b:2 OR c:3', 'a:1'), '(b:2 OR c:3) AND a:1');
    assert.equal(addClause('b:2 or c:3', 'a:1'), '(b:2 or c:3) AND a:1');
    assert.equal(addClause('b:or or:3', 'a:1'), 'b:or or:3 AND a:1');
    assert.equal(addClause('b:2 AND a:1', 'a:1'), 'b:2 AND a:1');
    assert.equal(addClause('a:1 AND x:"OR"', 'a:1'), 'a:1 AND x:"OR"');
    const one = parseQuery(addClause('b:2 OR c:3', 'a:1'));
    assert.ok(one.ok && one.query.kind === 'and' && one.query.operands.length === 2);
  });

  it('narrow a filter with OR also where it has the clause already', () => {
    const us = 'country:"US"';
    for (const filter of [`a:1 OR b:2 AND ${us}`, `${us} AND x:1 OR y:2`, `"a"OR"b" AND ${us}`]) {
      assert.equal(addClause(filter, us), `(${filter}) AND ${us}`);
      assert.equal(addClause(addClause(filter, us), us), addClause(filter, us), 'once is enough');
    }
    const grouped = `(a:(1) OR b:2) AND ${us}`;
    assert.equal(addClause(grouped, 'c:3'), `${grouped} AND c:3`);
    assert.equal(addClause('a:"(" OR b:")"', 'c:3'), '(a:"(" OR b:")") AND c:3');
  });

  it('leave a filter as it is where there is no clause for a value', () => {
    assert.equal(addClause('a:*', ''), 'a:*');
    assert.equal(addClause('a:1 OR b:2', ''), 'a:1 OR b:2');
    assert.equal(addClause('', ''), '');
  });

  it('name every field so that it can be read again', () => {
    for (const path of [
      ...[...paths, 'a.b', 'with "quotes"', 'dash-ed', 'ünï', '$x', 'back\\slash', 'a:b'],
      ...['a\nb', 'a\r\nb', 'tab\t', '\u0000', '\ud800', 'OR', 'NOTE', ' a ', ''],
    ]) {
      const read = parseQuery(`${writePath(path)}:*`);
      assert.ok(read.ok && read.query.kind === 'field', path);
      assert.equal(read.query.path, path);
    }
  });
});

describe('pointing at a mistake', () => {
  it('has the caret under the character, also where the text is cut', () => {
    assert.deepEqual(pointAt('a:>>1', 3), { excerpt: 'a:>>1', column: 3 });
    assert.deepEqual(pointAt('abc', 99), { excerpt: 'abc', column: 3 });
    assert.deepEqual(pointAt('a\tb\nc', 4), { excerpt: 'a b c', column: 4 });
    const long = `${'x'.repeat(100)}!${'y'.repeat(100)}`;
    const { excerpt, column } = pointAt(long, 100);
    assert.equal(excerpt[column], '!');
    assert.ok(excerpt.length < 80 && excerpt.startsWith('…') && excerpt.endsWith('…'));
  });
});

describe('walking through earlier filters', () => {
  it('goes back, and forth to what was being typed', () => {
    const walk = createHistoryWalk(() => ['c', 'b', 'a']);
    assert.equal(walk.step(1, 'typed'), 'c');
    assert.equal(walk.step(1, 'c'), 'b');
    assert.equal(walk.step(1, 'b'), 'a');
    assert.equal(walk.step(1, 'a'), undefined);
    assert.equal(walk.step(-1, 'a'), 'b');
    assert.equal(walk.step(-1, 'b'), 'c');
    assert.equal(walk.step(-1, 'c'), 'typed');
    assert.equal(walk.step(-1, 'typed'), undefined);
  });

  it('leaves out the filter that stands there', () => {
    const walk = createHistoryWalk(() => ['b', 'a']);
    assert.equal(walk.step(1, 'b'), 'a');
    walk.reset();
    assert.equal(walk.step(1, ''), 'b');
  });
});

describe('checking the text of a filter', () => {
  interface Box {
    readonly input: { value: string };
    readonly check: ReturnType<typeof createCheck>;
    /** Every time that it came to be unreadable or readable. */
    readonly marked: boolean[];
    mistake: string;
  }

  /** What is typed is checked with `now`, as after Enter, or `later`, after a pause. */
  function createBox(): Box {
    const input = { value: '' };
    const marked: boolean[] = [];
    const check = createCheck(input, {
      show: (it) => (box.mistake = it?.message ?? ''),
      setUnreadable: (it) => marked.push(it),
    });
    const box: Box = { input, check, marked, mistake: '' };
    return box;
  }

  it('marks the rows from the mistake on, until a text can be read or is set', () => {
    const { input, check, marked } = createBox();
    const run: string[] = [];
    for (const text of ['a:1', 'a:>>1', 'a:>>12', 'a:>12']) {
      input.value = text;
      check.now((it) => run.push(it));
    }
    assert.deepEqual(marked, [false, true, true, false]);
    assert.deepEqual(run, ['a:1', 'a:>12']);
    check.forget();
    assert.equal(marked.at(-1), false);
  });

  it('has nothing to say of a text that is no longer there', async () => {
    const box = createBox();
    box.input.value = 'a:>>1';
    box.check.later();
    box.input.value = '';
    box.check.forget();
    await setTimeout(400);
    assert.deepEqual([box.mistake, box.marked], ['', [false]]);
  });

  it('complains of a text that ends too early only when it is to be run', async () => {
    const box = createBox();
    box.input.value = 'country:';
    box.check.later();
    await setTimeout(400);
    assert.deepEqual([box.mistake, box.marked], ['', []]);
    box.check.now(() => assert.fail());
    assert.deepEqual([box.mistake, box.marked], ['A value is missing after the colon.', [true]]);
    const check = parseQuery('country:');
    assert.ok(!check.ok && check.mistake.offset === 8);
    const run: string[] = [];
    box.input.value = 'country:DE';
    box.check.now((it) => run.push(it));
    assert.deepEqual([box.mistake, box.marked, run], ['', [true, false], ['country:DE']]);
  });
});
