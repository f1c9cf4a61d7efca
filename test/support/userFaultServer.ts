import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { HttpServer, Received } from './httpServer.ts';
import { sendJson, startServer } from './httpServer.ts';

/** What goes wrong with a request for users; a number is an answer of that status. */
export type UserFault =
  | 'reset'
  | 'stall'
  | 'half answer'
  | 'cut JSON'
  | 'web page'
  | 'nothing'
  | 'hang'
  | 'limited until a reset'
  | 'busy for a second'
  | number;

export interface UserFaultPlan {
  fault?: UserFault | undefined;
  /** The number of the request that fails, from 1. */
  at?: number;
  /** All later requests fail as well, until `heal` is called. */
  lasts?: boolean;
  /** The request at `at` is not answered before `release` is called. */
  holds?: boolean;
  /** The port of an earlier server. */
  port?: number;
}

export interface UserFaultServer extends HttpServer {
  requests(): number;
  /** The external ids of every answer that was sent whole, request by request. */
  answered(): readonly (readonly string[])[];
  heal(): void;
  release(): void;
}

/** An id that the service does not know begins so. */
export const unknownMark = '?';

/** A user as the service writes it, with escapes and digits that parsing and serializing would change. */
export function serializeUser(id: string): string {
  return `{"external_id":${JSON.stringify(id)},"digits":12345678901234567890,"decimals":1.0,"name":"Zo\\u00eb \u2028"}`;
}

/** The lines of an export of `ids`, as far as the service knows them. */
export function serializeLines(ids: readonly string[]): string {
  return ids
    .filter((id) => !id.startsWith(unknownMark))
    .map((id) => `${serializeUser(id)}\n`)
    .join('');
}

/** The service's endpoint for users by external ID, real HTTP, where one thing goes wrong. */
export async function startUserFaultServer(plan: UserFaultPlan = {}): Promise<UserFaultServer> {
  const answered: (readonly string[])[] = [];
  const released = new AbortController();
  let requests = 0;
  let healed = false;

  async function answer(request: Received, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    requests++;
    const number = requests;
    if (plan.holds && number === plan.at && !released.signal.aborted) await once(released.signal, 'abort');
    const { external_ids: ids } = JSON.parse(request.body) as { external_ids: string[] };
    const body = serializeAnswer(ids);
    const at = plan.at ?? 1;
    const isFaulty = plan.lasts ? number >= at && !healed : number === at;
    if (plan.fault !== undefined && isFaulty) {
      fail(response, plan.fault, body);
      return;
    }
    answered.push(ids);
    response.writeHead(201, { 'content-type': 'application/json' }).end(body);
  }

  const server = await startServer(answer, plan.port);
  return {
    ...server,
    requests: () => requests,
    answered: () => answered,
    heal: () => void (healed = true),
    release: () => released.abort(),
  };
}

function serializeAnswer(ids: readonly string[]): string {
  const known = ids.filter((id) => !id.startsWith(unknownMark));
  const unknown = ids.filter((id) => id.startsWith(unknownMark));
  return `{"message":"success","users":[${known.map(serializeUser).join(',')}],"invalid_user_ids":${JSON.stringify(unknown)}}`;
}

function fail(response: ServerResponse, fault: UserFault, body: string): void {
  const half = body.slice(0, body.length / 2);
  switch (fault) {
    case 'hang':
      return;
    case 'reset':
      breakOff(response, body, half, () => response.socket?.resetAndDestroy());
      return;
    case 'stall':
      breakOff(response, body, half, () => undefined);
      return;
    case 'half answer':
      breakOff(response, body, half, () => response.socket?.end());
      return;
    case 'cut JSON':
      response.writeHead(201, { 'content-type': 'application/json' }).end(half);
      return;
    case 'web page':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
      return;
    case 'nothing':
      response.writeHead(201, { 'content-type': 'application/json' }).end();
      return;
    case 'limited until a reset': {
      const reset = Math.ceil(Date.now() / 1000);
      const left = {
        'X-RateLimit-Limit': '250',
        'X-RateLimit-Remaining': '0',
        'X-RateLimit-Reset': `${reset}`,
      };
      sendJson(response, 429, { message: 'too many' }, left);
      return;
    }
    case 'busy for a second':
      sendJson(response, 503, { message: 'busy' }, { 'Retry-After': '1' });
      return;
    default:
      sendJson(response, fault, { message: 'no' });
  }
}

/** Half of an answer gets out before the connection ends in one way or another. */
function breakOff(response: ServerResponse, body: string, half: string, end: () => void): void {
  response.writeHead(201, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(half, end);
}
