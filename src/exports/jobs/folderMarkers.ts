import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { errorCode } from '../../util/errorCode.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import type { JobRecord } from './jobRecord.ts';
import { parseJobRecord } from './jobRecord.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './manifest.ts';
import { partOf } from '../disk/privateFile.ts';

/**
 * What a file that says whose a folder is turned out to be. `unclear`: it cannot be read, is damaged, or names this folder
 * in words of another version; nobody may delete on such ground. `foreign`: of somebody else, or of another folder.
 */
export type FolderMarker<T> =
  | { readonly is: 'ours'; readonly value: T }
  | { readonly is: 'missing' }
  | { readonly is: 'foreign' }
  | { readonly is: 'unclear' };

/**
 * Manifests that were read, by their path, for as long as their files stay what they were: lists are read at every look of
 * the editor, and the manifest of a hundred thousand external ids takes a tenth of a second each time.
 */
export type KnownManifests = Map<string, { readonly state: string; readonly manifest: Manifest }>;

/** The manifest of the folder of this id. */
export async function readManifestMarker(
  directory: string,
  id: string,
  known: KnownManifests,
): Promise<FolderMarker<Manifest>> {
  const file = path.join(directory, folderFiles.manifest);
  const state = await stateOf(file);
  const last = known.get(file);
  if (last && last.state === state) return { is: 'ours', value: last.manifest };
  known.delete(file);
  const marker = await readMarker(file, id, parseManifest);
  if (marker.is === 'ours' && state !== undefined) known.set(file, { state, manifest: marker.value });
  return marker;
}

/** Taken before the file is read: what changes meanwhile is seen at the next look. */
async function stateOf(file: string): Promise<string | undefined> {
  const stats = await lstat(file, { bigint: true }).catch(() => undefined);
  return stats?.isFile() ? [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join() : undefined;
}

/** The manifest that was withdrawn from the folder of this id. */
export function readWithdrawnMarker(directory: string, id: string): Promise<FolderMarker<Manifest>> {
  return readMarker(path.join(directory, withdrawnManifest), id, parseManifest);
}

/** The name of a manifest from the moment when the removal of its export begins. */
export const withdrawnManifest = partOf(folderFiles.manifest);

/** The job of the folder of this id. */
export function readJobMarker(directory: string, id: string): Promise<FolderMarker<JobRecord>> {
  return readMarker(path.join(directory, folderFiles.job), id, parseJobRecord);
}

async function readMarker<T extends { readonly id: string }>(
  file: string,
  id: string,
  parse: (text: string) => T | undefined,
): Promise<FolderMarker<T>> {
  let text: string;
  try {
    // Neither a link, which leads elsewhere, nor a pipe, which is never read to its end.
    if (!(await lstat(file)).isFile()) return { is: 'foreign' };
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { is: errorCode(error) === 'ENOENT' ? 'missing' : 'unclear' };
  }
  const value = parse(text);
  if (value) return value.id === id ? { is: 'ours', value } : { is: 'foreign' };
  return { is: judgeText(text, id) };
}

const named = z.object({ id: z.string() });

function judgeText(text: string, id: string): 'unclear' | 'foreign' {
  try {
    return named.safeParse(JSON.parse(text)).data?.id === id ? 'unclear' : 'foreign';
  } catch {
    return 'unclear';
  }
}
