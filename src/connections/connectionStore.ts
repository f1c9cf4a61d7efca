import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError.ts';
import { sampleConnection, type Connection } from './connection.ts';
import { createKeyring, type Secrets } from './keyring.ts';
import type { Disposable } from '../util/disposables.ts';
import { createEmitter, type Listen } from '../util/emitter.ts';

/** The part of `vscode.Memento` that is used. */
export interface State {
  get<T>(name: string): T | undefined;
  update(name: string, value: unknown): PromiseLike<void>;
}

export interface ConnectionStore extends Disposable {
  list(): Connection[];
  find(id: string): Connection | undefined;
  /** The connection to start with, if there is one. */
  lastUsed(): Connection | undefined;
  setLastUsed(connection: Connection | undefined): Promise<void>;
  /** Saves a connection with its key, under a new id. Throws where the name is taken. */
  add(connection: Omit<Connection, 'id' | 'kind'>, key: string): Promise<Connection>;
  /** Adds the built-in connection, once. */
  addSample(): Promise<Connection>;
  replaceKey(connection: Connection, key: string): Promise<void>;
  /** Forgets the connection and its key. */
  remove(connection: Connection): Promise<void>;
  /** The key, for sending it to `connection.host` and for nothing else. Throws where there is none for this host. */
  readKey(connection: Connection): Promise<string>;
  /** Reads the list again, after another window changed it, and fires if it did. */
  reload(): void;
  readonly onDidChange: Listen<void>;
}

interface Ports {
  state: State;
  secrets: Secrets;
  newId: () => string;
  /** Called after every change, to notify other windows. */
  announce: () => Promise<void>;
}

const entryName = 'connections';
/** One entry, so that a change of both is seen as one. */
interface Stored {
  list: Connection[];
  /** An id. */
  lastUsed?: string | undefined;
}

export function createConnectionStore({ state, secrets, newId, announce }: Ports): ConnectionStore {
  const changed = createEmitter<void>();
  const keyring = createKeyring(secrets);
  const read = (): Stored => state.get<Stored>(entryName) ?? { list: [] };
  let known = JSON.stringify(read());

  async function save(change: Partial<Stored>): Promise<void> {
    await state.update(entryName, { ...read(), ...change });
    noticeChange();
    await announce();
  }

  function noticeChange(): void {
    const now = JSON.stringify(read());
    if (now === known) return;
    known = now;
    changed.fire();
  }

  const list = (): Connection[] => read().list;
  const find = (id: string | undefined): Connection | undefined => list().find((it) => it.id === id);

  return {
    list,
    find,
    lastUsed: () => find(read().lastUsed),
    setLastUsed: (connection) => save({ lastUsed: connection?.id }),
    async add(fields, key) {
      if (list().some((it) => it.name === fields.name))
        throw new UserError(l10n.t('There is a connection named “{0}” already.', fields.name));
      const connection: Connection = { ...fields, id: newId(), kind: 'remote' };
      // The key first: a connection without one would be shown and could not be used.
      await keyring.store(connection, key);
      await save({ list: [...list(), connection] });
      return connection;
    },
    async addSample() {
      if (!find(sampleConnection.id)) await save({ list: [...list(), sampleConnection] });
      return sampleConnection;
    },
    replaceKey: (connection, key) => keyring.store(connection, key),
    async remove(connection) {
      await keyring.forget(connection);
      await save({ list: list().filter((it) => it.id !== connection.id) });
    },
    readKey: (connection) => keyring.read(connection),
    reload: noticeChange,
    onDidChange: changed.event,
    dispose: () => changed.dispose(),
  };
}
