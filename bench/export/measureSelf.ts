import { monitorEventLoopDelay } from 'node:perf_hooks';
import { peakRssBytes } from '../support/peakRss.ts';

/** What a process says of itself when its work is done; read by `runProcess`. */
export interface SelfReport {
  /** Resident memory before the work, and its peak, in bytes. */
  startRssBytes: number;
  peakRssBytes: number;
  /** Delays of the event loop beyond the sampling interval, in milliseconds. */
  loopMaxMs: number;
  loopP99Ms: number;
  /** When the event loop stood still for longer than 10 ms: from and to, in milliseconds since 1970. */
  stalls: [number, number][];
  /** The longest stretch of processor time that the thread used between two of its turns: what is ours of the delays. */
  longestWorkMs: number;
  /** The work alone, without the start of the process. */
  workSeconds: number;
  /** From the last byte of a download to the end of the work. */
  afterLastByteMs?: number;
}

/** Measures this process while `work` runs, and prints the report. */
export async function reportSelf(work: () => Promise<{ afterLastByteMs?: number }>): Promise<void> {
  // Node loads `fetch` at its first use; in an extension host that was long ago.
  await fetch('data:,');
  const startRssBytes = process.memoryUsage.rss();
  const resolutionMs = 2;
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  const stretches = watchStretches(resolutionMs);
  const begunAt = performance.now();
  const more = await work();
  const workSeconds = (performance.now() - begunAt) / 1000;
  delays.disable();
  const report: SelfReport = {
    startRssBytes,
    peakRssBytes: peakRssBytes(),
    workSeconds,
    loopMaxMs: Math.max(0, delays.max / 1e6 - resolutionMs),
    loopP99Ms: Math.max(0, delays.percentile(99) / 1e6 - resolutionMs),
    ...stretches.finish(),
    ...more,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

const stallMs = 10;

/** The delay of a turn is the machine's doing too, where others want the processor; processor time is our own. */
function watchStretches(everyMs: number): {
  finish(): Pick<SelfReport, 'longestWorkMs' | 'stalls'>;
} {
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
