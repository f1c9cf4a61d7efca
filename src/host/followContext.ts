import * as vscode from 'vscode';
import { rawExportAuth, type AuthStyle } from '../api/endpoint.ts';
import { contextKeys } from '../ids.ts';
import { createDisposableStore, type Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';

interface FollowedSession {
  current(): { connection: { authStyle: AuthStyle } } | undefined;
  onDidChange: Listen<void>;
}

interface FollowedStore {
  list(): readonly unknown[];
  onDidChange: Listen<void>;
}

/** Keeps the context keys, on which menus and welcome texts depend, in step with the session and the saved connections. */
export function followContext(session: FollowedSession, store: FollowedStore): Disposable {
  const watches = createDisposableStore();
  const set = (key: string, value: boolean): void =>
    void vscode.commands.executeCommand('setContext', key, value);
  function setAll(): void {
    const connection = session.current()?.connection;
    set(contextKeys.hasConnections, store.list().length > 0);
    set(contextKeys.connected, connection !== undefined);
    set(
      contextKeys.offersRawEvents,
      connection !== undefined && rawExportAuth.includes(connection.authStyle),
    );
  }
  setAll();
  watches.add(session.onDidChange(setAll));
  watches.add(store.onDidChange(setAll));
  return watches;
}
