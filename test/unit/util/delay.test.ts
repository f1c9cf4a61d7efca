import assert from 'node:assert/strict';
import { delay } from '../../../src/util/delay.ts';

describe('delay', () => {
  it('ends by itself', async () => {
    await delay(1);
    await delay(0, new AbortController().signal);
  });

  it('rejects with the reason when aborted, and at once where that is so already', async () => {
    const controller = new AbortController();
    const waiting = delay(3_600_000, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(waiting, reason);
    await assert.rejects(delay(3_600_000, controller.signal), reason);
  });

  it('makes an error of a reason that is none', async () => {
    await assert.rejects(delay(3_600_000, AbortSignal.abort('enough')), { message: 'enough' });
  });
});
