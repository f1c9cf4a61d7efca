import assert from 'node:assert/strict';
import { findBlocked } from '../../../../bench/support/loopStalls.ts';

describe('findBlocked', () => {
  const blocked = (own: [number, number][], idle: [number, number][]): number =>
    findBlocked({ stalls: own }, { stalls: idle });

  it('leaves out what an idle process waited for too', () => {
    assert.equal(blocked([[100, 180]], []), 80);
    assert.equal(blocked([[100, 180]], [[90, 170]]), 10);
    assert.equal(blocked([[100, 180]], [[180, 300]]), 80);
    assert.equal(
      blocked(
        [[100, 180]],
        [
          [90, 110],
          [150, 160],
        ],
      ),
      60,
    );
  });

  it('is that of the longest that is left', () => {
    assert.equal(
      blocked(
        [
          [0, 200],
          [300, 340],
        ],
        [[0, 190]],
      ),
      40,
    );
    assert.equal(blocked([], [[0, 100]]), 0);
  });
});
