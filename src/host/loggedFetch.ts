import type { Fetch } from '../api/send.ts';
import type { Log } from './log.ts';

/** Wraps the `fetch` that exports are downloaded with, so that the log has a line a request. */
export function createLoggedDownload(fetch: Fetch, log: Log): Fetch {
  return async (url, init) => {
    const startedAt = Date.now();
    let status: number | undefined;
    try {
      const response = await fetch(url, init);
      status = response.status;
      return response;
    } finally {
      log.write({ event: 'download', status, ms: Date.now() - startedAt });
    }
  };
}

/** The editor's own `fetch`, looked up at call time: the editor patches it for the user's proxy and certificates. */
export const editorFetch: Fetch = (url, init) => globalThis.fetch(url, init);
