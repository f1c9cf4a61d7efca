import assert from 'node:assert/strict';
import { NumberText, readExactNumber } from '../../../../src/ndjson/json/exactNumber.ts';
import { mayHaveLongNumber, parseAsWritten, parseByValue } from '../../../../src/ndjson/json/parseJson.ts';
import { createRandom } from '../../../support/random.ts';
import { writeText, writeValue } from '../strangeLines.ts';

describe('parseJson', () => {
  it('shows every number as it is spelt, wherever it stands', () => {
    for (const number of [
      '1',
      '1.0',
      '1.50',
      '-0',
      '-0.0',
      '1e2',
      '1E+2',
      '0.0000001',
      '1e400',
      '12345678901234567890',
    ])
      for (const wrap of [
        number,
        `[${number}]`,
        `{"a":[1,${number}],"b":"1.0"}`,
        `{"a":${number}}`,
        `[${number},2]`,
      ])
        assert.equal(JSON.stringify(parseAsWritten(wrap)), wrap);
    for (const spaced of ['[ -0 ]', '[1.0\t,2]', '{"a" : 1e2\r}'])
      assert.equal(JSON.stringify(parseAsWritten(spaced)), spaced.replace(/\s/g, ''));
  });

  it('keeps numbers that doubles do not tell apart, wherever they stand', () => {
    const long = ['9007199254740993', '1e400', '-1e-400', '0.1000000000000000055', '123456789.1234567891'];
    for (const number of long) {
      for (let before = 0; before < 6; before++) {
        const text = `[${'1,'.repeat(before)}${'"x",'.repeat(before % 2)}${number}]`;
        const value = (parseByValue(text) as unknown[]).at(-1);
        assert.ok(value instanceof NumberText, text);
      }
    }
  });

  it('never misses a long number, in 3,000 strange values', () => {
    const random = createRandom(7);
    const digits = () => Array.from({ length: 1 + random.below(18) }, () => random.below(10)).join('');
    for (let i = 0; i < 3000; i++) {
      const exponent = random.below(2) ? `e${random.pick(['', '+', '-'])}${random.below(500)}` : '';
      const number = `${random.below(9) + 1}${digits()}${random.below(2) ? `.${digits()}` : ''}${exponent}`;
      const text = `[${writeValue(random, 2)},${number},${writeText(random, 'e1')}]`;
      if (readExactNumber(number) instanceof NumberText) assert.ok(mayHaveLongNumber(text), text);
    }
  });

  it('leaves texts, dates and short numbers to the plain parser', () => {
    const line = {
      id: 1234567,
      at: '2016-05-04T10:00:00.000Z',
      n: 250.5,
      text: 'e e3 eee 3e',
      t: 1462356000000,
    };
    assert.equal(mayHaveLongNumber(JSON.stringify(line)), false);
  });

  it('falls back to doubles where values are nested too deep for the other way', () => {
    const deep = `${'['.repeat(50_000)}12345678901234567890${']'.repeat(50_000)}`;
    for (const parse of [parseByValue, parseAsWritten]) assert.ok(Array.isArray(parse(deep)));
    for (const parse of [parseByValue, parseAsWritten]) assert.throws(() => parse('[1e400'), SyntaxError);
  });
});
