import type { Disposable } from './disposables.ts';
import { asError } from './asError.ts';

/** Subscribes; the returned disposable unsubscribes. The shape of `vscode.Event` with one listener argument. */
export type Listen<T> = (listener: (value: T) => void) => Disposable;

/** The smallest event source, for layers that may not know VS Code's. */
export interface Emitter<T> extends Disposable {
  readonly event: Listen<T>;
  /** Calls every listener; what one throws does not disturb the others, nor the one who fires: it is thrown later. */
  fire(value: T): void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    event(listener) {
      // A wrapper per subscription: the same function subscribed twice is two subscriptions.
      const own = (value: T): void => listener(value);
      listeners.add(own);
      return { dispose: () => void listeners.delete(own) };
    },
    fire(value) {
      for (const listener of [...listeners]) {
        // An earlier listener may have unsubscribed this one.
        if (!listeners.has(listener)) continue;
        try {
          listener(value);
        } catch (error) {
          queueMicrotask(() => {
            throw asError(error);
          });
        }
      }
    },
    dispose: () => listeners.clear(),
  };
}

/** The next value that is fired; rejects with the signal's reason as soon as it is aborted. */
export function nextEvent<T>(event: Listen<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(asError(signal.reason));
      return;
    }
    const subscription = event((value) => {
      subscription.dispose();
      signal.removeEventListener('abort', giveUp);
      resolve(value);
    });
    function giveUp(): void {
      subscription.dispose();
      reject(asError(signal.reason));
    }
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
