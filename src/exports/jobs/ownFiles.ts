import { lstat, readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { indexFilePath } from '../../ndjson/unpackedLines.ts';
import { errorCode } from '../../util/errorCode.ts';
import { downloadFilesOf } from '../download/downloadState.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import { isLockFile } from '../disk/jobLock.ts';
import { partFilesOf } from '../archive/partFile.ts';
import { partOf } from '../disk/privateFile.ts';

const { part, journal } = partFilesOf(folderFiles.users);

/** The files of lines, their indexes and the journal, whole or growing. */
export const linesFiles: readonly string[] = [
  ...[folderFiles.users, folderFiles.events, part].flatMap((it) => [it, indexFilePath(it)]),
  journal,
];

/** The archive and what tells how much of it came. */
export const archiveFiles: readonly string[] = downloadFilesOf(folderFiles.archive);

/** What says whose a folder is: removed after everything else, so that an interrupted removal can be gone on with. */
const markers: readonly string[] = [folderFiles.manifest, folderFiles.job].flatMap((it) => [it, partOf(it)]);

const names: ReadonlySet<string> = new Set([
  ...linesFiles,
  ...archiveFiles,
  ...markers,
  partOf(folderFiles.ids),
]);

/** `<file>.<uuid>.part`: a file that is written whole before it gets its name. */
const draftEnding = /\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.part$/;

const withoutDraft = (name: string): string => name.replace(draftEnding, '');

/** Whether an export's folder has a file of this name from us: the closed list of all that an export ever writes. */
function isOwnName(name: string): boolean {
  const written = withoutDraft(name);
  if (isLockFile(written) || isKeysFile(written)) return true;
  return written === name ? names.has(name) : written.endsWith('.index') && names.has(written);
}

/** Whether it is an index of ids that the viewer keeps beside the lines. */
function isKeysFile(name: string): boolean {
  const [, file = ''] = /^(.+\.ndjson)\.[\w-]{1,64}\.keys$/.exec(name) ?? [];
  return linesFiles.includes(file);
}

/** Whether it is a file of ours that nobody copies or makes: a lock, or one that is being written. */
export function isTellingName(name: string): boolean {
  return isOwnName(name) && (name.endsWith('.part') || isLockFile(name));
}

/** What lies in an export's folder. */
export interface FolderContent {
  /** Files that we wrote. */
  readonly own: readonly { readonly name: string; readonly sizeBytes: number }[];
  /** Names of everything else, folders and links too: none of it is ever touched. */
  readonly others: readonly string[];
}

/** Lists a folder. A link that has the name of a file of ours is somebody else's. Rejects as `readdir` does. */
export async function listFolder(directory: string): Promise<FolderContent> {
  const entries = await readdir(directory, { withFileTypes: true });
  const isOwn = (it: (typeof entries)[number]): boolean => it.isFile() && isOwnName(it.name);
  const own = entries.filter(isOwn).map(async ({ name }) => {
    const stats = await lstat(path.join(directory, name)).catch(() => undefined);
    return stats && { name, sizeBytes: stats.size };
  });
  return {
    own: (await Promise.all(own)).filter((it) => it !== undefined),
    others: entries.filter((it) => !isOwn(it)).map((it) => it.name),
  };
}

/**
 * Removes the files that we wrote from an export's folder, what says that it is ours last, then the folder if nothing is
 * left in it. Resolves with the names of what stays. Rejects, with the folder still known as ours, where a file of data
 * cannot be removed.
 */
export async function removeOwnFiles(directory: string): Promise<readonly string[]> {
  const own = (await listFolder(directory)).own.map((it) => it.name);
  const isMarker = (name: string): boolean => markers.includes(name);
  const isLock = (name: string): boolean => isLockFile(withoutDraft(name));
  const remove = async (chosen: readonly string[]): Promise<void> => {
    for (const name of chosen) await rm(path.join(directory, name), { force: true });
  };
  await remove(own.filter((it) => !isMarker(it) && !isLock(it)));
  await remove(own.filter(isMarker));
  // The lock is held until there is nothing left that another window could take up.
  await remove(own.filter(isLock));
  try {
    await rmdir(directory);
    return [];
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    return readdir(directory).catch(() => []);
  }
}
