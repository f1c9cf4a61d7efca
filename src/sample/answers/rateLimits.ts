import type { Pool } from '../../api/endpoint.ts';
import { hourMs } from '../world/dates.ts';

/** How many requests a pool takes in each window; windows are aligned with the clock, as the service's are. */
export interface PoolLimit {
  limit: number;
  windowMs: number;
}

export type LimitTable = Record<Pool, PoolLimit>;

/** What the service grants (`usersById` as for app groups as old as this one). */
export const serviceLimits: LimitTable = {
  general: { limit: 250_000, windowMs: hourMs },
  campaignSeries: { limit: 50_000, windowMs: 60_000 },
  eventsAndPurchases: { limit: 1_000, windowMs: hourMs },
  usersById: { limit: 2_500, windowMs: 60_000 },
  rawExport: { limit: 250_000, windowMs: hourMs },
};

export interface RateCounter {
  /** Takes a place in the pool; `allowed` is false where there was none. `headers` go with the answer either way. */
  take(pool: Pool, nowMs: number): { allowed: boolean; headers: Record<string, string> };
}

export function createRateCounter(limits: LimitTable): RateCounter {
  const used = new Map<Pool, { window: number; count: number }>();
  return {
    take(pool, nowMs) {
      const { limit, windowMs } = limits[pool];
      const window = Math.floor(nowMs / windowMs);
      const before = used.get(pool);
      const count = before?.window === window ? before.count + 1 : 1;
      used.set(pool, { window, count });
      return {
        allowed: count <= limit,
        headers: {
          'X-RateLimit-Limit': String(limit),
          'X-RateLimit-Remaining': String(Math.max(0, limit - count)),
          'X-RateLimit-Reset': String(Math.ceil(((window + 1) * windowMs) / 1000)),
        },
      };
    },
  };
}

/** On a 401 the service sends the headers, and nothing in them. */
export const emptyRateHeaders: Record<string, string> = {
  'X-RateLimit-Limit': '',
  'X-RateLimit-Remaining': '',
  'X-RateLimit-Reset': '',
};
