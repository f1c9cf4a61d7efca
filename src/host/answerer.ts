import type {
  ArgumentOf,
  PageMethods,
  RpcFailure,
  HostMessage,
  PageMessage,
  Port,
  ResultOf,
} from '../protocol/rpc.ts';
import { explainIssues } from './explainIssues.ts';

/** Reads an argument that crossed, or throws; a zod schema is one. A page shows other people's text, so none is trusted. */
export interface Reader<T> {
  parse(value: unknown): T;
}

/** How one method is answered. */
export interface MethodHandler<Argument, Result> {
  argument: Reader<Argument>;
  /** `signal` is aborted when the page no longer wants the answer, or is gone. */
  run(argument: Argument, signal: AbortSignal): Promise<Result> | Result;
}

export type PageHandlers<Page extends PageMethods<Page>> = {
  [Name in keyof Page]: MethodHandler<ArgumentOf<Page[Name]>, ResultOf<Page[Name]>>;
};

/** For methods without an argument. */
export const noArgument: Reader<undefined> = { parse: () => undefined };

/** The host's end. */
export interface Answerer {
  /** Notifies the page that what it shows may have changed; it asks again where that matters. */
  notifyChanged(): void;
  /** Stops listening and aborts what is under way. */
  dispose(): void;
}

/** How errors are handled. */
export interface AnswererErrors {
  /** As it crosses to the page. */
  explain(error: unknown): RpcFailure;
  /** Called with each error of an answer, expected or not, and with what the page's own code threw. */
  report(error: unknown): void;
}

/** A page that fails at every step must not flood the log. */
const mostDefects = 10;

/** Answers every question exactly once: with the result, or with what `explain` makes of the error. */
export function createAnswerer<Page extends PageMethods<Page>>(
  port: Port,
  answers: PageHandlers<Page>,
  { explain, report }: AnswererErrors,
): Answerer {
  const running = new Map<number, AbortController>();
  let lastId = 0;
  let defects = 0;
  const post = (message: HostMessage): void => port.post(message);

  async function answer({ id, name, argument }: Question, controller: AbortController): Promise<void> {
    const { signal } = controller;
    try {
      if (!Object.hasOwn(answers, name)) throw new Error(`A page asked for "${name}", which is not offered.`);
      const answering = answers[name as keyof Page] as MethodHandler<unknown, unknown>;
      const result = await answering.run(readArgument(answering.argument, argument), signal);
      if (!signal.aborted) post({ kind: 'answer', id, result });
    } catch (error) {
      if (signal.aborted) return;
      post({ kind: 'failure', id, failure: explain(error) });
      report(error);
    } finally {
      if (running.get(id) === controller) running.delete(id);
    }
  }

  /** A page that was hidden and is shown again counts anew: it must not be given what the one before it asked for. */
  function abortAll(): void {
    for (const controller of running.values()) controller.abort();
    running.clear();
  }

  const stopListening = port.listen((message) => {
    const arrived = readMessage(message);
    if (arrived?.kind === 'cancel') running.get(arrived.id)?.abort();
    if (arrived?.kind === 'defect' && ++defects <= mostDefects) report(readDefect(arrived));
    if (arrived?.kind !== 'ask') return;
    if (arrived.id <= lastId) abortAll();
    lastId = arrived.id;
    const controller = new AbortController();
    running.set(arrived.id, controller);
    void answer(arrived, controller);
  });

  return {
    notifyChanged: () => post({ kind: 'changed' }),
    dispose() {
      stopListening();
      abortAll();
    },
  };
}

function readArgument(reader: Reader<unknown>, argument: unknown): unknown {
  try {
    return reader.parse(argument);
  } catch (error) {
    throw explainIssues(error);
  }
}

type Question = Extract<PageMessage, { kind: 'ask' }>;

function readMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, id, name, stack, message: text } = message as Record<string, unknown>;
  const isKnown =
    kind === 'defect'
      ? [name, stack, text].every((it) => typeof it === 'string')
      : typeof id === 'number' && (kind === 'cancel' || (kind === 'ask' && typeof name === 'string'));
  return isKnown ? (message as PageMessage) : undefined;
}

/** The error as it was thrown on the page. */
function readDefect({ name, message, stack }: Extract<PageMessage, { kind: 'defect' }>): Error {
  return Object.assign(new Error(message), { name, stack });
}
