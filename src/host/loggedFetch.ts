import type { Fetch } from '../api/send.ts';
import type { Log } from './log.ts';

/**
 * Wraps a `fetch` so that the log has a line a request: method, path, status, time. Never the query, the headers or a
 * body: keys and personal data are in those.
 */
export function createLoggedFetch(fetch: Fetch, log: Log): Fetch {
  return async (url, init) => {
    const line = `${init.method ?? 'GET'} ${new URL(url).pathname}`;
    const startedAt = Date.now();
    try {
      const response = await fetch(url, init);
      log.info(`${line} → ${response.status} in ${Date.now() - startedAt} ms`);
      return response;
    } catch (error) {
      log.warn(`${line} → no answer after ${Date.now() - startedAt} ms`);
      throw error;
    }
  };
}

/** The same for downloads, where the path is as good as a key: who has it, has the export. Only the host is logged. */
export function createLoggedDownload(fetch: Fetch, log: Log): Fetch {
  return async (url, init) => {
    const line = `GET an export from ${new URL(url).host}`;
    try {
      const response = await fetch(url, init);
      log.info(`${line} → ${response.status}`);
      return response;
    } catch (error) {
      log.warn(`${line} → no answer`);
      throw error;
    }
  };
}

/** The editor's own `fetch`, looked up at call time: the editor patches it to heed the user's proxy and certificates. */
export const editorFetch: Fetch = (url, init) => globalThis.fetch(url, init);
