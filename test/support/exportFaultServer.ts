import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { HttpServer, Received } from './httpServer.ts';
import { sendJson, startServer } from './httpServer.ts';

/** What goes wrong on the way; the first four break a connection, the numbers are answers. */
export type NetworkFault = 'reset' | 'stall' | 'truncate' | 'changeTag' | 'hang' | number;
export type FaultStage = 'requested' | 'preparing' | 'downloading' | 'unpacking';

export interface FaultPlan {
  stage: FaultStage;
  fault: NetworkFault | undefined;
  /** What is served; the second one from the moment the entity tag changes. */
  archives: readonly [Buffer, Buffer];
  /** Pauses in the middle of a download, so that there is a middle to do something in. */
  pauseMs?: number;
  /** Stops in the middle of every download until `release` is called. */
  holds?: boolean;
}

export interface FaultServer extends HttpServer {
  /** How many requests to start an export came. */
  starts(): number;
  /** How many requests came after the whole archive had been served: while it was unpacked. */
  late(): number;
  /** Lets downloads go on that `holds` has stopped. */
  release(): void;
}

/** A service and its download host in one, real HTTP, where one thing goes wrong at one stage. */
export async function startFaultServer(plan: FaultPlan): Promise<FaultServer> {
  const seen = { starts: 0, polls: 0, downloads: 0, late: 0 };
  let served = false;
  let changed = false;
  const released = new AbortController();

  async function answer(request: Received, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    if (served) {
      seen.late++;
      if (plan.stage === 'unpacking' && plan.fault !== undefined) return failLate(response, plan.fault);
    }
    if (request.path === '/users/export/segment') {
      seen.starts++;
      return start(request, response);
    }
    return request.headers.range === 'bytes=0-0' ? poll(response) : serve(request, response);
  }

  function failLate(response: ServerResponse, fault: NetworkFault): void {
    if (typeof fault === 'number') sendDenied(response, fault);
    else breakOff(response, fault, Buffer.alloc(100));
  }

  function start(request: Received, response: ServerResponse): void {
    const body = {
      message: 'success',
      object_prefix: 'bb8e2a91-1464728599',
      url: `http://${request.headers.host}/export.zip`,
    };
    if (plan.stage !== 'requested' || plan.fault === undefined || plan.fault === 'changeTag') {
      sendJson(response, 201, body);
    } else if (typeof plan.fault === 'number') sendJson(response, plan.fault, { message: 'no' });
    else breakOff(response, plan.fault, Buffer.from(JSON.stringify(body)));
  }

  function poll(response: ServerResponse): void {
    seen.polls++;
    const { fault } = plan;
    if (plan.stage === 'preparing' && seen.polls <= 2 && fault !== undefined && fault !== 'changeTag') {
      if (typeof fault === 'number') sendDenied(response, fault);
      else breakOff(response, fault, Buffer.alloc(100));
    } else if (seen.polls <= 2) sendDenied(response, 403);
    else {
      if (plan.stage === 'preparing' && fault === 'changeTag') changed = true;
      const [archive] = plan.archives;
      response.writeHead(206, { 'content-range': `bytes 0-0/${archive.length}`, 'content-length': 1 });
      response.end(archive.subarray(0, 1));
    }
  }

  async function serve(request: Received, response: ServerResponse): Promise<void> {
    seen.downloads++;
    const { fault } = plan;
    const faulty = plan.stage === 'downloading' && fault !== undefined;
    if (faulty && typeof fault === 'number' && seen.downloads > 1 && refuses(fault, seen.downloads)) {
      sendDenied(response, fault);
      return;
    }
    const archive = plan.archives[changed ? 1 : 0];
    const tag = `"${createHash('sha256').update(archive).digest('hex').slice(0, 32)}"`;
    const [, asked] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const from = asked !== undefined && request.headers['if-range'] === tag ? Number(asked) : 0;
    const body = archive.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      etag: tag,
      'content-length': body.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${archive.length - 1}/${archive.length}` } : {}),
    });
    const half = Math.floor(body.length / 2);
    response.write(body.subarray(0, half));
    if (faulty && seen.downloads === 1) {
      changed = fault === 'changeTag';
      breakOff(response, typeof fault === 'number' || fault === 'changeTag' ? 'reset' : fault);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, plan.pauseMs ?? 0));
    if (plan.holds && !released.signal.aborted) await once(released.signal, 'abort');
    response.end(body.subarray(half));
    served = true;
  }

  const server = await startServer(answer);
  return { ...server, starts: () => seen.starts, late: () => seen.late, release: () => released.abort() };
}

/** 403 and 404 last: the link is dead. What passes is over after two times. */
function refuses(status: number, downloads: number): boolean {
  return status < 429 || downloads <= 3;
}

function sendDenied(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>');
}

/** Breaks an answer in the middle, one way or another; what was written before gets out first. */
function breakOff(response: ServerResponse, fault: NetworkFault, body?: Buffer): void {
  if (body && fault !== 'hang') {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': body.length + 10 });
    response.write(body.subarray(0, body.length / 2));
  }
  const { socket } = response;
  setTimeout(() => {
    if (fault === 'reset') socket?.resetAndDestroy();
    else if (fault === 'truncate') socket?.end();
    // `stall` and `hang`: nothing more ever comes.
  }, 30);
}
