import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createThrottle } from '../../../src/views/throttle.ts';

describe('a throttle', () => {
  it('runs once for several requests, and at once when told to', async () => {
    let runs = 0;
    const throttle = createThrottle(20, () => (runs += 1));
    throttle.request();
    throttle.request();
    assert.equal(runs, 0);
    await sleep(15);
    assert.equal(runs, 1);
    throttle.runNow();
    throttle.request();
    throttle.runNow();
    assert.equal(runs, 3, 'what was requested is done with');
    await sleep(40);
    assert.equal(runs, 3);
  });

  it('runs no more once it is disposed', async () => {
    let runs = 0;
    const throttle = createThrottle(0, () => (runs += 1));
    throttle.request();
    throttle.dispose();
    await sleep(20);
    assert.equal(runs, 0);
  });
});
