import assert from 'node:assert/strict';
import { createDisposableStore } from '../../../src/util/disposables.ts';

describe('createDisposableStore', () => {
  const log: string[] = [];
  beforeEach(() => void (log.length = 0));
  const named = (name: string) => ({ dispose: () => void log.push(name) });

  it('disposes in reverse order, each thing once', () => {
    const store = createDisposableStore();
    const first = store.add(named('first'));
    assert.equal(typeof first.dispose, 'function');
    store.add(named('second'));
    store.dispose();
    store.dispose();
    assert.deepEqual(log, ['second', 'first']);
  });

  it('disposes at once what comes too late', () => {
    const store = createDisposableStore();
    store.dispose();
    store.add(named('late'));
    assert.deepEqual(log, ['late']);
  });

  it('disposes of the rest where one throws, and throws that', () => {
    const store = createDisposableStore();
    store.add(named('first'));
    store.add({
      dispose() {
        throw new Error('stuck');
      },
    });
    store.add(named('last'));
    assert.throws(() => store.dispose(), /stuck/);
    assert.deepEqual(log, ['last', 'first']);
  });
});
