/**
 * Calls `end` once when this process is to end: on Ctrl+C, on a signal, and when the npm that ran it is gone. npm passes a
 * signal on to the shell between them, and some shells die of it without telling us.
 */
export function endWhenTold(end: () => void): void {
  let hasEnded = false;
  const endOnce = () => {
    if (!hasEnded) end();
    hasEnded = true;
  };
  // Stays for good: a second Ctrl+C must not cut short the ending that the first one began.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, endOnce);
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && endOnce(), 500).unref();
}
