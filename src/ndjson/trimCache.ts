import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** How much a cache of indexes may hold. */
export interface CacheLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

const defaultLimits: CacheLimits = { maxFiles: 50, maxBytes: 1024 * 1024 * 1024 };

/** Removes the files that were not read or written for longest until the rest is within the limits. Never rejects. */
export async function trimCache(directory: string, limits = defaultLimits): Promise<void> {
  const names = await readdir(directory).catch(() => []);
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
  const { size, atimeMs, mtimeMs, isFile } = await stat(file).then((it) => ({
    ...{ size: it.size, atimeMs: it.atimeMs, mtimeMs: it.mtimeMs },
    isFile: it.isFile(),
  }));
  return isFile ? { path: file, sizeBytes: size, usedMs: Math.max(atimeMs, mtimeMs) } : undefined;
}
