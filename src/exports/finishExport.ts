import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { indexFilePath } from '../ndjson/indexFile.ts';
import { folderFiles } from './exportFolder.ts';
import type { Manifest } from './manifest.ts';
import { manifestFile } from './manifest.ts';
import { partFilesOf } from './partFile.ts';
import { commitPart, syncFolder, writePart } from './privateFile.ts';
import type { Unpacked } from './unpack.ts';

/**
 * Gives an unpacked export its final names: the lines and their index, then the manifest, last. All that takes space is
 * written before the first rename, so a full disk leaves nothing under a final name. An interruption between the renames
 * leaves a folder without a manifest, which `restorePart` makes unfinished again.
 */
export async function finishExport(
  directory: string,
  manifest: Manifest,
  keepArchive: boolean,
): Promise<void> {
  const file = path.join(directory, folderFiles.users);
  const { part, journal } = partFilesOf(file);
  const manifestPath = path.join(directory, manifestFile);
  await writePart(manifestPath, `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rename(indexFilePath(part), indexFilePath(file));
  await rename(part, file);
  await syncFolder(directory);
  await commitPart(manifestPath);
  await rm(journal, { force: true });
  if (!keepArchive) await rm(path.join(directory, folderFiles.archive), { force: true });
}

/** Before going on with an export: takes back a final name that it got without getting its manifest. */
export async function restorePart(directory: string): Promise<void> {
  const file = path.join(directory, folderFiles.users);
  const { part } = partFilesOf(file);
  if (await stat(file).catch(() => undefined)) await rename(file, part);
  await rm(indexFilePath(file), { force: true });
}

/** Removes what was unpacked so far. */
export async function removeParts(directory: string): Promise<void> {
  const file = path.join(directory, folderFiles.users);
  const { part, journal } = partFilesOf(file);
  const files = [file, indexFilePath(file), part, indexFilePath(part), journal];
  await Promise.all(files.map((it) => rm(it, { force: true })));
}

/** Removes the archive, whole or in part. */
export async function removeArchive(directory: string): Promise<void> {
  const archive = path.join(directory, folderFiles.archive);
  await Promise.all(
    [archive, `${archive}.part`, `${archive}.state.part`].map((it) => rm(it, { force: true })),
  );
}

/** What the manifest says of the file. */
export function describeFile(unpacked: Unpacked): Manifest['result'] {
  const { sizeBytes, users, blankLines, badLines } = unpacked;
  return { outcome: 'file', file: folderFiles.users, sizeBytes, users, blankLines, badLines };
}
