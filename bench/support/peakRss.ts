import { readFileSync } from 'node:fs';

/**
 * The most memory this process had resident, in bytes. Where Linux tells it is read there: what `resourceUsage` gives
 * begins with the memory of the process that started this one.
 */
export function peakRssBytes(): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Another system.
  }
  return process.resourceUsage().maxRSS * 1024;
}
