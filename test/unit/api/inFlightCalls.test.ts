import assert from 'node:assert/strict';
import { createInFlightCalls } from '../../../src/api/inFlightCalls.ts';

describe('createInFlightCalls', () => {
  const never = new AbortController().signal;

  /** Work that ends when told to, and remembers its signals. */
  function createWork() {
    const signals: AbortSignal[] = [];
    const ends: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
    const start = (signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<string>((resolve, reject) => ends.push({ resolve, reject }));
    };
    return { signals, ends, start };
  }

  it('shares one piece of work among those who ask at the same time', async () => {
    const calls = createInFlightCalls();
    const { signals, ends, start } = createWork();
    const both = [calls.join('a', start, never), calls.join('a', start, never)];
    const other = calls.join('b', start, never);
    assert.equal(signals.length, 2);
    ends[0]?.resolve('one');
    ends[1]?.resolve('two');
    assert.deepEqual(await Promise.all([...both, other]), ['one', 'one', 'two']);
  });

  it('keeps nothing: whoever asks later gets a new answer, also after a failure', async () => {
    const calls = createInFlightCalls();
    const { ends, start } = createWork();
    const first = [calls.join('a', start, never), calls.join('a', start, never)];
    ends[0]?.reject(new Error('no'));
    for (const waiting of first) await assert.rejects(waiting, /no/);
    const second = calls.join('a', start, never);
    ends[1]?.resolve('yes');
    assert.equal(await second, 'yes');
  });

  it('lets one stop waiting without disturbing the others', async () => {
    const calls = createInFlightCalls();
    const { signals, ends, start } = createWork();
    const controller = new AbortController();
    const leaving = calls.join('a', start, controller.signal);
    const staying = calls.join('a', start, never);
    controller.abort(new Error('enough'));
    await assert.rejects(leaving, /enough/);
    assert.equal(signals[0]?.aborted, false);
    ends[0]?.resolve('one');
    assert.equal(await staying, 'one');
  });

  it('aborts the work when nobody waits any more, and lets nobody join it then', async () => {
    const calls = createInFlightCalls();
    const { signals, ends, start } = createWork();
    const controllers = [new AbortController(), new AbortController()];
    const leaving = controllers.map(({ signal }) => calls.join('a', start, signal));
    for (const controller of controllers) controller.abort(new Error('enough'));
    const next = calls.join('a', start, never);
    for (const waiting of leaving) await assert.rejects(waiting, /enough/);
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, false],
    );
    ends[0]?.reject(new Error('cancelled'));
    ends[1]?.resolve('two');
    assert.equal(await next, 'two');
  });

  it('does not let a late abort of a finished call touch the next one', async () => {
    const calls = createInFlightCalls();
    const { signals, ends, start } = createWork();
    const controller = new AbortController();
    const first = calls.join('a', start, controller.signal);
    ends[0]?.resolve('one');
    await first;
    const second = calls.join('a', start, never);
    controller.abort();
    const third = calls.join('a', start, never);
    assert.equal(signals.length, 2, 'the third joins the second call');
    ends[1]?.resolve('two');
    assert.deepEqual(await Promise.all([second, third]), ['two', 'two']);
  });

  it('does not start for someone who has given up already', async () => {
    const { signals, start } = createWork();
    await assert.rejects(
      createInFlightCalls().join('a', start, AbortSignal.abort(new Error('enough'))),
      /enough/,
    );
    assert.equal(signals.length, 0);
  });
});
