import assert from 'node:assert/strict';
import type { AuthStyle } from '../../../src/api/endpoint.ts';
import { contextKeys } from '../../../src/ids.ts';
import { createEmitter } from '../../../src/util/emitter.ts';
import { importWithVscode } from '../../support/fakeVscode.ts';

describe('the context keys', () => {
  it('say whether connections are saved, one is in use, and what its service offers', async () => {
    const keys: Record<string, unknown> = {};
    const executeCommand = (command: string, key: string, value: unknown): void => {
      assert.equal(command, 'setContext');
      keys[key] = value;
    };
    const { followContext } = await importWithVscode(
      () => import('../../../src/host/followContext.ts'),
      () => ({ commands: { executeCommand } }),
    );
    const changed = { session: createEmitter<void>(), store: createEmitter<void>() };
    let authStyle: AuthStyle | undefined;
    const saved: string[] = [];
    const watch = followContext(
      { current: () => authStyle && { connection: { authStyle } }, onDidChange: changed.session.event },
      { list: () => saved, onDidChange: changed.store.event },
    );
    const expect = (hasConnections: boolean, connected: boolean, offersRawEvents: boolean): void =>
      assert.deepEqual(keys, {
        [contextKeys.hasConnections]: hasConnections,
        [contextKeys.connected]: connected,
        [contextKeys.offersRawEvents]: offersRawEvents,
      });
    expect(false, false, false);

    saved.push('Shop');
    changed.store.fire();
    expect(true, false, false);

    authStyle = 'appGroupId';
    changed.session.fire();
    expect(true, true, true);

    authStyle = 'apiKey';
    changed.session.fire();
    expect(true, true, false);

    watch.dispose();
    authStyle = undefined;
    saved.length = 0;
    changed.session.fire();
    changed.store.fire();
    expect(true, true, false);
  });
});
