import assert from 'node:assert/strict';
import { createGlob } from '../../../../src/ndjson/query/glob.ts';
import { foldCase } from '../../../../src/ndjson/query/query.ts';
import { createRandom } from '../../../support/random.ts';

/** Tries every way a pattern may fit. */
function fits(pattern: readonly string[], text: readonly string[]): boolean {
  const [wanted, ...rest] = pattern;
  if (wanted === undefined) return text.length === 0;
  if (wanted === '*') return text.some((_, i) => fits(rest, text.slice(i))) || fits(rest, []);
  const [found] = text;
  return found !== undefined && (wanted === '?' || wanted === found) && fits(rest, text.slice(1));
}

describe('glob', () => {
  it('fits what a matcher that tries everything fits, halves of pairs and letters of any case too', () => {
    const random = createRandom(71);
    const letters = ['a', 'b', 'A', 'É', 'é', '😀', '\ud83d', '\ude00', '\n', '.', '\\', '\u212a', '\u0130'];
    let fitting = 0;
    for (let i = 0; i < 60_000; i++) {
      const some = letters.slice(0, 2 + random.below(letters.length - 1));
      const write = (from: readonly string[], most: number): string =>
        Array.from({ length: random.below(most) }, () => random.pick(from)).join('');
      const pattern = write([...some, '*', '?', '*'], 8);
      const text = write(some, 9);
      const expected = fits([...foldCase(pattern)], [...foldCase(text)]);
      assert.equal(createGlob(pattern)(text), expected, JSON.stringify([pattern, text]));
      if (expected) fitting++;
    }
    assert.ok(fitting > 5000, `${fitting}`);
  });

  it('takes no longer for many stars', () => {
    const text = 'a'.repeat(200_000);
    const startMs = performance.now();
    for (const pattern of [
      '*a*a*a*a*a*b',
      '*a*a*a*a*a*b*',
      'a*a*a*a*a*ab',
      '*?a*?a*a?*b',
      `${'*a'.repeat(900)}*b`,
    ])
      assert.equal(createGlob(pattern)(text), false, pattern);
    assert.equal(createGlob('*a*a*a*a*a*a')(text), true);
    assert.ok(performance.now() - startMs < 10_000);
  });

  it('does not let first and last part share characters', () => {
    assert.equal(createGlob('ab*ba')('aba'), false);
    assert.equal(createGlob('ab*ba')('abba'), true);
    assert.equal(createGlob('*')(''), true);
    assert.equal(createGlob('?')(''), false);
    assert.equal(createGlob('?*')(''), false);
  });
});
