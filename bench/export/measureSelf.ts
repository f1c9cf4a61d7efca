import { monitorEventLoopDelay } from 'node:perf_hooks';
import { watchLoop, type LoopReport } from '../support/loopStalls.ts';
import { peakRssBytes } from '../support/peakRss.ts';

/** What a process says of itself when its work is done; read by `runProcess`. */
export interface SelfReport extends LoopReport {
  /** Resident memory before the work, and its peak, in bytes. */
  startRssBytes: number;
  peakRssBytes: number;
  /** Delays of the event loop beyond the sampling interval, in milliseconds. */
  loopMaxMs: number;
  loopP99Ms: number;
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
  const loop = watchLoop(resolutionMs);
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
    ...loop.finish(),
    ...more,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
