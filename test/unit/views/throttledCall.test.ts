import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { createThrottledCall } from '../../../src/views/throttledCall.ts';

describe('a throttled call', () => {
  it('runs once for several requests, and at once when told to', async () => {
    let runs = 0;
    const call = createThrottledCall(20, () => (runs += 1));
    call.request();
    call.request();
    assert.equal(runs, 0);
    await sleep(15);
    assert.equal(runs, 1);
    call.runNow();
    call.request();
    call.runNow();
    assert.equal(runs, 3, 'what was requested is done with');
    await sleep(40);
    assert.equal(runs, 3);
  });

  it('runs no more once it is disposed', async () => {
    let runs = 0;
    const call = createThrottledCall(0, () => (runs += 1));
    call.request();
    call.dispose();
    await sleep(20);
    assert.equal(runs, 0);
  });
});
