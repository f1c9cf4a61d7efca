/**
 * Calls `make` at the first call and gives every caller the same promise. A rejected one is forgotten, so that the next
 * caller tries again: a bundle that is being replaced by an update can be loaded a moment later. For every lazy load.
 */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= (async () => make())().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
