import assert from 'node:assert/strict';
import { createConnectionStore } from '../../../src/connections/connectionStore.ts';
import { createSession } from '../../../src/connections/session.ts';
import { answerJson, createFetchClient } from '../../support/fetchClient.ts';
import { createMemorySecrets, createMemoryState } from '../../support/memoryStorage.ts';

/** Two windows of one editor: they share what is stored, and hear of each other's changes by `reload`. */
function createWindows() {
  let ids = 0;
  const dependencies = {
    state: createMemoryState(),
    secrets: createMemorySecrets(),
    newId: () => `id-${++ids}`,
    announce: async () => undefined,
  };
  const open = () => {
    const store = createConnectionStore(dependencies);
    const session = createSession(store, () => createFetchClient(async () => answerJson({})));
    const changes = { count: 0 };
    session.onDidChange(() => (changes.count += 1));
    return { store, session, changes };
  };
  return { open, first: open(), second: open() };
}

const draft = { name: 'Shop', host: 'https://rest.example.com', authStyle: 'apiKey' } as const;

describe('a window’s session', () => {
  it('starts without a connection, and has the last used one back after a restart', async () => {
    const { first, open } = createWindows();
    assert.equal(first.session.current(), undefined);
    const shop = await first.store.add(draft, 'key-of-shop');
    assert.equal(first.session.current(), undefined);
    await first.session.use(shop);
    assert.deepEqual(first.session.current()?.connection, shop);
    assert.deepEqual(open().session.current()?.connection, shop);
  });

  it('uses one client for one connection, and a new one after the connection was made anew', async () => {
    const { first } = createWindows();
    const shop = await first.store.add(draft, 'key-of-shop');
    const client = first.session.clientOf(shop);
    assert.equal(first.session.clientOf(shop), client);
    await first.store.remove(shop);
    assert.notEqual(first.session.clientOf(shop), client);
  });

  it('takes up the first connection that another window makes, and keeps its own after that', async () => {
    const { first, second } = createWindows();
    const shop = await first.store.add(draft, 'key-of-shop');
    await first.session.use(shop);
    second.store.reload();
    assert.deepEqual(second.session.current()?.connection, shop);
    assert.equal(second.changes.count, 1);

    await first.session.use(await first.store.addSample());
    second.store.reload();
    assert.deepEqual(second.session.current()?.connection, shop);
    assert.equal(second.changes.count, 1);
  });

  it('lets go of a connection that another window removes', async () => {
    const { first, second } = createWindows();
    const shop = await first.store.add(draft, 'key-of-shop');
    await first.session.use(shop);
    second.store.reload();
    await first.store.remove(shop);
    assert.equal(first.session.current(), undefined);
    second.store.reload();
    assert.equal(second.session.current(), undefined);
  });
});
