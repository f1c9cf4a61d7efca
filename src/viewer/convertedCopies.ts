import { mkdir, readdir, rm, rmdir, stat, utimes } from 'node:fs/promises';
import path from 'node:path';

/** Copies of files in UTF-8, which exist as long as an editor shows them. */
export interface ConvertedCopies {
  /** The path for a copy of a file, in a folder of its own, which is made. */
  createCopyPath(filePath: string): Promise<string>;
  has(filePath: string): boolean;
  /** Notes that it is in use. */
  keep(filePath: string): Promise<void>;
  /** Removes a copy and its folder; never another file. Never rejects. */
  remove(filePath: string): Promise<void>;
  /** Removes what no editor has opened for a day: a closed window removes nothing. Never rejects. */
  sweep(now: number): Promise<void>;
}

const unusedMs = 24 * 3600 * 1000;

export function createConvertedCopies(directory: string): ConvertedCopies {
  const isOwn = (filePath: string): boolean => path.dirname(path.dirname(filePath)) === directory;

  async function remove(filePath: string): Promise<void> {
    if (!isOwn(filePath)) return;
    await rm(filePath, { force: true }).catch(() => undefined);
    await rmdir(path.dirname(filePath)).catch(() => undefined);
  }

  return {
    async createCopyPath(filePath) {
      const folder = path.join(directory, crypto.randomUUID());
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return path.join(folder, `${path.parse(filePath).name}.utf-8.ndjson`);
    },
    has: isOwn,
    async keep(filePath) {
      const now = new Date();
      await utimes(path.dirname(filePath), now, now).catch(() => undefined);
    },
    remove,
    async sweep(now) {
      for (const folder of await readdir(directory).catch(() => [])) {
        const folderPath = path.join(directory, folder);
        const found = await stat(folderPath).catch(() => undefined);
        if (!found?.isDirectory() || now - found.mtimeMs < unusedMs) continue;
        for (const name of await readdir(folderPath).catch(() => []))
          if (name.endsWith('.utf-8.ndjson'))
            await rm(path.join(folderPath, name), { force: true }).catch(() => undefined);
        await rmdir(folderPath).catch(() => undefined);
      }
    },
  };
}
