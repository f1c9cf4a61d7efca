import assert from 'node:assert/strict';
import { untilAborted } from '../../../src/util/untilAborted.ts';

describe('untilAborted', () => {
  it('hands on what the work comes to', async () => {
    const { signal } = new AbortController();
    assert.equal(await untilAborted(Promise.resolve(1), signal), 1);
    await assert.rejects(untilAborted(Promise.reject(new Error('no')), signal), /no/);
  });

  it('rejects with the reason when aborted, and swallows what the work says afterwards', async () => {
    const controller = new AbortController();
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<never>((_, reject) => (fail = reject));
    const watched = untilAborted(work, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(watched, /enough/);
    // Unhandled, this rejection would fail the run.
    fail(new Error('late'));
    await new Promise((resolve) => setImmediate(resolve));
    await assert.rejects(untilAborted(new Promise(() => undefined), controller.signal), /enough/);
  });
});
