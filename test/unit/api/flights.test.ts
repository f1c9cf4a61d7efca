import assert from 'node:assert/strict';
import { createFlights } from '../../../src/api/flights.ts';

describe('createFlights', () => {
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
    const flights = createFlights();
    const { signals, ends, start } = createWork();
    const both = [flights.join('a', start, never), flights.join('a', start, never)];
    const other = flights.join('b', start, never);
    assert.equal(signals.length, 2);
    ends[0]?.resolve('one');
    ends[1]?.resolve('two');
    assert.deepEqual(await Promise.all([...both, other]), ['one', 'one', 'two']);
  });

  it('keeps nothing: whoever asks later gets a new answer, also after a failure', async () => {
    const flights = createFlights();
    const { ends, start } = createWork();
    const first = [flights.join('a', start, never), flights.join('a', start, never)];
    ends[0]?.reject(new Error('no'));
    for (const passenger of first) await assert.rejects(passenger, /no/);
    const second = flights.join('a', start, never);
    ends[1]?.resolve('yes');
    assert.equal(await second, 'yes');
  });

  it('lets one get off without disturbing the others', async () => {
    const flights = createFlights();
    const { signals, ends, start } = createWork();
    const controller = new AbortController();
    const leaving = flights.join('a', start, controller.signal);
    const staying = flights.join('a', start, never);
    controller.abort(new Error('enough'));
    await assert.rejects(leaving, /enough/);
    assert.equal(signals[0]?.aborted, false);
    ends[0]?.resolve('one');
    assert.equal(await staying, 'one');
  });

  it('cancels the work when all have got off, and lets nobody aboard then', async () => {
    const flights = createFlights();
    const { signals, ends, start } = createWork();
    const controllers = [new AbortController(), new AbortController()];
    const leaving = controllers.map(({ signal }) => flights.join('a', start, signal));
    for (const controller of controllers) controller.abort(new Error('enough'));
    const next = flights.join('a', start, never);
    for (const passenger of leaving) await assert.rejects(passenger, /enough/);
    assert.deepEqual(
      signals.map((signal) => signal.aborted),
      [true, false],
    );
    ends[0]?.reject(new Error('cancelled'));
    ends[1]?.resolve('two');
    assert.equal(await next, 'two');
  });

  it('does not let a late leaver of a landed flight touch the next one', async () => {
    const flights = createFlights();
    const { signals, ends, start } = createWork();
    const controller = new AbortController();
    const first = flights.join('a', start, controller.signal);
    ends[0]?.resolve('one');
    await first;
    const second = flights.join('a', start, never);
    controller.abort();
    const third = flights.join('a', start, never);
    assert.equal(signals.length, 2, 'the third boards the second flight');
    ends[1]?.resolve('two');
    assert.deepEqual(await Promise.all([second, third]), ['two', 'two']);
  });

  it('does not start for someone who has given up already', async () => {
    const { signals, start } = createWork();
    await assert.rejects(createFlights().join('a', start, AbortSignal.abort(new Error('enough'))), /enough/);
    assert.equal(signals.length, 0);
  });
});
