// How every benchmark prints and judges what it measured.
//
//   const figures = createFigures();
//   figures.add('activate()', median(samples), 'ms', { atMost: 20 });     // activate()   3.1 ms  (≤ 20)  ok
//   figures.add('paging, of a bare loop', ratio, '×', { atLeast: 0.8 });  // …            0.93 ×  (≥ 0.8)  ok
//   figures.add('users', 25_000, '');                                     // a figure without a bar
//   figures.finish();                                                     // exit code 1 when one was short
//
// A peer is measured in the same run as the candidate, alternating, by `pairedRatio`: a machine's speed varies.
import { readFileSync } from 'node:fs';
import { startProcess } from '../../scripts/editor/startProcess.ts';

export interface Bar {
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Figures {
  /** Prints a figure, and whether it reaches its bar if it has one. */
  readonly add: (name: string, figure: number, unit: string, bar?: Bar) => void;
  /** Sets the exit code: 1 when any figure was short. */
  readonly finish: () => void;
}

/** Figures of one benchmark; each is printed when it comes. */
export function createFigures(): Figures {
  let short = 0;
  return {
    add: (name, figure, unit, { atMost, atLeast } = {}) => {
      const line = writeFigure(name, figure, unit);
      if (atMost === undefined && atLeast === undefined) {
        console.log(line.trimEnd());
        return;
      }
      // Written so that a figure that is not a number is short.
      const reached =
        (atMost === undefined || figure <= atMost) && (atLeast === undefined || figure >= atLeast);
      if (!reached) short += 1;
      const bar = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
      console.log(`${line}  (${bar})  ${reached ? 'ok' : 'short'}`);
    },
    finish: () => {
      if (short > 0) process.exitCode = 1;
    },
  };
}

function writeFigure(name: string, figure: number, unit: string): string {
  const digits = Math.abs(figure) >= 100 ? 0 : Math.abs(figure) >= 10 ? 1 : 2;
  return `${name.padEnd(60)}  ${figure.toFixed(digits).padStart(8)} ${unit.padEnd(4)}`;
}

/** The middle value, of an even number of values the mean of the middle two; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  const high = sorted[Math.floor(middle)] ?? NaN;
  return (low + high) / 2;
}

export interface PairedMeasurement {
  /** Median of each round's candidate ÷ peer. */
  readonly ratio: number;
  readonly candidate: number;
  readonly peer: number;
}

/**
 * Measures candidate and peer alternately, A B A B, each once beforehand to warm up. Both resolve to the figure of one run,
 * seconds say; the ratio is of such figures.
 */
export async function pairedRatio(
  candidate: () => Promise<number>,
  peer: () => Promise<number>,
  rounds: number,
): Promise<PairedMeasurement> {
  await candidate();
  await peer();
  const pairs: { readonly candidate: number; readonly peer: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({ candidate: await candidate(), peer: await peer() });
  }
  return {
    ratio: median(pairs.map((it) => it.candidate / it.peer)),
    candidate: median(pairs.map((it) => it.candidate)),
    peer: median(pairs.map((it) => it.peer)),
  };
}

export interface ProcessMeasurement {
  readonly wallMs: number;
  /** The most memory it had resident at once; its own, not its children's. NaN but on Linux. */
  readonly peakRssBytes: number;
  readonly output: string;
}

/**
 * Runs a command to its end and measures it; throws when it fails. The kernel keeps the peak itself, so that reading it
 * every few milliseconds misses only what is allocated in the last ones before the exit.
 */
export async function measureProcess(command: string, args: readonly string[]): Promise<ProcessMeasurement> {
  const startedAt = performance.now();
  const started = startProcess(command, args, {});
  let peakRssBytes = NaN;
  const watch = setInterval(() => {
    peakRssBytes = readPeakRss(started.pid) ?? peakRssBytes;
  }, 5);
  const code = await started.ended;
  const wallMs = performance.now() - startedAt;
  clearInterval(watch);
  await started.stop();
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${started.output()}`);
  return { wallMs, peakRssBytes, output: started.output() };
}

function readPeakRss(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
