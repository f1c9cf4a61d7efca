import assert from 'node:assert/strict';
import { createLimiter } from '../../../src/util/limiter.ts';

describe('createLimiter', () => {
  const never = new AbortController().signal;
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  /** Work that ends when told to. */
  function createWork() {
    const started: number[] = [];
    const finish = new Map<number, () => void>();
    const work = (id: number) => () => {
      started.push(id);
      return new Promise<number>((resolve) => finish.set(id, () => resolve(id)));
    };
    return { started, work, finish: (id: number) => finish.get(id)?.() };
  }

  it('runs so many at a time, and the others in order', async () => {
    const limiter = createLimiter(2);
    const { started, work, finish } = createWork();
    const all = [1, 2, 3, 4].map((id) => limiter.run(work(id), never));
    await turn();
    assert.deepEqual(started, [1, 2]);
    finish(2);
    await turn();
    assert.deepEqual(started, [1, 2, 3]);
    for (const id of [1, 3]) finish(id);
    await turn();
    finish(4);
    assert.deepEqual(await Promise.all(all), [1, 2, 3, 4]);
  });

  it('hands a permit over without letting a newcomer overtake', async () => {
    const limiter = createLimiter(1);
    const { started, work, finish } = createWork();
    const all = [1, 2].map((id) => limiter.run(work(id), never));
    await turn();
    finish(1);
    await turn();
    all.push(limiter.run(work(3), never));
    await turn();
    assert.deepEqual(started, [1, 2]);
    finish(2);
    await turn();
    finish(3);
    assert.deepEqual(await Promise.all(all), [1, 2, 3]);
  });

  it('lets the next one in after a failure', async () => {
    const limiter = createLimiter(1);
    await assert.rejects(
      limiter.run(async () => {
        throw new Error('no');
      }, never),
      /no/,
    );
    assert.equal(await limiter.run(async () => 1, never), 1);
  });

  it('takes who gives up out of the queue, and only that one', async () => {
    const limiter = createLimiter(1);
    const { started, work, finish } = createWork();
    const controller = new AbortController();
    const first = limiter.run(work(1), never);
    const second = limiter.run(work(2), controller.signal);
    const third = limiter.run(work(3), never);
    await turn();
    controller.abort(new Error('enough'));
    await assert.rejects(second, /enough/);
    finish(1);
    await first;
    await turn();
    finish(3);
    assert.equal(await third, 3);
    assert.deepEqual(started, [1, 3]);
    await assert.rejects(limiter.run(work(4), controller.signal), /enough/);
    assert.equal(await limiter.run(async () => 5, never), 5);
  });

  for (const maxRunning of [0, -1, NaN])
    it(`runs one at a time where the maximum is ${maxRunning}`, async () => {
      const limiter = createLimiter(maxRunning);
      const { started, work, finish } = createWork();
      const both = [1, 2].map((id) => limiter.run(work(id), never));
      await turn();
      assert.deepEqual(started, [1]);
      finish(1);
      await turn();
      finish(2);
      assert.deepEqual(await Promise.all(both), [1, 2]);
    });
});
