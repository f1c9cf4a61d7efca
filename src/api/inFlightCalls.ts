import { asError } from '../util/asError.ts';

/** Shares one call among all who ask for the same thing while it is in flight. Keeps no answers. */
export interface InFlightCalls {
  /** Waits for the call of this name, and starts it where none is in flight. It is aborted when nobody waits any more. */
  join<T>(name: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

interface InFlightCall {
  result: Promise<unknown>;
  waiting: number;
  controller: AbortController;
}

export function createInFlightCalls(): InFlightCalls {
  const calls = new Map<string, InFlightCall>();

  function begin(name: string, start: (signal: AbortSignal) => Promise<unknown>): InFlightCall {
    const controller = new AbortController();
    const call: InFlightCall = { controller, waiting: 0, result: start(controller.signal) };
    calls.set(name, call);
    const remove = (): void => {
      if (calls.get(name) === call) calls.delete(name);
    };
    call.result.then(remove, remove);
    return call;
  }

  return {
    async join<T>(name: string, start: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
      signal.throwIfAborted();
      const call = calls.get(name) ?? begin(name, start);
      call.waiting += 1;
      return new Promise<T>((resolve, reject) => {
        const onAbort = (): void => {
          call.waiting -= 1;
          if (call.waiting === 0) {
            // Whoever asks from now on needs a call that is not being aborted.
            if (calls.get(name) === call) calls.delete(name);
            call.controller.abort();
          }
          reject(asError(signal.reason));
        };
        const settle = <Value>(how: (value: Value) => void, value: Value): void => {
          signal.removeEventListener('abort', onAbort);
          how(value);
        };
        signal.addEventListener('abort', onAbort, { once: true });
        (call.result as Promise<T>).then(
          (value) => settle(resolve, value),
          (error: unknown) => settle(reject, error),
        );
      });
    },
  };
}
