import * as l10n from '@vscode/l10n';
import { createEmitter, nextEvent, type Listen } from '../util/emitter.ts';
import type { Pool } from './endpoint.ts';
import { RateLimitedError } from './errors.ts';
import type { Clock } from './retry.ts';

/** What the service last said of a pool: `resetAt` is epoch milliseconds. */
export interface RateLimit {
  pool: Pool;
  limit: number;
  remaining: number;
  resetAt: number;
}

/** A documented limit: at most `limit` calls in each clock-aligned window. */
interface Window {
  limit: number;
  windowMs: number;
}

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** The limits in force where the service says nothing of its own in its headers. Export starts are refereed by the service. */
const documented: Record<Pool, readonly Window[]> = {
  general: [{ limit: 250_000, windowMs: hourMs }],
  campaignSeries: [{ limit: 50_000, windowMs: minuteMs }],
  eventsAndPurchases: [{ limit: 1_000, windowMs: hourMs }],
  usersById: [
    { limit: 40, windowMs: secondMs },
    { limit: 250, windowMs: minuteMs },
  ],
  rawExport: [],
};

/** A place in a pool, for one request. */
export interface Pass {
  /** When the request is over: the headers of its answer, or nothing where none came. */
  giveBack(headers?: Headers): void;
}

/** Keeps calls inside their pools. */
export interface RateLimiter {
  /** Waits until the pool has room; throws RateLimitedError where that is further off than `maxWaitMs`. */
  waitForRoom(pool: Pool, maxWaitMs: number, signal: AbortSignal): Promise<void>;
  /** Takes a place where there is one now. */
  take(pool: Pool): Pass | undefined;
  /** Fires whenever an answer said something about its pool. */
  readonly onDidObserve: Listen<RateLimit>;
}

/** `landing`: the last places are taken by requests under way, and whether they count already, their answers will tell. */
type Room = { kind: 'now' } | { kind: 'landing' } | { kind: 'later'; at: number };

export function createRateLimiter(clock: Clock): RateLimiter {
  const observed = new Map<Pool, RateLimit>();
  const underWay = new Map<Pool, number>();
  const windows = createWindows(clock);
  const landed = createEmitter<Pool>();
  const changed = createEmitter<RateLimit>();

  function findRoom(pool: Pool): Room {
    const now = clock.now();
    const told = observed.get(pool);
    const heard = told !== undefined && told.resetAt > now;
    if (heard && told.remaining <= 0) return { kind: 'later', at: told.resetAt };
    if (heard && told.remaining <= (underWay.get(pool) ?? 0)) return { kind: 'landing' };
    // What the service says goes for the long window; the seconds' limit of a pool is never in its headers.
    const at = windows.roomAt(pool, heard ? secondMs : hourMs);
    return at > now ? { kind: 'later', at } : { kind: 'now' };
  }

  return {
    async waitForRoom(pool, maxWaitMs, signal) {
      for (;;) {
        signal.throwIfAborted();
        const room = findRoom(pool);
        if (room.kind === 'now') return;
        if (room.kind === 'landing') await nextEvent(landed.event, signal);
        else {
          const waitMs = room.at - clock.now();
          if (waitMs > maxWaitMs)
            throw new RateLimitedError(l10n.t('The rate limit of this endpoint is used up.'), room.at, {
              usedUp: true,
            });
          await clock.delay(waitMs, signal);
        }
      }
    },
    take(pool) {
      if (findRoom(pool).kind !== 'now') return undefined;
      windows.count(pool);
      underWay.set(pool, (underWay.get(pool) ?? 0) + 1);
      return {
        giveBack(headers) {
          underWay.set(pool, (underWay.get(pool) ?? 1) - 1);
          const learnt = headers && learn(observed, pool, headers);
          if (learnt) changed.fire({ ...learnt });
          landed.fire(pool);
        },
      };
    },
    onDidObserve: changed.event,
  };
}

/** Counts calls against the documented limits. */
function createWindows(clock: Clock) {
  const counts = new Map<Window, { number: number; calls: number }>();

  /** The calls in the window that is running now; windows are aligned with the clock. */
  function readCount(window: Window): { number: number; calls: number } {
    const number = Math.floor(clock.now() / window.windowMs);
    const last = counts.get(window);
    return last?.number === number ? last : { number, calls: 0 };
  }

  return {
    count(pool: Pool): void {
      for (const window of documented[pool]) {
        const { number, calls } = readCount(window);
        counts.set(window, { number, calls: calls + 1 });
      }
    },
    /** When no window of at most `longestMs` is full, epoch milliseconds: at or before now where there is room. */
    roomAt(pool: Pool, longestMs: number): number {
      const ends = documented[pool].map((window) => {
        const { number, calls } = readCount(window);
        return window.windowMs <= longestMs && calls >= window.limit ? (number + 1) * window.windowMs : 0;
      });
      return Math.max(0, ...ends);
    },
  };
}

function readRateLimit(pool: Pool, headers: Headers): RateLimit | undefined {
  const limit = readNumber(headers, 'X-RateLimit-Limit');
  const remaining = readNumber(headers, 'X-RateLimit-Remaining');
  const resetSeconds = readNumber(headers, 'X-RateLimit-Reset');
  if (limit === undefined || remaining === undefined || resetSeconds === undefined) return undefined;
  return { pool, limit, remaining, resetAt: resetSeconds * 1000 };
}

/** Keeps what an answer says of its pool, and returns it; an answer that says nothing was a call all the same. */
function learn(observed: Map<Pool, RateLimit>, pool: Pool, headers: Headers): RateLimit | undefined {
  const told = observed.get(pool);
  const said = readRateLimit(pool, headers);
  const merged = told && said ? mergeLimits(told, said) : said;
  if (merged) observed.set(pool, merged);
  else if (told) told.remaining -= 1;
  return merged;
}

/** Answers may overtake each other: within a window what remains only falls, and a window that is over does not return. */
function mergeLimits(told: RateLimit, said: RateLimit): RateLimit {
  // Another limit: the service counts this endpoint in a pool of its own.
  if (said.limit !== told.limit || said.resetAt > told.resetAt) return said;
  if (said.resetAt < told.resetAt) return told;
  return { ...said, remaining: Math.min(told.remaining, said.remaining) };
}

/** When the service says to come back, epoch milliseconds: `Retry-After` first, else `X-RateLimit-Reset`. */
export function readRetryAt(headers: Headers, nowMs: number): number | undefined {
  const resetSeconds = readNumber(headers, 'X-RateLimit-Reset');
  return readRetryAfter(headers, nowMs) ?? (resetSeconds === undefined ? undefined : resetSeconds * 1000);
}

/** `Retry-After` as epoch milliseconds: seconds, or an HTTP date. What is neither (or negative) is not there. */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const after = headers.get('Retry-After')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(after)) return nowMs + Number(after) * 1000;
  // Date.parse makes a date of almost anything with a number in it.
  const at = /\d{1,2}:\d{2}:\d{2}/.test(after) ? Date.parse(after) : NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** An empty header is an absent one: on a 401 all three are sent empty, and `Number('')` is 0. */
function readNumber(headers: Headers, name: string): number | undefined {
  const text = headers.get(name)?.trim();
  if (!text) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
