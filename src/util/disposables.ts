import { asError } from './asError.ts';

/** Anything that can be disposed of once; VS Code's own disposables fit it. */
export interface Disposable {
  dispose(): void;
}

/**
 * Owns disposables and disposes of them in reverse order: of all of them, even where one throws; the first error is thrown
 * at the end. Add each on the line that makes it.
 */
export interface DisposableStore extends Disposable {
  /** Takes ownership and hands the thing back; after `dispose` it is disposed at once. */
  add<T extends Disposable>(thing: T): T;
}

export function createDisposableStore(): DisposableStore {
  const owned: Disposable[] = [];
  let disposed = false;
  return {
    add(thing) {
      if (disposed) thing.dispose();
      else owned.push(thing);
      return thing;
    },
    dispose() {
      disposed = true;
      const errors: unknown[] = [];
      for (const thing of owned.splice(0).reverse()) {
        try {
          thing.dispose();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw asError(errors[0]);
    },
  };
}
