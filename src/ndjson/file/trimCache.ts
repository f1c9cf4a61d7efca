import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** How much a cache of indexes may hold. */
export interface CacheLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

const defaultLimits: CacheLimits = { maxFiles: 50, maxBytes: 1024 * 1024 * 1024 };

/** Names that `indexFilePath` and `keyIndexFilePath` make in a cache, and of what is written under them. */
const cacheName = /^[0-9a-f]{16}\.(?:index|[\w-]{1,64}\.keys)(?:\.[0-9a-f-]{36}\.part)?$/;

/**
 * Removes the indexes that were not read or written for longest until the rest is within the limits; whatever else lies
 * in the folder stays. Never rejects.
 */
export async function trimCache(directory: string, limits = defaultLimits): Promise<void> {
  const found = await readdir(directory).catch(() => []);
  const names = found.filter((it) => cacheName.test(it));
  const looks = await Promise.allSettled(names.map((name) => look(path.join(directory, name))));
  const files = looks.flatMap((it) => (it.status === 'fulfilled' && it.value ? [it.value] : []));
  files.sort((a, b) => b.usedMs - a.usedMs);
  let sizeBytes = 0;
  for (const [i, file] of files.entries()) {
    sizeBytes += file.sizeBytes;
    // One that is there no more was removed by another window.
    if (i >= limits.maxFiles || sizeBytes > limits.maxBytes)
      await rm(file.path, { force: true }).catch(() => undefined);
  }
}

async function look(file: string): Promise<{ path: string; sizeBytes: number; usedMs: number } | undefined> {
  const { size, atimeMs, mtimeMs, isFile } = await lstat(file).then((it) => ({
    ...{ size: it.size, atimeMs: it.atimeMs, mtimeMs: it.mtimeMs },
    isFile: it.isFile(),
  }));
  return isFile ? { path: file, sizeBytes: size, usedMs: Math.max(atimeMs, mtimeMs) } : undefined;
}
