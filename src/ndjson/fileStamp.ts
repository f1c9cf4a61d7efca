import { open, stat } from 'node:fs/promises';
import { hashText, spellHash } from './keyHash.ts';

/**
 * The state of a file: if any of the three differs, what was learnt of it no longer holds. Size and time catch nearly
 * every change; the sample catches a file replaced by another of the same size with its time set back.
 */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** A 64-bit hash (hex) of 16 stretches of 1 KiB spread evenly from the first byte to the last. */
  readonly sample: string;
}

const sampleStretches = 16;
const stretchBytes = 1024;

/** Takes the stamp of a file: one `stat` and 16 small reads, whatever the size. */
export async function takeStamp(path: string): Promise<FileStamp> {
  const file = await open(path, 'r');
  try {
    const { size, mtimeMs } = await file.stat();
    const last = Math.max(0, size - stretchBytes);
    const stretches = await Promise.all(
      Array.from({ length: sampleStretches }, async (_, i) => {
        const stretch = Buffer.alloc(stretchBytes);
        const from = Math.floor((last * i) / (sampleStretches - 1));
        const { bytesRead } = await file.read(stretch, 0, stretchBytes, from);
        return stretch.toString('latin1', 0, bytesRead);
      }),
    );
    return { sizeBytes: size, mtimeMs, sample: spellHash(hashText(stretches.join(''))) };
  } finally {
    await file.close();
  }
}

/** Whether the file still is what it was when the stamp was taken; the sample is read only if size and time agree. */
export async function isUnchanged(path: string, stamp: FileStamp): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(path);
    if (size !== stamp.sizeBytes || mtimeMs !== stamp.mtimeMs) return false;
    return (await takeStamp(path)).sample === stamp.sample;
  } catch {
    return false;
  }
}
