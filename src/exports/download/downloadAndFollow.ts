import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadProgress, DownloadRequest } from './download.ts';
import { download } from './download.ts';
import { AbortedError } from '../../api/errors.ts';
import { removeParts } from '../jobs/finishExport.ts';
import type { JobStage } from '../jobs/jobRecord.ts';
import type { UnpackRun } from '../archive/unpackRun.ts';
import { startUnpack } from '../archive/unpackRun.ts';

export type DownloadingStage = Extract<JobStage, { stage: 'downloading' }>;

/** When to unpack an archive while it still arrives. */
export interface FollowPolicy {
  /** So long after its first byte a link's speed is known well enough. */
  afterMs: number;
  /** On a faster link the two would only compete for the cores. */
  slowerThanBytesPerSecond: number;
  /** Smaller archives are unpacked within moments afterwards. */
  fromBytes: number;
}

export const defaultFollowPolicy: FollowPolicy = {
  afterMs: 100,
  slowerThanBytesPerSecond: 100e6,
  fromBytes: 8e6,
};

export interface FollowRequest extends DownloadRequest {
  /** Where the lines go, as for `unpack`. */
  linesFile: string;
  workerUrl: URL;
  follow: FollowPolicy;
}

/** How a download begins. */
export function beginDownloading(at: number): DownloadingStage {
  return { stage: 'downloading', at, receivedBytes: 0 };
}

/**
 * Downloads an archive, and where the link is slow enough unpacks it meanwhile. Returns the unpacking under way, if one
 * was begun: it waits for `complete`, and is the caller's to stop. Throws what `download` throws.
 */
export async function* downloadAndFollow(
  request: FollowRequest,
  at: number,
  signal: AbortSignal,
): AsyncGenerator<DownloadingStage, UnpackRun | undefined> {
  const follower = createFollower(request);
  const speed = new Speedometer();
  const onArrived = (progress: Readonly<DownloadProgress>): void => {
    speed.note(progress);
    follower.advance(progress, speed);
  };
  const stages = download({ ...request, onArrived }, signal);
  try {
    for (;;) {
      const step = await stages.next();
      if (step.done) return follower.handOver(step.value);
      speed.note(step.value);
      await follower.observe(step.value, speed);
      yield describe(step.value, speed.bytesPerSecond(), at);
    }
  } finally {
    await stages.return(0);
    await follower.dispose();
  }
}

function describe(
  progress: DownloadProgress,
  bytesPerSecond: number | undefined,
  at: number,
): DownloadingStage {
  const { receivedBytes, totalBytes, trouble } = progress;
  return {
    stage: 'downloading',
    at,
    receivedBytes,
    ...(totalBytes === undefined ? {} : { totalBytes }),
    ...(bytesPerSecond === undefined ? {} : { bytesPerSecond }),
    ...(trouble === undefined ? {} : { trouble: trouble.message, retryAt: trouble.retryAt }),
  };
}

interface Follower {
  /** Takes note of another beginning, and starts to follow where that is worth it. */
  observe(progress: Readonly<DownloadProgress>, speed: Speedometer): Promise<void>;
  /** More bytes are there. Called after every write: four times a second would leave too much to unpack at the end. */
  advance(progress: Readonly<DownloadProgress>, speed: Speedometer): void;
  /** The archive is whole: the run belongs to the caller now. */
  handOver(archiveBytes: number): UnpackRun | undefined;
  dispose(): Promise<void>;
}

function createFollower({ file, linesFile, workerUrl, follow }: FollowRequest): Follower {
  let run: UnpackRun | undefined;
  let beginnings: number | undefined;
  let isStarting = false;
  // The run ended before the archive was whole, or none is wanted any more.
  let isOver = false;

  async function stop(): Promise<void> {
    await run?.stop(new AbortedError('The download was interrupted.'));
    run = undefined;
  }

  function isWorthIt({ totalBytes = 0 }: Readonly<DownloadProgress>, speed: Speedometer): boolean {
    const bytesPerSecond = speed.bytesPerSecond();
    if (bytesPerSecond === undefined || bytesPerSecond >= follow.slowerThanBytesPerSecond) return false;
    return speed.elapsedMs() >= follow.afterMs && totalBytes >= follow.fromBytes;
  }

  async function hasRoom(totalBytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(path.dirname(file));
    // The archive comes first; unpacked it is some five times as long.
    return bavail * bsize > totalBytes * 8;
  }

  async function start({ totalBytes = 0 }: Readonly<DownloadProgress>): Promise<void> {
    const startedFor = beginnings;
    isStarting = true;
    const isPossible = await hasRoom(totalBytes).catch(() => false);
    isStarting = false;
    if (!isPossible) isOver = true;
    if (isOver || beginnings !== startedFor) return;
    const begun = startUnpack(workerUrl, {
      request: { archive: file, file: linesFile },
      follow: true,
    });
    begun.result.catch(() => {
      // Unpacking the whole archive meets the same error and reports it.
      if (run !== begun) return;
      isOver = true;
      run = undefined;
    });
    run = begun;
  }

  function advance(progress: Readonly<DownloadProgress>, speed: Speedometer): void {
    // Bytes of another beginning are for another run.
    if (progress.beginnings !== beginnings) return;
    if (!run && !isStarting && !isOver && isWorthIt(progress, speed)) void start(progress);
    run?.advance(progress.receivedBytes);
  }

  return {
    async observe(progress, speed) {
      if (beginnings !== undefined && progress.beginnings !== beginnings) {
        // The download began again: what was made of the former bytes is invalid.
        await stop();
        await removeParts(path.dirname(linesFile));
      }
      beginnings = progress.beginnings;
      advance(progress, speed);
    },
    advance,
    handOver(archiveBytes) {
      const handed = run;
      isOver = true;
      run = undefined;
      handed?.advance(archiveBytes);
      handed?.complete();
      return handed;
    },
    async dispose() {
      isOver = true;
      await stop();
    },
  };
}

const speedWindowMs = 3000;
const speedSampleMs = 20;

/** Measures how fast bytes came during the last few seconds. */
class Speedometer {
  readonly #samples: { readonly at: number; readonly bytes: number }[] = [];
  #firstAt: number | undefined;

  /** To be called whenever bytes came, and now and then when none did. */
  note({ arrivedBytes }: Readonly<DownloadProgress>): void {
    const now = performance.now();
    if (arrivedBytes === 0) return;
    if (this.#firstAt === undefined) {
      // How long the answer took says nothing of the link.
      this.#firstAt = now;
      this.#samples.push({ at: now, bytes: 0 });
      return;
    }
    const last = this.#samples.at(-1);
    if (last && now - last.at < speedSampleMs) return;
    this.#samples.push({ at: now, bytes: arrivedBytes });
    const isOld = ({ at }: { at: number }): boolean => now - at > speedWindowMs;
    while (this.#samples[0] && isOld(this.#samples[0])) this.#samples.shift();
  }

  /** Undefined before there are two moments to compare. */
  bytesPerSecond(): number | undefined {
    const oldest = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!oldest || !last || last.at === oldest.at) return undefined;
    return Math.round(((last.bytes - oldest.bytes) * 1000) / (last.at - oldest.at));
  }

  /** Since the first byte. */
  elapsedMs(): number {
    return this.#firstAt === undefined ? 0 : performance.now() - this.#firstAt;
  }
}
