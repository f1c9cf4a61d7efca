import type { AuthStyle } from '../api/endpoint.ts';

/** An app group to explore. The key is not here: it lives in the secret store, bound to this host and auth style. */
export interface Connection {
  id: string;
  name: string;
  /** An origin; never changed after the connection is made, so that its key cannot travel to another host. */
  host: string;
  authStyle: AuthStyle;
  kind: 'remote' | 'sample';
}

/** The built-in connection. Its host does not exist, and no socket is ever opened for it. */
export const sampleConnection: Connection = {
  id: 'sample',
  name: 'Sample App Group',
  host: 'https://sample.invalid',
  authStyle: 'apiKey',
  kind: 'sample',
};
