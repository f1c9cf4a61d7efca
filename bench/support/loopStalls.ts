/** When an event loop stood still for longer than 10 ms: from and to, in milliseconds since 1970. */
export interface Stalls {
  readonly stalls: readonly (readonly [number, number])[];
}

/** What was measured of a thread's event loop. */
export interface LoopReport extends Stalls {
  /** The longest processor time in milliseconds of a single turn of the loop. */
  readonly longestWorkMs: number;
}

const stallMs = 10;

/** Watches the event loop of this thread. Stalls may come from a busy machine; processor time is only our own. */
export function watchLoop(everyMs: number): { finish(): LoopReport } {
  const readWork = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  const readTime = (): number => performance.timeOrigin + performance.now();
  const stalls: [number, number][] = [];
  let longestWorkMs = 0;
  let [work, at] = [readWork(), readTime()];
  function look(): void {
    const [nextWork, nextAt] = [readWork(), readTime()];
    longestWorkMs = Math.max(longestWorkMs, nextWork - work);
    if (nextAt - at - everyMs > stallMs) stalls.push([at + everyMs, nextAt]);
    [work, at] = [nextWork, nextAt];
  }
  const timer = setInterval(look, everyMs);
  return {
    finish() {
      clearInterval(timer);
      look();
      return { longestWorkMs, stalls };
    },
  };
}

/**
 * The longest time, in milliseconds, that a process's event loop stood still while that of an idle process beside it did
 * not: a busy machine stalls both, and the difference is the process's own. Stalls up to 10 ms count
 * as none.
 */
export function findBlocked(own: Stalls, idle: Stalls): number {
  const ours = own.stalls.map(
    ([from, to]) => to - from - idle.stalls.reduce((sum, it) => sum + overlap([from, to], it), 0),
  );
  return Math.max(0, ...ours);
}

function overlap(
  [from, to]: readonly [number, number],
  [otherFrom, otherTo]: readonly [number, number],
): number {
  return Math.max(0, Math.min(to, otherTo) - Math.max(from, otherFrom));
}
