import type { SelfReport } from './measureSelf.ts';

/**
 * The longest time, in milliseconds, that a process's event loop stood still while that of an idle process beside it did
 * not: a machine that stops stops both, and what is left is ours, whether it worked or waited. Stalls up to 10 ms count
 * as none.
 */
export function findBlocked(own: Pick<SelfReport, 'stalls'>, idle: Pick<SelfReport, 'stalls'>): number {
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
