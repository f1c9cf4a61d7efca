import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a process says of itself when its work is done; read by `runProcess`. */
export interface SelfReport {
  /** Resident memory before the work, and its peak, in bytes. */
  startRssBytes: number;
  peakRssBytes: number;
  /** Delays of the event loop beyond the sampling interval, in milliseconds. */
  loopMaxMs: number;
  loopP99Ms: number;
  /** From the last byte of a download to the end of the work. */
  afterLastByteMs?: number;
}

/** Measures this process while `work` runs, and prints the report. */
export async function reportSelf(work: () => Promise<{ afterLastByteMs?: number }>): Promise<void> {
  const startRssBytes = process.memoryUsage.rss();
  const resolutionMs = 2;
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  const more = await work();
  delays.disable();
  const report: SelfReport = {
    startRssBytes,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    loopMaxMs: Math.max(0, delays.max / 1e6 - resolutionMs),
    loopP99Ms: Math.max(0, delays.percentile(99) / 1e6 - resolutionMs),
    ...more,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
