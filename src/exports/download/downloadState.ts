import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { fileMode, partOf } from '../disk/privateFile.ts';

const stateSchema = z.object({
  url: z.string(),
  /** A strong entity tag: the same tag means the same bytes. */
  etag: z.string(),
  totalBytes: z.number().optional(),
});

/** What the bytes in `<file>.part` are the beginning of. Without it they cannot be used. */
export type DownloadState = z.infer<typeof stateSchema>;

/** The state left by an earlier try for the same link; undefined when there is none to go on from. */
export async function readState(file: string, url: string): Promise<DownloadState | undefined> {
  const text = await readFile(stateFile(file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const state = stateSchema.safeParse(JSON.parse(text)).data;
    return state?.url === url ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Not flushed to the disk, as the bytes themselves are not: after a power cut the archive's checksums decide. */
export async function writeState(file: string, state: DownloadState): Promise<void> {
  const part = partOf(stateFile(file));
  await writeFile(part, JSON.stringify(state), { mode: fileMode });
  await rename(part, stateFile(file));
}

export async function removeState(file: string): Promise<void> {
  await rm(stateFile(file), { force: true });
}

/** All files that a download ever writes. */
export function downloadFilesOf(file: string): string[] {
  return [file, partOf(file), stateFile(file), partOf(stateFile(file))];
}

function stateFile(file: string): string {
  return partOf(`${file}.state`);
}
