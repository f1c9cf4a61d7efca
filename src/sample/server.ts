import { randomUUID } from 'node:crypto';
import type { Endpoint } from '../api/endpoint.ts';
import { endpoints, type EndpointName } from '../api/endpoints.ts';
import type { Disposable } from '../util/disposables.ts';
import { checkAccess, readAuthStyle, type AccessRules } from './answers/access.ts';
import { sampleAnswers, type AppGroup } from './answers/answers.ts';
import { createExports } from './answers/exports.ts';
import {
  createRateCounter,
  emptyRateHeaders,
  serviceLimits,
  type LimitTable,
  type RateCounter,
} from './answers/rateLimits.ts';
import { createRawExports } from './answers/rawExports.ts';
import { SampleRefusal } from './answers/refusal.ts';
import { readParams } from './answers/requestBody.ts';
import { createWorld } from './world/world.ts';

export interface SampleOptions {
  /** 1 to 1,000,000; 25,000 where it is left out. Nothing is stored for them. */
  users?: number;
  /** The key (or app group identifier) that is accepted; any where it is left out. */
  key?: string;
  /** Epoch milliseconds; the clock where it is left out. */
  now?: () => number;
  /** How long after its start a segment export's address answers 403, at least: longer where there are many users. */
  exportReadyMs?: number;
  /** How long a raw event export takes, during which another one is refused. */
  rawExportMs?: number;
  /** Permissions to answer 403 for, as the dashboard names them: `segments.list`. */
  refuse?: readonly string[];
  /** Limits other than the service's. */
  limits?: Partial<LimitTable>;
}

/**
 * The sample app group: answers a request as the service would, without a socket. It never rejects for what was asked,
 * only where the request was aborted. Disposing lets go of the archives it made.
 */
export interface Sample extends Disposable {
  (request: Request): Promise<Response>;
}

/** Makes the sample app group; costs nothing until it is asked something. Throws a RangeError for a strange `users`. */
export function createSample(options: SampleOptions = {}): Sample {
  const { users = 25_000, now = Date.now, exportReadyMs = 4_000, rawExportMs = 6_000 } = options;
  if (!Number.isInteger(users) || users < 1 || users > 1_000_000)
    throw new RangeError(`users must be a whole number from 1 to 1,000,000, but ${users} was given.`);
  const world = createWorld();
  const exports = createExports({ world, users, readyMs: exportReadyMs });
  const group: AppGroup = { world, users, exports, rawExports: createRawExports(rawExportMs) };
  const rules: AccessRules = { key: options.key, refuse: options.refuse ?? [] };
  const counter = createRateCounter({ ...serviceLimits, ...options.limits });
  const routes = new Map(
    Object.entries(endpoints).map(([name, row]) => [`${row.method} ${row.path}`, name as EndpointName]),
  );

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/exports/')) return exports.download(request, now());
    const name = routes.get(`${request.method} ${pathname}`);
    if (!name || !isOffered(endpoints[name], request)) return answerJson(404, { message: 'Invalid URL' }, {});
    return answerEndpoint(request, name, { group, rules, counter, now });
  }

  const sample = (request: Request): Promise<Response> => raceAbort(answer(request), request.signal);
  return Object.assign(sample, { dispose: () => exports.dispose() });
}

/** Gives up waiting as soon as the caller does, as `fetch` would. */
function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function isOffered(row: Endpoint, request: Request): boolean {
  return row.auth.includes(readAuthStyle(request));
}

interface Circumstances {
  group: AppGroup;
  rules: AccessRules;
  counter: RateCounter;
  now: () => number;
}

async function answerEndpoint(request: Request, name: EndpointName, at: Circumstances): Promise<Response> {
  const row: Endpoint = endpoints[name];
  let headers: Record<string, string> = {};
  try {
    const params = await readParams(request);
    checkAccess(request, row, params, at.rules);
    const nowMs = at.now();
    const taken = at.counter.take(row.pool, nowMs);
    headers = taken.headers;
    if (!taken.allowed) throw new SampleRefusal(429, 'Rate limited');
    const asked = { params, nowMs, origin: new URL(request.url).origin };
    const { status, body, withoutMessage } = sampleAnswers[name](asked, at.group);
    return answerJson(status, withoutMessage ? body : { ...body, message: 'success' }, headers);
  } catch (error) {
    if (!(error instanceof SampleRefusal)) throw error;
    return answerJson(
      error.status,
      { message: error.message },
      error.status === 401 ? emptyRateHeaders : headers,
    );
  }
}

function answerJson(status: number, body: unknown, headers: Record<string, string>): Response {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    status,
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      'Content-Length': String(bytes.length),
      'X-Request-Id': randomUUID(),
    },
  });
}
