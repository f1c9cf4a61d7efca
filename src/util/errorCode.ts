/** What the system, or we, call an error: `ENOENT`, `diskFull`; undefined for what has no code. */
export function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
