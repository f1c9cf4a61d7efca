/** Less than the time that the editor gives extensions to deactivate. */
const graceMs = 2000;

/**
 * Sends a request that starts something. When aborted, it waits a moment longer for the answer: only the answer says what
 * was started, and asking again would start another one. Throws what `ask` throws, and the signal's reason before it.
 */
export async function awaitAnswer<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const abortLater = (): void => {
    timer = setTimeout(() => late.abort(signal.reason), graceMs);
  };
  signal.addEventListener('abort', abortLater, { once: true });
  try {
    return await ask(late.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abortLater);
  }
}
