/**
 * A small rpc between a page and its host. A page's interface lists what it may ask; requests, replies and handlers
 * follow from it by type. The page starts every exchange; the host only ever adds "changed", which carries nothing.
 */

/** One end of the wire. Only plain JSON crosses. */
export interface Port {
  post(message: unknown): void;
  /** Returns what ends the listening. */
  listen(listener: (message: unknown) => void): () => void;
}

/** What may be asked: methods of at most one argument. */
export type PageMethods<Page> = { [Name in keyof Page]: (argument: never) => unknown };

export type ArgumentOf<Method> = Method extends (...all: infer All) => unknown
  ? All extends [infer First]
    ? First
    : undefined
  : never;
export type ResultOf<Method> = Method extends (...all: never[]) => infer Result ? Result : never;

/** An error as it crosses: `code` is one of ApiError's, or `unexpected`. */
export interface RpcFailure {
  code: string;
  message: string;
}

export type PageMessage =
  | { kind: 'ask'; id: number; name: string; argument?: unknown }
  | { kind: 'cancel'; id: number }
  /** An error of the page's own code that nothing caught; the log takes of it what it takes of any error. */
  | { kind: 'defect'; name: string; message: string; stack: string };
export type HostMessage =
  | { kind: 'answer'; id: number; result: unknown }
  | { kind: 'failure'; id: number; failure: RpcFailure }
  | { kind: 'changed' };

/** Thrown by `ask` for a failure of the host's. */
export class CallError extends Error {
  readonly code: string;
  constructor({ code, message }: RpcFailure) {
    super(message);
    this.code = code;
  }
}
