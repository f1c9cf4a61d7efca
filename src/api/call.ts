import type * as z from 'zod';
import type { Body } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import type { RetryPolicy } from './retry.ts';
import type { TryWatch } from './tries.ts';

/**
 * `raw` is the answer as JSON, unknown fields and all, with the key taken out, and `text` is the same as the service wrote it;
 * `warnings` are the `errors[]` of a 2xx.
 */
export interface Answer<T> extends Body {
  value: T;
  warnings: string[];
}

/** What a caller may say of a call besides what it asks. */
export interface CallOptions {
  /** Other limits of the retries, for callers that wait by themselves and show it. */
  policy?: Partial<RetryPolicy> | undefined;
  /** Is notified of each try, and says how long the caller still waits. */
  watch?: TryWatch | undefined;
}

/** Checks the parameters, sends, retries as the row allows, and reads the answer. Throws an ApiError. */
export type Call = <P extends z.ZodType, R extends z.ZodType>(
  row: Endpoint<P, R>,
  params: z.input<P>,
  signal?: AbortSignal,
  options?: CallOptions,
) => Promise<Answer<z.output<R>>>;
