import * as l10n from '@vscode/l10n';
import type { AuthStyle } from '../api/endpoint.ts';
import { AuthError } from '../api/errors.ts';
import type { Connection } from './connection.ts';

/** The part of `vscode.SecretStorage` that is used. */
export interface Secrets {
  get(name: string): PromiseLike<string | undefined>;
  store(name: string, value: string): PromiseLike<void>;
  delete(name: string): PromiseLike<void>;
}

/** What a secret holds: the key, and the host and auth style it may be used with. */
interface BoundKey {
  key: string;
  host: string;
  authStyle: AuthStyle;
}

/**
 * Keeps the key of each connection in the secret store, bound to the connection's host and auth style. The list of
 * connections is plain storage that others may write to; a key is never handed out for another host than its own.
 */
export interface Keyring {
  store(connection: Connection, key: string): Promise<void>;
  /** Throws where there is no key for this connection and host; the sentence says what to do. */
  read(connection: Connection): Promise<string>;
  forget(connection: Connection): Promise<void>;
}

const secretName = (connection: Connection): string => `key.${connection.id}`;

export function createKeyring(secrets: Secrets): Keyring {
  return {
    async store(connection, key) {
      const bound: BoundKey = { key, host: connection.host, authStyle: connection.authStyle };
      await secrets.store(secretName(connection), JSON.stringify(bound));
    },
    async read(connection) {
      if (connection.kind === 'sample') return 'sample-app-group-needs-no-key';
      const secret = await secrets.get(secretName(connection));
      if (secret === undefined)
        throw new AuthError(
          // A browser's window learns of secrets that another window stored only when it is loaded again.
          l10n.t(
            'No key for “{0}” was found. Use “Replace Key…”, or reload the window if another one has just connected it.',
            connection.name,
          ),
        );
      const bound = JSON.parse(secret) as BoundKey;
      if (bound.host === connection.host && bound.authStyle === connection.authStyle) return bound.key;
      throw new AuthError(
        l10n.t(
          'The stored key of “{0}” belongs to another host and is not sent: use “Replace Key…”.',
          connection.name,
        ),
      );
    },
    async forget(connection) {
      await secrets.delete(secretName(connection));
    },
  };
}
