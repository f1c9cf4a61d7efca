import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createSample, type SampleOptions } from './server.ts';

/** The sample app group at a real address, on this machine only. */
export interface ServedSample {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Ends what is under way, stops listening, and lets go of the archives. */
  close(): Promise<void>;
}

/** Serves the sample on `port` (default: one that is free). Rejects where the port is taken. */
export async function serveSample({
  port = 0,
  ...options
}: SampleOptions & { port?: number } = {}): Promise<ServedSample> {
  const sample = createSample(options);
  const served = await serve(sample, port);
  return {
    ...served,
    async close() {
      await served.close();
      sample.dispose();
    },
  };
}

/**
 * Serves any function from Request to Response over HTTP on 127.0.0.1, so that a test can put its faults around the
 * sample. Bodies are streamed both ways; a function that throws breaks the connection off.
 */
export async function serve(
  answer: (request: Request) => Promise<Response>,
  port = 0,
): Promise<ServedSample> {
  const server = http.createServer((incoming, outgoing) => {
    respond(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function respond(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  const response = await answer(toRequest(incoming, gone.signal));
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body || incoming.method === 'HEAD') {
    outgoing.end();
    return;
  }
  // A client that leaves ends the pipeline, which cancels the body.
  await pipeline(Readable.fromWeb(response.body), outgoing);
}

/** The address is the one the client used, so that what an answer names can be reached the same way. */
function toRequest(incoming: http.IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const { method = 'GET' } = incoming;
  const url = `http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`;
  const body = method === 'GET' || method === 'HEAD' ? null : Readable.toWeb(incoming);
  return new Request(url, { method, headers, body, signal, duplex: 'half' });
}
