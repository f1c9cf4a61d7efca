import { open, stat, type FileHandle } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError.ts';
import { hashText, formatHash } from '../json/keyHash.ts';

/**
 * The state of a file: if any of the three differs, what was learnt of it no longer holds. Size and time catch nearly
 * every change; the sample catches a file replaced by another of the same size with its time set back.
 */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** A 64-bit hash (hex) of 16 ranges of 1 KiB spread evenly from the first byte to the last. */
  readonly sample: string;
}

/** What a task rejects with when the bytes it was asked about are no longer there. */
export function createFileChangedError(): UserError {
  return new UserError(l10n.t('The file on disk was changed while it was being read. Open it again.'));
}

const sampleStretches = 16;
const rangeBytes = 1024;

/** Takes the stamp of a file: one `stat` and 16 small reads, whatever the size. */
export async function takeStamp(path: string): Promise<FileStamp> {
  const file = await open(path, 'r');
  try {
    return await stampFile(file);
  } finally {
    await file.close();
  }
}

/** The same of a file that is open. */
export async function stampFile(file: FileHandle): Promise<FileStamp> {
  const { size, mtimeMs } = await file.stat();
  return { sizeBytes: size, mtimeMs, sample: await takeSample(file, size) };
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

/** Whether an open file still has the bytes it had when the stamp was taken; there may be more by now. */
export async function stillHas(file: FileHandle, stamp: FileStamp): Promise<boolean> {
  const { size, mtimeMs } = await file.stat();
  if (size < stamp.sizeBytes) return false;
  return mtimeMs === stamp.mtimeMs || (await takeSample(file, stamp.sizeBytes)) === stamp.sample;
}

async function takeSample(file: FileHandle, sizeBytes: number): Promise<string> {
  const last = Math.max(0, sizeBytes - rangeBytes);
  const ranges = await Promise.all(
    Array.from({ length: sampleStretches }, async (_, i) => {
      const range = Buffer.alloc(Math.min(rangeBytes, sizeBytes));
      const from = Math.floor((last * i) / (sampleStretches - 1));
      const { bytesRead } = await file.read(range, 0, range.length, from);
      return range.toString('latin1', 0, bytesRead);
    }),
  );
  return formatHash(hashText(ranges.join('')));
}
