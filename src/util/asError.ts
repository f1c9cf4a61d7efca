/** What was thrown, as an error: anything may be thrown, and anything may be the reason of an abort. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
