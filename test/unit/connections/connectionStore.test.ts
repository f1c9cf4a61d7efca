import assert from 'node:assert/strict';
import { sampleConnection } from '../../../src/connections/connection.ts';
import { createConnectionStore } from '../../../src/connections/connectionStore.ts';
import { createMemorySecrets, createMemoryState } from '../../support/memoryStorage.ts';

const key = 'a-key-nobody-may-see';
const draft = { name: 'Shop', host: 'https://rest.example.com', authStyle: 'apiKey' } as const;

function createStore() {
  const state = createMemoryState();
  const secrets = createMemorySecrets();
  const announced = { times: 0 };
  let ids = 0;
  const dependencies = {
    state,
    secrets,
    newId: () => `id-${++ids}`,
    announce: async () => void announced.times++,
  };
  return { state, secrets, announced, dependencies, store: createConnectionStore(dependencies) };
}

describe('the connection store', () => {
  it('keeps the key in the secret storage and nowhere else', async () => {
    const { store, state, secrets } = createStore();
    const connection = await store.add(draft, key);
    assert.deepEqual(store.list(), [{ ...draft, id: 'id-1', kind: 'remote' }]);
    assert.equal(await store.readKey(connection), key);
    assert.ok([...secrets.values.values()].some((it) => it.includes(key)));
    assert.ok(![...state.values].join().includes(key));
  });

  it('never hands a key out for another host or auth style than it was stored with', async () => {
    const { store } = createStore();
    const connection = await store.add(draft, key);
    await assert.rejects(store.readKey({ ...connection, host: 'https://evil.example.com' }), /another host/);
    await assert.rejects(store.readKey({ ...connection, authStyle: 'appGroupId' }), /another host/);
  });

  it('says what to do when the key is not on this machine', async () => {
    const { store, secrets } = createStore();
    const connection = await store.add(draft, key);
    secrets.values.clear();
    await assert.rejects(store.readKey(connection), /No key for “Shop” was found.*Replace Key/);
  });

  it('refuses a second connection of the same name', async () => {
    const { store } = createStore();
    await store.add(draft, key);
    await assert.rejects(store.add(draft, 'other'), /“Shop” already/);
    assert.equal(store.list().length, 1);
  });

  it('replaces a key, and forgets it with the connection', async () => {
    const { store, secrets } = createStore();
    const connection = await store.add(draft, key);
    await store.replaceKey(connection, 'another-key');
    assert.equal(await store.readKey(connection), 'another-key');
    await store.remove(connection);
    assert.deepEqual(store.list(), []);
    assert.equal(secrets.values.size, 0);
  });

  it('has the last used connection back, unless it was removed', async () => {
    const { store, dependencies } = createStore();
    const shop = await store.add(draft, key);
    await store.setLastUsed(shop);
    assert.deepEqual(createConnectionStore(dependencies).lastUsed(), shop);
    await store.remove(shop);
    assert.equal(createConnectionStore(dependencies).lastUsed(), undefined);
  });

  it('holds the sample once, without a key', async () => {
    const { store, secrets } = createStore();
    await store.addSample();
    await store.addSample();
    assert.deepEqual(store.list(), [sampleConnection]);
    assert.equal(secrets.values.size, 0);
  });

  it('tells other windows of every change, and notices theirs', async () => {
    const { store, dependencies, announced } = createStore();
    const otherWindow = createConnectionStore(dependencies);
    let noticed = 0;
    otherWindow.onDidChange(() => (noticed += 1));
    const shop = await store.add(draft, key);
    assert.equal(announced.times, 1);
    otherWindow.reload();
    otherWindow.reload();
    assert.equal(noticed, 1);
    await store.remove(shop);
    otherWindow.reload();
    assert.equal(noticed, 2);
    assert.equal(announced.times, 2);
    await store.setLastUsed(await store.addSample());
    otherWindow.reload();
    assert.equal(noticed, 3);
    assert.deepEqual(otherWindow.lastUsed(), sampleConnection);
  });
});
