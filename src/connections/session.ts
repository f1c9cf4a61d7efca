import type { Client } from '../api/client.ts';
import type { Disposable } from '../util/disposables.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';
import type { Connection } from './connection.ts';
import type { ConnectionStore } from './connectionStore.ts';

/** A connection in use, and the client that talks to it. */
export interface ActiveConnection {
  connection: Connection;
  client: Client;
}

/** Which connection this window explores. Each window has its own; the last one used is where the next window starts. */
export interface Session extends Disposable {
  current(): ActiveConnection | undefined;
  /** The same client for the same connection, so that limits and shared requests hold across callers. */
  clientOf(connection: Connection): Client;
  use(connection: Connection | undefined): Promise<void>;
  /** Fires when another connection is current, or the current one got a new key. */
  readonly onDidChange: Listen<void>;
}

export function createSession(
  store: ConnectionStore,
  createClientFor: (connection: Connection) => Client,
): Session {
  const changed = createEmitter<void>();
  const clients = new Map<string, Client>();
  let connection = store.lastUsed();

  const watch = store.onDidChange(() => {
    for (const id of clients.keys()) if (!store.find(id)) clients.delete(id);
    // Another window may have removed the connection that this one shows, or connected the first one of all.
    if (connection && store.find(connection.id)) return;
    const next = store.lastUsed();
    if (next?.id === connection?.id) return;
    connection = next;
    changed.fire();
  });

  function clientOf(wanted: Connection): Client {
    const client = clients.get(wanted.id) ?? createClientFor(wanted);
    clients.set(wanted.id, client);
    return client;
  }

  return {
    current: () => connection && { connection, client: clientOf(connection) },
    clientOf,
    async use(next) {
      connection = next;
      await store.setLastUsed(next);
      changed.fire();
    },
    onDidChange: changed.event,
    dispose() {
      watch.dispose();
      changed.dispose();
    },
  };
}
