import { randomBytes } from 'node:crypto';
import { readdir, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Names of the files of an export's folder. Those that end in `.part` are never a result. */
export const folderFiles = {
  users: 'users.ndjson',
  events: 'events.ndjson',
  archive: 'export.zip',
} as const;

/**
 * A new export's id, which is also its folder's name: the day, a readable part of the title, and random letters.
 * Titles are other people's text, so only letters, digits and dashes of it are used.
 */
export function createExportId(title: string, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return [day, words, randomBytes(4).toString('hex')].filter((part) => part !== '').join('-');
}

/** Whether a name may be the id of an export: what `createExportId` makes, and never a path. */
export function isExportId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,80}$/.test(id);
}

/** Removes a folder if nothing is left in it; for cleaning up after what was cancelled. */
export async function removeIfEmpty(directory: string): Promise<void> {
  await rmdir(directory).catch(() => undefined);
}

/** Bytes of all files of an export's folder; what Delete frees. */
export async function measureFolder(directory: string): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map((file) => sizeOf(path.join(directory, file.name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (it) => it.size,
    () => 0,
  );
}
