import type { Port } from '../../src/protocol/rpc.ts';

/** What VS Code gives a page, once. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): EditorApi;
}

/** The page's end of the wire to its host. */
export function createPagePort(api: EditorApi): Port {
  return {
    post: (message) => api.postMessage(message),
    listen(listener) {
      const onMessage = (event: MessageEvent): void => listener(event.data);
      window.addEventListener('message', onMessage);
      return () => window.removeEventListener('message', onMessage);
    },
  };
}
