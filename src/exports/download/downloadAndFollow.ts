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
  /** Looked at for so long first. */
  afterMs: number;
  /** A faster link is better left alone: the two would only take the cores from each other. */
  slowerThanBytesPerSecond: number;
  /** Small archives are unpacked in no time afterwards. */
  fromBytes: number;
}

export const defaultFollowPolicy: FollowPolicy = {
  afterMs: 300,
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
  const speed = createSpeedometer();
  const stages = download({ ...request, arrived: follower.advance }, signal);
  try {
    for (;;) {
      const step = await stages.next();
      if (step.done) return follower.handOver(step.value);
      const bytesPerSecond = speed.measure(step.value);
      await follower.observe(step.value, bytesPerSecond, speed.elapsedMs());
      yield describe(step.value, bytesPerSecond, at);
    }
  } finally {
    await stages.return(0);
    await follower.stop();
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
  observe(progress: DownloadProgress, bytesPerSecond: number | undefined, elapsedMs: number): Promise<void>;
  /** More bytes are there. What is shown comes four times a second: at the end so much would be left to do at once. */
  advance(progress: Readonly<DownloadProgress>): void;
  /** The archive is whole: the run belongs to the caller now. */
  handOver(archiveBytes: number): UnpackRun | undefined;
  stop(): Promise<void>;
}

function createFollower({ file, linesFile, workerUrl, follow }: FollowRequest): Follower {
  let run: UnpackRun | undefined;
  let beginnings: number | undefined;
  let givenUp = false;

  async function stop(): Promise<void> {
    await run?.stop(new AbortedError('The download was interrupted.'));
    run = undefined;
  }

  async function hasRoom(totalBytes: number): Promise<boolean> {
    const { bavail, bsize } = await statfs(path.dirname(file));
    // The archive comes first; unpacked it is some five times as long.
    return bavail * bsize > totalBytes * 8;
  }

  return {
    async observe(progress, bytesPerSecond, elapsedMs) {
      if (beginnings !== undefined && progress.beginnings !== beginnings) {
        // Other bytes come now: what was made of the former ones is void.
        await stop();
        await removeParts(path.dirname(linesFile));
      }
      beginnings = progress.beginnings;
      run?.advance(progress.receivedBytes);
      const { totalBytes = 0 } = progress;
      const slow = bytesPerSecond !== undefined && bytesPerSecond < follow.slowerThanBytesPerSecond;
      if (run || givenUp || !slow || elapsedMs < follow.afterMs || totalBytes < follow.fromBytes) return;
      if (!(await hasRoom(totalBytes))) return;
      const begun = startUnpack(workerUrl, {
        request: { archive: file, file: linesFile },
        follow: true,
      });
      run = begun;
      begun.advance(progress.receivedBytes);
      begun.result.catch(() => {
        // Whatever it was, unpacking the whole archive will meet it again and say so.
        if (run !== begun) return;
        givenUp = true;
        run = undefined;
      });
    },
    advance(progress) {
      // Bytes of another beginning are for another run.
      if (progress.beginnings === beginnings) run?.advance(progress.receivedBytes);
    },
    handOver(archiveBytes) {
      const handed = run;
      run = undefined;
      handed?.advance(archiveBytes);
      handed?.complete();
      return handed;
    },
    stop,
  };
}

/** Bytes a second over the last few seconds. */
function createSpeedometer() {
  const windowMs = 3000;
  let samples: { at: number; bytes: number }[] = [];
  let firstAt: number | undefined;
  return {
    measure({ arrivedBytes }: DownloadProgress): number | undefined {
      const now = performance.now();
      samples = [...samples.filter((it) => now - it.at <= windowMs), { at: now, bytes: arrivedBytes }];
      const [oldest] = samples;
      if (arrivedBytes > 0) firstAt ??= now;
      if (!oldest || now === oldest.at) return undefined;
      return Math.round(((arrivedBytes - oldest.bytes) * 1000) / (now - oldest.at));
    },
    elapsedMs: (): number => (firstAt === undefined ? 0 : performance.now() - firstAt),
  };
}
