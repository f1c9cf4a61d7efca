import * as vscode from 'vscode';
import { rawExportAuth, type AuthStyle } from '../api/endpoint.ts';
import { contextKeys } from '../ids.ts';
import type { Disposable } from '../util/disposables.ts';
import type { Listen } from '../util/emitter.ts';

interface FollowedSession {
  current(): { connection: { authStyle: AuthStyle } } | undefined;
  onDidChange: Listen<void>;
}

/** Keeps the context keys, on which menus and welcome texts depend, in step with the session. */
export function followContext(session: FollowedSession): Disposable {
  const set = (key: string, value: boolean): void =>
    void vscode.commands.executeCommand('setContext', key, value);
  function tell(): void {
    const connection = session.current()?.connection;
    set(contextKeys.connected, connection !== undefined);
    set(
      contextKeys.offersRawEvents,
      connection !== undefined && rawExportAuth.includes(connection.authStyle),
    );
  }
  tell();
  return session.onDidChange(tell);
}
