import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { errorCode } from '../util/errorCode.ts';
import { folderFiles } from './exportFolder.ts';
import type { JobRecord } from './jobRecord.ts';
import { parseJobRecord } from './jobRecord.ts';
import type { Manifest } from './manifest.ts';
import { parseManifest } from './manifest.ts';

/**
 * What a file that says whose a folder is turned out to be. `unclear`: it cannot be read, is damaged, or names this folder
 * in words of another version; nobody may delete on such ground. `foreign`: of somebody else, or of another folder.
 */
export type Marker<T> =
  | { readonly is: 'ours'; readonly value: T }
  | { readonly is: 'missing' }
  | { readonly is: 'foreign' }
  | { readonly is: 'unclear' };

/** The manifest of the folder of this id. */
export function readManifestMarker(
  directory: string,
  id: string,
  name: string = folderFiles.manifest,
): Promise<Marker<Manifest>> {
  return readMarker(path.join(directory, name), id, parseManifest);
}

/** The job of the folder of this id. */
export function readJobMarker(directory: string, id: string): Promise<Marker<JobRecord>> {
  return readMarker(path.join(directory, folderFiles.job), id, parseJobRecord);
}

async function readMarker<T extends { readonly id: string }>(
  file: string,
  id: string,
  parse: (text: string) => T | undefined,
): Promise<Marker<T>> {
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
