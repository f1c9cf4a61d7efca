import { constants, copyFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { indexFilePath } from '../../ndjson/unpackedLines.ts';
import { errorCode } from '../../util/errorCode.ts';
import { folderFiles } from '../disk/exportFolder.ts';
import { removeIdList } from '../kinds/idList.ts';
import type { Manifest } from './manifest.ts';
import { manifestFile } from './manifest.ts';
import { archiveFiles, linesFiles } from './ownFiles.ts';
import { partFilesOf } from '../archive/partFile.ts';
import { commitPart, syncFolder, writePart } from '../disk/privateFile.ts';
import type { Unpacked } from '../archive/unpack.ts';

/** Publishes a whole export, and removes what was needed to make it. */
export async function finishExport(
  directory: string,
  manifest: Manifest,
  keepArchive: boolean,
): Promise<void> {
  await publishExport(directory, manifest);
  await cleanUpFinished(directory, keepArchive);
}

/**
 * Gives an export its final names: the lines and their index, then the manifest, last. All that takes space is
 * written before the first rename, so a full disk leaves nothing under a final name. An interruption between the renames
 * leaves a folder without a manifest, which `restorePart` makes unfinished again.
 */
export async function publishExport(directory: string, manifest: Manifest): Promise<void> {
  // What is unpacked grows under one name, since only its content tells the other.
  const { part } = partFilesOf(path.join(directory, folderFiles.users));
  const file = finalFileOf(directory, manifest.result);
  const manifestPath = path.join(directory, manifestFile);
  await writePart(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(indexFilePath(part), indexFilePath(file));
  await rename(part, file);
  await syncFolder(directory);
  await commitPart(manifestPath);
}

/** Removes what `finishExport` would have removed, had it not been interrupted behind the manifest. */
export async function cleanUpFinished(directory: string, keepArchive: boolean): Promise<void> {
  const { journal } = partFilesOf(path.join(directory, folderFiles.users));
  await rm(journal, { force: true });
  await removeIdList(directory);
  if (!keepArchive) await removeArchive(directory);
}

/** Before going on with an export: takes back a final name that it got without getting its manifest. */
export async function restorePart(directory: string): Promise<void> {
  const { part } = partFilesOf(path.join(directory, folderFiles.users));
  for (const name of [folderFiles.users, folderFiles.events]) {
    const file = path.join(directory, name);
    if (await stat(file).catch(() => undefined)) await rename(file, part);
    await rm(indexFilePath(file), { force: true });
  }
}

/** Removes what was unpacked so far. */
export async function removeParts(directory: string): Promise<void> {
  await removeFiles(directory, linesFiles);
}

/** Removes the archive, whole or in part. */
async function removeArchive(directory: string): Promise<void> {
  await removeFiles(directory, archiveFiles);
}

async function removeFiles(directory: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((it) => rm(path.join(directory, it), { force: true })));
}

/** Moves a file of ours into an export's folder, to be its archive. */
export async function adoptArchive(file: string, directory: string): Promise<void> {
  const archive = path.join(directory, folderFiles.archive);
  await rename(file, archive).catch(async (error: unknown) => {
    if (errorCode(error) !== 'EXDEV') throw error;
    // The folder of exports may be on another disk.
    await copyFile(file, archive, constants.COPYFILE_EXCL);
    await rm(file, { force: true });
  });
}

/** Removes both: of a cancelled job it is other people's personal data that nobody asked to keep. */
export async function discardWork(directory: string): Promise<void> {
  await Promise.all([removeArchive(directory), removeParts(directory)]);
}

/** What the manifest says of the file. */
export function describeFile(unpacked: Unpacked): Manifest['result'] {
  const { sizeBytes, users, blankLines, badLines, hasRows, reading } = unpacked;
  const file = hasRows ? folderFiles.events : folderFiles.users;
  return {
    outcome: 'file',
    file,
    sizeBytes,
    users,
    blankLines,
    badLines,
    ...(reading ? { reading: { ...reading } } : {}),
  };
}

/** What the manifest says of how the file was read, where there is something to say. */
export function describeReading({
  leftOut,
  notes,
  invalidUserIds,
}: Unpacked): Pick<Manifest, 'leftOut' | 'notes' | 'invalidUserIds'> {
  return {
    ...(leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
    ...(notes.length > 0 ? { notes: [...notes] } : {}),
    ...(invalidUserIds.length > 0 ? { invalidUserIds: [...invalidUserIds] } : {}),
  };
}

/** Where the file of a result lies; `describeFile` has named it. */
function finalFileOf(directory: string, result: Manifest['result']): string {
  return path.join(directory, result.outcome === 'file' ? result.file : folderFiles.users);
}
