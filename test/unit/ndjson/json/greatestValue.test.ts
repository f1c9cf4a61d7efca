import assert from 'node:assert/strict';
import { NumberText } from '../../../../src/ndjson/json/exactNumber.ts';
import { pickGreatest } from '../../../../src/ndjson/json/greatestValue.ts';

describe('pickGreatest', () => {
  const long = new NumberText('9007199254740993');
  const cases: [greatest: unknown, values: unknown[]][] = [
    [undefined, []],
    [undefined, [[], [[]]]],
    [null, [null, [null]]],
    [100, [9, 100]],
    [100, [[9, 10, 100]]],
    [100, [100, [9, [10]], null]],
    [-1, [-1, null, -9]],
    [long, [long, 9007199254740992, 5]],
    ['2016-05-04', ['2016-05-04', '2016-05-03', null]],
    // A text is above every number, whatever it reads as.
    ['9', [100, '9', '10']],
    ['b', ['B', 'b', 'a']],
  ];
  for (const [greatest, values] of cases) {
    it(`is ${JSON.stringify(greatest)} of ${JSON.stringify(values)}, in any order`, () => {
      assert.equal(pickGreatest(values), greatest);
      assert.equal(pickGreatest([...values].reverse()), greatest);
    });
  }

  it('looks into lists of any depth', () => {
    let deep: unknown = 7;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assert.equal(pickGreatest([3, deep]), 7);
  });
});
