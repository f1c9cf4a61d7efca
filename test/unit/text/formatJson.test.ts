import assert from 'node:assert/strict';
import { formatJson } from '../../../src/text/formatJson.ts';
import { createRandom } from '../../support/random.ts';
import { writeValue } from '../ndjson/strangeLines.ts';

describe('formatJson', () => {
  it('says what the text said, for 2,000 strange values, sorted or not', () => {
    const random = createRandom(61);
    for (let i = 0; i < 2000; i++) {
      const text = writeValue(random, 4);
      const value: unknown = JSON.parse(text);
      assert.deepEqual(JSON.parse(formatJson(text, { sortKeys: false })), value, text);
      assert.deepEqual(JSON.parse(formatJson(text, { sortKeys: true })), value, text);
    }
  });

  it('formats as JSON.stringify does', () => {
    const text = JSON.stringify({ b: [1, { c: [] }, {}], a: 'x: {[,]}"\\' });
    assert.equal(formatJson(text, { sortKeys: false }), JSON.stringify(JSON.parse(text), null, 2));
  });

  it('throws for what is no JSON, and gives back what nests too deep', () => {
    assert.throws(() => formatJson('{"a":', { sortKeys: false }), SyntaxError);
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    assert.equal(formatJson(deep, { sortKeys: false }), deep);
  });
});
