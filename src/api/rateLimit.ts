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

/** The limits in force where the service's headers say nothing. Starting exports is limited by the service alone. */
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

/** The permission for one request of a pool. */
export interface Permit {
  /** Call it when the request is over, with the headers of its answer if there is one. */
  release(headers?: Headers): void;
}

/** Keeps calls inside their pools. */
export interface RateLimiter {
  /** Waits until the pool has room; throws RateLimitedError where that is further off than `maxWaitMs`. */
  waitForRoom(pool: Pool, maxWaitMs: number, signal: AbortSignal): Promise<void>;
  /** A permit, if the pool has room now. */
  acquire(pool: Pool): Permit | undefined;
  /** Fires whenever an answer said something about its pool. */
  readonly onDidObserve: Listen<RateLimit>;
}

/** `inFlight`: the requests in flight may use up the rest of the limit; their answers will say so. */
type Room = { kind: 'now' } | { kind: 'inFlight' } | { kind: 'later'; at: number };

export function createRateLimiter(clock: Clock): RateLimiter {
  const observed = new Map<Pool, RateLimit>();
  const inFlight = new Map<Pool, number>();
  const windows = createWindows(clock);
  const released = createEmitter<Pool>();
  const changed = createEmitter<RateLimit>();

  function findRoom(pool: Pool): Room {
    const now = clock.now();
    const known = observed.get(pool);
    const isCurrent = known !== undefined && known.resetAt > now;
    if (isCurrent && known.remaining <= 0) return { kind: 'later', at: known.resetAt };
    if (isCurrent && known.remaining <= (inFlight.get(pool) ?? 0)) return { kind: 'inFlight' };
    // The headers describe the long window; a limit by the second is never in them.
    const at = windows.roomAt(pool, isCurrent ? secondMs : hourMs);
    return at > now ? { kind: 'later', at } : { kind: 'now' };
  }

  return {
    async waitForRoom(pool, maxWaitMs, signal) {
      for (;;) {
        signal.throwIfAborted();
        const room = findRoom(pool);
        if (room.kind === 'now') return;
        if (room.kind === 'inFlight') await nextEvent(released.event, signal);
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
    acquire(pool) {
      if (findRoom(pool).kind !== 'now') return undefined;
      windows.count(pool);
      inFlight.set(pool, (inFlight.get(pool) ?? 0) + 1);
      return {
        release(headers) {
          inFlight.set(pool, (inFlight.get(pool) ?? 1) - 1);
          const latest = headers && observe(observed, pool, headers);
          if (latest) changed.fire({ ...latest });
          released.fire(pool);
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

/** Keeps and returns what an answer says of its pool. An answer that says nothing counts as one call. */
function observe(observed: Map<Pool, RateLimit>, pool: Pool, headers: Headers): RateLimit | undefined {
  const known = observed.get(pool);
  const latest = readRateLimit(pool, headers);
  const merged = known && latest ? mergeLimits(known, latest) : latest;
  if (merged) observed.set(pool, merged);
  else if (known) known.remaining -= 1;
  return merged;
}

/** Answers may arrive out of order: within a window `remaining` only falls, and earlier windows are ignored. */
function mergeLimits(known: RateLimit, latest: RateLimit): RateLimit {
  // Another limit: the service counts this endpoint in a pool of its own.
  if (latest.limit !== known.limit || latest.resetAt > known.resetAt) return latest;
  if (latest.resetAt < known.resetAt) return known;
  return { ...latest, remaining: Math.min(known.remaining, latest.remaining) };
}

/** When the service says to come back, epoch milliseconds: `Retry-After` first, else `X-RateLimit-Reset`. */
export function readRetryAt(headers: Headers, nowMs: number): number | undefined {
  const resetSeconds = readNumber(headers, 'X-RateLimit-Reset');
  return readRetryAfter(headers, nowMs) ?? (resetSeconds === undefined ? undefined : resetSeconds * 1000);
}

/** `Retry-After` as epoch milliseconds: seconds, or an HTTP date. Undefined for anything else, and for negative values. */
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
