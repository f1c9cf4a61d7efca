/** Less than the editor waits for us when it closes. */
const graceMs = 2000;

/**
 * Asks the service for an export. Cancelled or shut down while the answer is on its way, it gives it a moment: only the
 * answer tells where the export will be, and asking again would start another one. Throws what `ask` throws.
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
