import assert from 'node:assert/strict';
import {
  compareNumberTexts,
  NumberText,
  readExactNumber,
  formatExactNumber,
} from '../../../../src/ndjson/json/exactNumber.ts';
import { createRandom } from '../../../support/random.ts';

describe('readExactNumber', () => {
  const groups: [spelt: string | number, texts: string[]][] = [
    [0, ['0', '0.0', '0e5', '0E-999999999999999999999', '0.00000000000000000000']],
    [-0, ['-0', '-0.0', '-0e400']],
    [1, ['1', '1.0', '10e-1', '1E0', '1.00000000000000000000', '0.1e+1', `${'1'.padEnd(400, '0')}e-399`]],
    [0.1, ['0.1', '1e-1', '0.10', '0.1000000000000000000000000']],
    [9007199254740992, ['9007199254740992', '9007199254740992.0', '9.007199254740992e15']],
    [1234567890123456800, ['1234567890123456800', '12345678901234568e2']],
    [5e-324, ['5e-324', '0.5e-323']],
    [1.7976931348623157e308, ['1.7976931348623157e308', '1.7976931348623157E+0308']],
    ['9007199254740993', ['9007199254740993', '9007199254740993.0', '9007199254740993e0']],
    ['-1234567890123456789', ['-1234567890123456789', '-1.234567890123456789E18']],
    ['12345678901234567890', ['12345678901234567890', '1234567890123456789e1', '12345678901234567890.00']],
    ['0.1000000000000000055', ['0.1000000000000000055', '1000000000000000055e-19', '0.10000000000000000550']],
    ['0.000001234567890123456789', ['0.000001234567890123456789']],
    ['1.234567890123456789e-7', ['0.0000001234567890123456789', '1.234567890123456789e-7']],
    ['123456789.1234567891', ['123456789.1234567891']],
    ['1e+400', ['1e400', '10e399', '0.1e401', '1'.padEnd(401, '0')]],
    ['-2.5e+400', ['-2.5e400', '-25e399']],
    ['1e-400', ['1e-400', '0.1e-399']],
    ['3e-324', ['3e-324', '30e-325']],
    ['1e+1000000000000000000000', ['1e1000000000000000000000', '10e999999999999999999999']],
  ];
  for (const [expected, texts] of groups) {
    it(`gives the same for every spelling of ${String(expected)}`, () => {
      for (const text of texts) {
        const value = readExactNumber(text);
        if (typeof expected === 'number') assert.ok(Object.is(value, expected), text);
        else {
          assert.ok(value instanceof NumberText, text);
          assert.equal(value.text, expected);
          assert.equal(formatExactNumber(readExactNumber(value.text)), expected);
        }
      }
    });
  }

  it('tells whole numbers apart as BigInt does, and keeps every double', () => {
    const random = createRandom(5);
    for (let i = 0; i < 3000; i++) {
      const digits = Array.from({ length: 15 + random.below(8) }, () =>
        random.below(random.pick([2, 10])),
      ).join('');
      const one = BigInt(digits);
      const other = one + BigInt(random.below(3));
      const write = (it: bigint): string => formatExactNumber(readExactNumber(`${it}`));
      assert.equal(write(one) === write(other), one === other, `${one} ${other}`);
      assert.equal(Math.sign(compareNumberTexts(`${one}`, `${other}`)), one === other ? 0 : -1);
      const double = (random.below(2 ** 30) - 2 ** 29) * 10 ** (random.below(600) - 300) * Math.PI;
      assert.equal(readExactNumber(String(double)), double);
    }
  });

  it('takes time in proportion to a hostile text', () => {
    const zeros = '0'.repeat(1_000_000);
    for (const text of [
      `1${zeros}1`,
      `1e${zeros}1`,
      `1e1${zeros}`,
      `0.${zeros}1`,
      `1.${zeros}1e-${zeros}1`,
    ]) {
      const before = performance.now();
      formatExactNumber(readExactNumber(text));
      assert.ok(performance.now() - before < 1000);
    }
  });

  it('compares by value, whatever the spelling', () => {
    const ascending = ['-1e400', '-9007199254740993', '-9007199254740992', '-1.5', '-0', '1e-400', '2e-400'];
    ascending.push('0.1', '9', '100', '9007199254740992', '9007199254740993.0', '1e400', '2e400');
    for (const [i, left] of ascending.entries())
      for (const [j, right] of ascending.entries())
        assert.ok(Math.sign(compareNumberTexts(left, right)) === Math.sign(i - j), `${left} ${right}`);
    assert.ok(compareNumberTexts('1e2', '100.0') === 0);
    assert.ok(compareNumberTexts('10e399', '1e400') === 0);
  });

  it('is written as it is by JSON.stringify, and has nothing that a path leads to', () => {
    const value = { a: [new NumberText('1.0'), new NumberText('1e400')] };
    assert.equal(JSON.stringify(value), '{"a":[1.0,1e400]}');
    assert.deepEqual(Object.keys(value.a[0] ?? {}), []);
    assert.ok(!Object.hasOwn(value.a[0] ?? {}, 'text'));
  });
});
