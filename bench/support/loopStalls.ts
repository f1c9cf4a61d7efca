/** When an event loop stood still for longer than 10 ms: from and to, in milliseconds since 1970. */
export interface Stalls {
  readonly stalls: readonly (readonly [number, number])[];
}

/** What watching the turns of a thread found. */
export interface Turns extends Stalls {
  /** The longest stretch of processor time that the thread used between two of its turns: what is ours of the delays. */
  readonly longestWorkMs: number;
}

const stallMs = 10;

/** The delay of a turn is the machine's doing too, where others want the processor; processor time is our own. */
export function watchTurns(everyMs: number): { finish(): Turns } {
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
 * not: a machine that stops stops both, and what is left is ours, whether it worked or waited. Stalls up to 10 ms count
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
