import { createClient, type Client } from '../api/client.ts';
import type { Target } from '../api/request.ts';
import type { Fetch } from '../api/send.ts';
import { delay } from '../util/delay.ts';
import { once } from '../util/once.ts';
import type { Log } from './log.ts';
import { createLoggedDownload, editorFetch } from './loggedFetch.ts';
import type { Settings } from './settings.ts';

/** What a client is made for: a connection, as far as it matters here. */
export type ClientTarget = Target & { kind: 'remote' | 'sample' };

export type MakeClient = (target: ClientTarget, readKey: () => Promise<string>) => Client;

/** The sample app group as it is loaded at first use: a function from request to response, without a socket. */
export type LoadSample = () => Promise<(request: Request) => Promise<Response>>;

/** How each kind of connection is reached. */
export type Fetches = Record<ClientTarget['kind'], Fetch>;

/** The editor's network, and the sample. */
export function createFetches(loadSample: LoadSample): Fetches {
  return { remote: editorFetch, sample: createSampleFetch(loadSample) };
}

/** The same for what is no API: the hosts that exports are downloaded from. */
export function createDownloads(reach: Fetches, log: Log): Fetches {
  return {
    remote: createLoggedDownload(reach.remote, log),
    sample: createLoggedDownload(reach.sample, log),
  };
}

/** Makes clients that use `reach`, the user's settings and the log. */
export function createClientMaker(settings: Settings, log: Log, reach: Fetches): MakeClient {
  return ({ host, authStyle, kind }, readKey) =>
    createClient({
      host,
      authStyle,
      readKey,
      fetch: reach[kind],
      clock: { now: Date.now, delay },
      random: Math.random,
      timeoutMs: settings.timeoutMs,
      concurrency: settings.concurrency(),
      onDidTry: (row, status, ms) => log.write({ event: 'request', row, status, ms }),
    });
}

/** One sample for the whole window, loaded at first use. */
function createSampleFetch(load: LoadSample): Fetch {
  const loadOnce = once(load);
  return async (url, init) => (await loadOnce())(new Request(url, init));
}
