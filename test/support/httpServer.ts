import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came over the wire. */
export interface Received {
  method: string;
  /** The path with its query, still percent-encoded. */
  target: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Answers one request; `response.socket` is there for those who want to break it. */
export type Answerer = (request: Received, response: ServerResponse) => void | Promise<void>;

export interface HttpServer {
  origin: string;
  /** All requests so far, in the order in which they were read whole. */
  received: Received[];
  /** Breaks all connections off and stops listening. */
  close(): Promise<void>;
}

/** A real HTTP server on a loopback port: a free one, or the one that an earlier server had. */
export async function startServer(answer: Answerer, port = 0): Promise<HttpServer> {
  const received: Received[] = [];
  const server = createServer((message, response) => {
    void (async () => {
      const request = await readRequest(message);
      received.push(request);
      await answer(request, response);
    })();
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(message: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const target = message.url ?? '/';
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  return {
    method: message.method ?? '',
    target,
    path: pathname,
    query: searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

/** Sends `body` as JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}
