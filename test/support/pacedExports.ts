import { setTimeout as delay } from 'node:timers/promises';
import { serve } from '../../src/sample/http.ts';
import { createSample, type SampleOptions } from '../../src/sample/server.ts';

/** The sample app group over HTTP, whose exports are ready and arrive as fast as the test says. */
export interface PacedExports {
  readonly origin: string;
  /** `POST /users/export/segment`, `GET /exports/…`: every request so far, without query, key and names of archives. */
  readonly asked: string[];
  /** The first byte that each download asked for. */
  readonly downloadedFrom: number[];
  /** Until then an export's address answers 403. */
  isReady: boolean;
  /** 0 for none at all. */
  bytesPerSecond: number;
  /** Answers every request to start an export as a service that is already running one. */
  isBusy: boolean;
  /** How long the answer to a request to start an export takes. */
  answerMs: number;
  /** How many more requests for users by external ID are answered; then the rate limit is used up for an hour. */
  idAnswersLeft: number;
  /** Forgets all requests, and answers without delay again. */
  reset(): void;
  /** What was posted to a path, without the key. */
  bodies(pathname: string): Record<string, unknown>[];
  close(): Promise<void>;
}

const tickMs = 50;

export async function servePacedExports(options: SampleOptions = {}): Promise<PacedExports> {
  const sample = createSample({ exportReadyMs: 0, ...options });
  const asked: string[] = [];
  const downloadedFrom: number[] = [];
  const posted: { pathname: string; body: Record<string, unknown> }[] = [];

  /** Passes the body on in small pieces, at the current speed. */
  function throttle(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    let rest: Uint8Array = new Uint8Array();
    const reader = body.getReader();
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        while (service.bytesPerSecond === 0) await delay(tickMs);
        if (rest.length === 0) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          rest = value;
        }
        const length = Math.max(1, Math.min(rest.length, (service.bytesPerSecond * tickMs) / 1000));
        controller.enqueue(rest.subarray(0, length));
        rest = rest.subarray(length);
        if (service.bytesPerSecond < 50_000_000) await delay(tickMs);
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  const server = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    const isDownload = pathname.startsWith('/exports/');
    asked.push(`${request.method} ${isDownload ? '/exports/…' : pathname}`);
    if (isDownload && !service.isReady) return new Response('<Code>AccessDenied</Code>', { status: 403 });
    if (request.method === 'POST') {
      const body = (await request.clone().json()) as Record<string, unknown>;
      posted.push({ pathname, body: { ...body, app_group_id: undefined } });
      await new Promise((resolve) => setTimeout(resolve, service.answerMs));
      if (pathname === '/users/export/ids' && service.idAnswersLeft-- <= 0) return sayLimited();
      if (service.isBusy) return Response.json({ message: 'already in progress' }, { status: 429 });
    }
    const response = await sample(request);
    const range = request.headers.get('Range');
    // Looking whether it is there takes one byte.
    if (!isDownload || !response.ok || !response.body || range === 'bytes=0-0') return response;
    downloadedFrom.push(Number(/bytes=(\d+)/.exec(range ?? '')?.[1] ?? 0));
    return new Response(throttle(response.body), response);
  });
  const promptness = {
    isReady: true,
    isBusy: false,
    answerMs: 0,
    idAnswersLeft: Number.POSITIVE_INFINITY,
    bytesPerSecond: 100_000_000,
  };
  const service: PacedExports = {
    origin: server.origin,
    asked,
    downloadedFrom,
    ...promptness,
    reset() {
      for (const list of [asked, downloadedFrom, posted]) list.length = 0;
      Object.assign(service, promptness);
    },
    bodies: (pathname) => posted.filter((it) => it.pathname === pathname).map((it) => it.body),
    async close() {
      await server.close();
      sample.dispose();
    },
  };
  return service;
}

function sayLimited(): Response {
  const headers = {
    ...{ 'X-RateLimit-Limit': '250', 'X-RateLimit-Remaining': '0' },
    'X-RateLimit-Reset': String(Math.ceil(Date.now() / 1000) + 3600),
  };
  return Response.json({ message: 'Too many requests' }, { status: 429, headers });
}
