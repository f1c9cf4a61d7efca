import assert from 'node:assert/strict';
import { createEmitter, nextEvent } from '../../../src/util/emitter.ts';

describe('createEmitter', () => {
  it('tells every subscription, the same function twice', () => {
    const emitter = createEmitter<number>();
    const heard: number[] = [];
    const listener = (value: number): void => void heard.push(value);
    emitter.event(listener);
    const second = emitter.event(listener);
    emitter.fire(1);
    second.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
    emitter.dispose();
    emitter.fire(3);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('does not tell a listener that an earlier one has unsubscribed', () => {
    const emitter = createEmitter<void>();
    let told = false;
    emitter.event(() => later.dispose());
    const later = emitter.event(() => void (told = true));
    emitter.fire();
    assert.equal(told, false);
  });

  it('keeps what one listener throws from the others and from the one who fires', async () => {
    const emitter = createEmitter<void>();
    let told = false;
    emitter.event(() => {
      throw new Error('mine');
    });
    emitter.event(() => void (told = true));
    const thrown = collectUncaught();
    emitter.fire();
    assert.equal(told, true);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(thrown(), ['mine']);
  });
});

describe('nextEvent', () => {
  it('gives the next value and then lets go', async () => {
    const emitter = createEmitter<string>();
    const next = nextEvent(emitter.event, new AbortController().signal);
    emitter.fire('one');
    emitter.fire('two');
    assert.equal(await next, 'one');
  });

  it('rejects when aborted, before or while waiting', async () => {
    const emitter = createEmitter<string>();
    const controller = new AbortController();
    const next = nextEvent(emitter.event, controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(next, /enough/);
    await assert.rejects(nextEvent(emitter.event, controller.signal), /enough/);
  });
});

/** Takes over what mocha would count as a failure, until it is asked what came. */
function collectUncaught(): () => string[] {
  const mocha = process.listeners('uncaughtException');
  const messages: string[] = [];
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', (error) => messages.push(error.message));
  return () => {
    process.removeAllListeners('uncaughtException');
    for (const listener of mocha) process.on('uncaughtException', listener);
    return messages;
  };
}
