/** Says yes at most so often: progress is shown ten times a second, whatever the pace of the work. */
export function createThrottle(intervalMs = 100): () => boolean {
  let next = 0;
  return () => {
    const now = performance.now();
    if (now < next) return false;
    next = now + intervalMs;
    return true;
  };
}
