import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import type { Listen } from '../util/emitter.ts';
import { asLine } from '../util/showText.ts';
import { keepReadHeaders, quoteService, readWarnings, type Arrived, type Body } from './answer.ts';
import type { Answer, Call, CallOptions } from './call.ts';
import { startsSomething, type Endpoint } from './endpoint.ts';
import { AbortedError, BadRequestError, isAborted, isApiError, SchemaError } from './errors.ts';
import { createInFlightCalls } from './inFlightCalls.ts';
import { restoreOddItemTexts } from './oddItem.ts';
import { pageThrough, type PageWalks } from './pages.ts';
import type { RateLimit } from './rateLimit.ts';
import { redact } from './redact.ts';
import { checkParams } from './request.ts';
import { createTransport, type ClientOptions } from './transport.ts';
import { createSharedTryWatches } from './tries.ts';

/** The Export API, one row of the endpoint table at a time. Every method throws an ApiError. */
export interface Client extends PageWalks {
  call: Call;
  /** Sends unchecked parameters once, to learn how the service answers: for testing what a key may do. The key is in nothing of it. */
  probe(row: Endpoint, params: object, signal?: AbortSignal): Promise<Arrived>;
  /** Time for one try, in milliseconds. */
  tryMs(): number;
  readonly onDidObserveRateLimit: Listen<RateLimit>;
}

export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  const inFlight = createInFlightCalls();
  const watches = createSharedTryWatches();

  async function call<P extends z.ZodType, R extends z.ZodType>(
    row: Endpoint<P, R>,
    params: z.input<P>,
    signal: AbortSignal = new AbortController().signal,
    asked: CallOptions = {},
  ): Promise<Answer<z.output<R>>> {
    const checked = await checkCall(row, params, options);
    const body = await silenceAbort(startsSomething(row), signal, () =>
      row.method === 'GET'
        ? fetchShared(row, checked, signal, asked)
        : transport.fetchBody(row, checked, signal, asked),
    );
    return { value: readValue(row, body), ...body, warnings: readWarnings(body.raw) };
  }

  async function fetchShared(
    row: Endpoint,
    checked: object,
    signal: AbortSignal,
    { policy, watch }: CallOptions,
  ): Promise<Body> {
    // The row's own schema has put the parameters in order.
    const name = `${row.path} ${JSON.stringify(checked)}`;
    const removeWatch = watches.add(name, watch);
    try {
      return await inFlight.join(
        name,
        (it) => transport.fetchBody(row, checked, it, { policy, watch: watches.watchOf(name) }),
        signal,
      );
    } finally {
      removeWatch();
    }
  }

  return {
    call,
    ...pageThrough(call),
    probe: (row, params, signal = new AbortController().signal) =>
      silenceAbort(false, signal, async () => keepReadHeaders(await transport.sendOnce(row, params, signal))),
    tryMs: options.timeoutMs,
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
        l10n.t('{0} takes an app group identifier: keys of this kind do not offer it.', row.path),
      );
    return checkParams(row, params, clock.now()) as object;
  } catch (error) {
    if (!isApiError(error)) throw error;
    // The sentence repeats what was given, and people paste keys into the wrong field.
    throw new BadRequestError(redact(error.message, await readKey().catch(() => '')));
  }
}

/**
 * Turns every kind of abort into an AbortedError. Where the call starts something, an ApiError is thrown all the same: it
 * says what the service did.
 */
async function silenceAbort<T>(starts: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AbortedError || (starts && isApiError(error))) throw error;
    if (signal.aborted || isAborted(error)) throw new AbortedError(l10n.t('Cancelled.'), { unsent: starts });
    throw error;
  }
}

function readValue<R extends z.ZodType>(row: Endpoint<z.ZodType, R>, { raw, text }: Body): z.output<R> {
  const read = row.answer.safeParse(raw);
  if (read.success) {
    restoreOddItemTexts(read.data, text);
    return read.data;
  }
  const issue = read.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  const sentence =
    where === ''
      ? l10n.t('The answer of {0} has a shape this version does not know.', row.path)
      : l10n.t('The answer of {0} has a shape this version does not know at {1}.', row.path, where);
  throw new SchemaError(asLine(sentence + quoteService(raw)), raw, text);
}
