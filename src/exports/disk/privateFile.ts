import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/** Exports are personal data at rest: only their owner reads them, whatever the umask says. */
export const fileMode = 0o600;
export const folderMode = 0o700;

/** Makes a folder, with those above it that are missing, for its owner only. */
export async function makePrivateFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: folderMode });
}

/**
 * Writes a small file whole or not at all: to `<file>.part`, flushed to the disk, then renamed over the old one.
 * A reader of `file` sees the text before or the text after, also when the process or the machine stops between.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  await writePart(file, text);
  await commitPart(file);
}

/** The name of a file while it is written. */
export function partOf(file: string): string {
  return `${file}.part`;
}

/** The first step of `writeFileAtomically`: `<file>.part` is whole and on the disk. */
export async function writePart(file: string, text: string): Promise<void> {
  const part = partOf(file);
  try {
    const handle = await open(part, 'w', fileMode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** The second step: the part gets its final name. */
export async function commitPart(file: string): Promise<void> {
  await rename(partOf(file), file);
  await syncFolder(path.dirname(file));
}

/** Flushes a folder's entries, so that a rename outlives a power cut. Systems that cannot open a folder do without. */
export async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
