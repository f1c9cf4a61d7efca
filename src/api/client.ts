import type * as z from 'zod';
import type { Listen } from '../util/emitter.ts';
import { asLine } from '../util/showText.ts';
import { keepReadHeaders, quoteService, readWarnings, type Arrived, type Body } from './answer.ts';
import { startsSomething, type Endpoint, type PagedEndpoint } from './endpoint.ts';
import { AbortedError, BadRequestError, isAborted, isApiError, SchemaError } from './errors.ts';
import { createFlights } from './flights.ts';
import { createPager, type Page, type Pager } from './pages.ts';
import type { RateLimit } from './rateLimit.ts';
import { redact } from './redact.ts';
import { checkParams } from './request.ts';
import type { RetryPolicy } from './retry.ts';
import { createTransport, type ClientOptions } from './transport.ts';

/**
 * `raw` is the answer as JSON, unknown fields and all, with the key taken out, and `text` is the same as it was spelt;
 * `warnings` are the `errors[]` of a 2xx.
 */
export interface Answer<T> extends Body {
  value: T;
  warnings: string[];
}

type ItemOf<R extends z.ZodType> = z.output<R> extends (infer Item)[] ? Item : never;

/** The Export API, one row of the endpoint table at a time. Every method throws an ApiError. */
export interface Client {
  /**
   * Checks the parameters, sends, retries as the row allows, and reads the answer. `patience` is for callers that wait by
   * themselves and show it.
   */
  call<P extends z.ZodType, R extends z.ZodType>(
    row: Endpoint<P, R>,
    params: z.input<P>,
    signal?: AbortSignal,
    patience?: Partial<RetryPolicy>,
  ): Promise<Answer<z.output<R>>>;
  /** All pages of a list from the first; may be left at any moment. */
  pages<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
    signal?: AbortSignal,
  ): AsyncGenerator<Page<ItemOf<R>>, void, undefined>;
  /** The same walk, one page at a time and repeatable after a failure. */
  pager<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
  ): Pager<ItemOf<R>>;
  /** Sends unchecked parameters once, to learn how the service answers: for testing what a key may do. The key is in nothing of it. */
  probe(row: Endpoint, params: object, signal?: AbortSignal): Promise<Arrived>;
  readonly onDidObserveRateLimit: Listen<RateLimit>;
}

export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  const flights = createFlights();

  async function call<P extends z.ZodType, R extends z.ZodType>(
    row: Endpoint<P, R>,
    params: z.input<P>,
    signal: AbortSignal = new AbortController().signal,
    patience?: Partial<RetryPolicy>,
  ): Promise<Answer<z.output<R>>> {
    const checked = await checkCall(row, params, options);
    const body = await silenceAbort(startsSomething(row), signal, () =>
      row.method === 'GET'
        ? flights.join(
            // The row's own schema has put the parameters in order.
            `${row.path} ${JSON.stringify(checked)}`,
            (it) => transport.fetchBody(row, checked, it, patience),
            signal,
          )
        : transport.fetchBody(row, checked, signal, patience),
    );
    return { value: readValue(row, body), ...body, warnings: readWarnings(body.raw) };
  }

  function pager<P extends z.ZodType, R extends z.ZodType>(
    row: PagedEndpoint<P, R>,
    params: z.input<P>,
  ): Pager<ItemOf<R>> {
    return createPager<ItemOf<R>>(async (page, signal) => {
      const { value } = await call(row, { ...(params as object), page } as z.input<P>, signal);
      return value as ItemOf<R>[];
    });
  }

  return {
    call,
    pager,
    async *pages(row, params, signal) {
      const walk = pager(row, params);
      for (let page = await walk.next(signal); page; page = await walk.next(signal)) yield page;
    },
    probe: (row, params, signal = new AbortController().signal) =>
      silenceAbort(false, signal, async () => keepReadHeaders(await transport.sendOnce(row, params, signal))),
    onDidObserveRateLimit: transport.onDidObserveRateLimit,
  };
}

async function checkCall<P extends z.ZodType>(
  row: Endpoint<P>,
  params: z.input<P>,
  { authStyle, clock, readKey }: ClientOptions,
): Promise<object> {
  try {
    if (!row.auth.includes(authStyle))
      throw new BadRequestError(
        `${row.path} takes an app group identifier: keys of this kind do not offer it.`,
      );
    return checkParams(row, params, clock.now()) as object;
  } catch (error) {
    if (!isApiError(error)) throw error;
    // The sentence repeats what was given, and people paste keys into the wrong field.
    throw new BadRequestError(redact(error.message, await readKey().catch(() => '')));
  }
}

/**
 * However an abort shows up, it leaves as an AbortedError: what was thrown, or the caller's own reason. What the service
 * answered to something that starts something is told all the same.
 */
async function silenceAbort<T>(starts: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AbortedError || (starts && isApiError(error))) throw error;
    if (signal.aborted || isAborted(error)) throw new AbortedError('Cancelled.', { unsent: starts });
    throw error;
  }
}

function readValue<R extends z.ZodType>(row: Endpoint<z.ZodType, R>, { raw, text }: Body): z.output<R> {
  const read = row.answer.safeParse(raw);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue && issue.path.length > 0 ? ` at ${issue.path.join('.')}` : '';
  throw new SchemaError(
    asLine(`The answer of ${row.path} has a shape this version does not know${where}.${quoteService(raw)}`),
    raw,
    text,
  );
}
