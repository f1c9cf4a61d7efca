import { asError } from './asError.ts';

/**
 * Settles as `work` does, but rejects with the signal's reason as soon as it is aborted, even where the work ignores the
 * signal.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(asError(signal.reason));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
    const settle = <Value>(how: (value: Value) => void, value: Value): void => {
      signal.removeEventListener('abort', giveUp);
      how(value);
    };
    work.then(
      (value) => settle(resolve, value),
      (error: unknown) => settle(reject, error),
    );
  });
}
