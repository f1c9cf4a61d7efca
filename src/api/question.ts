import * as l10n from '@vscode/l10n';
import { delay } from '../util/delay.ts';
import type { Answer, Call } from './call.ts';
import type { Client } from './client.ts';
import { TimeoutError } from './errors.ts';
import { pageThrough } from './pages.ts';
import type { Tries, TryWatch } from './tries.ts';

/** How long a user waits for an answer at most, with all calls, tries and back-offs. */
export const questionMs = 60_000;
/** After this time the user sees which try it is, and can stop. */
export const slowMs = 5_000;

export interface QuestionOptions {
  /** Called once the question is slow, and from then on for every further try. */
  onSlow?: ((tries: Tries) => void) | undefined;
  /** Time; tests bring their own. */
  wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  /** Milliseconds of a clock that never goes back. */
  now?: (() => number) | undefined;
}

/**
 * Asks on behalf of somebody who waits for it: whatever `work` asks through its client ends within 60 seconds together,
 * or within the time of one try where the settings allow more for that. What does not is a TimeoutError. Exports are no
 * questions: they keep the client's own retry policy.
 */
export async function askQuestion<T>(
  client: Client,
  work: (client: Client) => Promise<T>,
  options: QuestionOptions = {},
): Promise<T> {
  const { onSlow, wait = delay, now = () => performance.now() } = options;
  const wholeMs = Math.max(questionMs, client.tryMs());
  const endsAt = now() + wholeMs;
  const expiry = new AbortController();
  const over = new AbortController();
  const board = createCallTries(onSlow);
  const ignore = (): void => undefined;
  wait(slowMs, over.signal).then(board.markSlow, ignore);
  wait(wholeMs, over.signal).then(() => expiry.abort(), ignore);
  const explain = (): TimeoutError => {
    const seconds = Math.round(wholeMs / 1000);
    const tries = board.countTries();
    return new TimeoutError(
      tries > 1
        ? l10n.t('The service did not answer within {0} seconds, in {1} tries.', seconds, tries)
        : l10n.t('The service did not answer within {0} seconds.', seconds),
    );
  };
  try {
    return await work(
      limitClient(client, { expiry: expiry.signal, explain, leftMs: () => endsAt - now(), board }),
    );
  } finally {
    over.abort();
  }
}

interface CallTries {
  /** A call of the question begins; notify the result of its tries and of its end. */
  begin(): { onTry(tries: Tries): void; end(): void };
  markSlow(): void;
  /** The highest number of tries of any call. */
  countTries(): number;
}

/** The tries of all calls of a question. Reported is the call with the most tries. */
function createCallTries(onSlow: QuestionOptions['onSlow']): CallTries {
  const calls = new Set<{ tries: Tries | undefined }>();
  let isSlow = false;
  let most = 1;
  function report(): void {
    const all = [...calls].flatMap(({ tries }) => tries ?? []);
    const worst = all.sort((a, b) => b.number - a.number)[0];
    if (isSlow && worst) onSlow?.({ ...worst });
  }
  return {
    begin() {
      const call: { tries: Tries | undefined } = { tries: undefined };
      calls.add(call);
      return {
        onTry(tries) {
          call.tries = tries;
          most = Math.max(most, tries.number);
          report();
        },
        end: () => void calls.delete(call),
      };
    },
    markSlow() {
      isSlow = true;
      report();
    },
    countTries: () => most,
  };
}

interface Limits {
  expiry: AbortSignal;
  explain: () => TimeoutError;
  leftMs: () => number;
  board: CallTries;
}

/** The same client, within the limits of a question. */
function limitClient(client: Client, { expiry, explain, leftMs, board }: Limits): Client {
  async function run<T>(
    signal: AbortSignal | undefined,
    ask: (signal: AbortSignal, watch: TryWatch) => Promise<T>,
  ): Promise<T> {
    if (expiry.aborted) throw explain();
    const own = board.begin();
    try {
      return await ask(signal ? AbortSignal.any([signal, expiry]) : expiry, { onTry: own.onTry, leftMs });
    } catch (error) {
      if (expiry.aborted && !signal?.aborted) throw explain();
      throw error;
    } finally {
      own.end();
    }
  }
  const call: Call = (row, params, signal, asked) =>
    run(
      signal,
      (it, watch): Promise<Answer<never>> =>
        client.call(row, params, it, { ...asked, watch }) as Promise<never>,
    );
  return {
    ...client,
    ...pageThrough(call),
    call,
    probe: (row, params, signal) => run(signal, (it) => client.probe(row, params, it)),
  };
}
